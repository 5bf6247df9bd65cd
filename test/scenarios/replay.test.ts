/**
 * A real gale through the whole program: the sandstorm days of April 2015 in Beijing, once through mosquitto, InfluxDB
 * and PostgreSQL, once on embedded parts. Expected times are computed from the file's wind alone.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DrillReport, drillReport, timelineOf } from '../support/drill.ts'
import { expectedDistrictTimeline, expectedTimeline } from '../support/hourly-windy-day.ts'
import { startInfluxd } from '../support/influxd.ts'
import { startMosquitto } from '../support/mosquitto.ts'
import { startPostgres } from '../support/postgres.ts'
import { isPrsaMissing, PRSA_FILE, readPrsa } from '../support/prsa-file.ts'
import { findProgram, isMissing, postgresFolders, temporaryFolder } from '../support/real-server.ts'

const HOUR = 3_600_000
const MINUTE = 60_000
const from = Date.parse('2015-04-14T00:00:00+08:00')
const to = Date.parse('2015-04-18T00:00:00+08:00')
const replay = ['replay', PRSA_FILE, '--from', '2015-04-14', '--to', '2015-04-18']

const isRealMissing =
  isMissing('mosquitto', findProgram('mosquitto')) ||
  isMissing('influxdb', findProgram('influxd')) ||
  isMissing('postgresql', findProgram('initdb', postgresFolders()))

describe.skipIf(isPrsaMissing())('replay of 14 to 17 April 2015', () => {
  const folder = temporaryFolder()
  let embedded: DrillReport

  beforeAll(async () => {
    embedded = await drillReport([...replay, '--scope', 'township'], { WINDBREAK_DATA_DIR: folder.path })
  }, 300_000)
  afterAll(() => folder.remove())

  it('stores exactly the values the file has, and nothing else', () => {
    const expected = readPrsa(from, to)
    expect(embedded.counts).toMatchObject({
      published: expected.readings,
      acknowledged: expected.readings,
      stored: expected.readings,
      quarantined: 0,
      late: 0,
      duplicate: 0,
    })
    expect(embedded.counts.values).toEqual(expected.values)
  })

  it('opens, changes and closes every episode when the hourly wind and the rule say so, to the minute', () => {
    const { windByStation } = readPrsa(from, to)
    // After the last reading (at most 23:00) the clock runs on 1.1 × its interval.
    const until = to - HOUR + 66 * MINUTE
    for (const [station, wind] of windByStation) {
      const expected = expectedTimeline(wind, until).map(({ at, from: before, to: after }) => [at, before, after])
      const found = embedded.episodes
        .filter((episode) => episode.township === station)
        .flatMap((episode) => episode.changes)
        .map((change) => [Date.parse(change.at), change.from, change.to])
        .sort(([a], [b]) => a! - b!)
      expect(found, station).toEqual(expected)
    }
    expect(embedded.episodes.length).toBeGreaterThan(10)
  })

  it('leaves open what is open at the end, and gives every closed episode its close', () => {
    for (const episode of embedded.episodes) {
      expect(episode.closedAt === null).toBe(episode.changes.at(-1)!.to !== 0)
    }
  })

  it('orders the site and the road section of each windy township once per episode', () => {
    for (const episode of embedded.episodes) {
      const orders = embedded.orders.filter((order) => order.episode === episode.id)
      expect(orders.map((order) => order.place).sort()).toEqual([
        `${episode.township}-road`,
        `${episode.township}-site`,
      ])
      for (const order of orders) {
        expect(order.number).toMatch(/^D2015-041\d-\d{3}$/)
        expect(order.releasedAt === null).toBe(episode.closedAt === null)
      }
    }
    expect(new Set(embedded.orders.map((order) => order.number)).size).toBe(embedded.orders.length)
  })

  it.skipIf(isRealMissing)(
    'gives the same values and the same timeline through mosquitto, InfluxDB and PostgreSQL',
    async () => {
      const own = temporaryFolder()
      const [mosquitto, influxd, postgres] = await Promise.all([startMosquitto({}), startInfluxd(), startPostgres()])
      try {
        const real = await drillReport([...replay, '--scope', 'township'], {
          WINDBREAK_DATA_DIR: own.path,
          MQTT_URL: mosquitto.url,
          INFLUX_URL: influxd.url,
          DATABASE_URL: await postgres.url(),
        })
        expect(real.counts).toEqual(embedded.counts)
        expect(timelineOf(real)).toEqual(timelineOf(embedded))
      } finally {
        await Promise.all([mosquitto.end(), influxd.end(), postgres.end()])
        own.remove()
      }
    },
    300_000,
  )

  it('makes one episode of the whole district by default, as the median wind says', async () => {
    const own = temporaryFolder()
    const district = await drillReport([...replay, '--scope', 'district'], { WINDBREAK_DATA_DIR: own.path })
    own.remove()
    const stations = [...readPrsa(from, to).windByStation.values()]
    const expected = expectedDistrictTimeline(stations, to - HOUR + 66 * MINUTE)
    const found = district.episodes
      .flatMap((episode) => episode.changes)
      .map((change) => [Date.parse(change.at), change.from, change.to])
      .sort(([a], [b]) => a! - b!)
    expect(found).toEqual(expected.map(({ at, from: before, to: after }) => [at, before, after]))
    expect(found.length).toBeGreaterThan(0)
  }, 300_000)
})
