/**
 * A notice from above laid over a real gale, through the whole program: what it delays, what it holds back, and its end.
 * Expected times are computed from the file's wind and from the notice alone.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DrillReport, drillReport } from '../support/drill.ts'
import { expectedDistrictTimeline, expectedTimeline } from '../support/hourly-windy-day.ts'
import { isPrsaMissing, PRSA_FILE, readPrsa } from '../support/prsa-file.ts'
import { temporaryFolder } from '../support/real-server.ts'

const HOUR = 3_600_000
const from = Date.parse('2015-04-14T00:00:00+08:00')
const to = Date.parse('2015-04-18T00:00:00+08:00')
/** After the last reading the clock runs on 1.1 × its interval. */
const until = to - HOUR + 66 * 60_000
const startsAt = Date.parse('2015-04-16T08:00:00+08:00')
const endsAt = Date.parse('2015-04-16T20:00:00+08:00')
const isInForce = (at: number) => startsAt <= at && at < endsAt
const MUCH = {
  ...{ recordedAt: '2015-04-16T07:40', startsAt: '2015-04-16T08:00', endsAt, replyBy: null, level: null },
  ...{ number: '临管〔2015〕3号', issuer: '市指挥部', text: '16日8时至20时停止土石方作业和渣土运输。' },
  measures: ['stopEarthworks', 'stopMuckTrucks'],
}

describe.skipIf(isPrsaMissing())('a notice over 16 April 2015, 08:00 to 20:00', () => {
  const folder = temporaryFolder()
  const { windByStation } = isPrsaMissing() ? { windByStation: new Map() } : readPrsa(from, to)
  const reports = new Map<string, DrillReport>()

  beforeAll(async () => {
    const files = {
      district: { ...MUCH, scope: { kind: 'district' } },
      township: { ...MUCH, scope: { kind: 'township', township: 'Wanliu' } },
    }
    for (const [kind, notice] of Object.entries(files)) {
      const file = join(folder.path, `${kind}.json`)
      writeFileSync(file, JSON.stringify([notice]))
      for (const scope of ['district', 'township']) {
        const replay = ['replay', PRSA_FILE, '--from', '2015-04-14', '--to', '2015-04-18', '--notices', file]
        const env = { WINDBREAK_DATA_DIR: join(folder.path, `${kind}-${scope}`) }
        reports.set(`${kind} ${scope}`, await drillReport([...replay, '--scope', scope], env))
      }
    }
  }, 300_000)
  afterAll(() => folder.remove())

  const changesIn = (report: DrillReport, township: string | null) =>
    report.episodes
      .filter((episode) => episode.township === township)
      .flatMap((episode) => episode.changes)
      .map((change) => [Date.parse(change.at), change.from, change.to])
      .sort(([a], [b]) => a! - b!)

  it('delays every close it covers, to the minute, and no other', () => {
    for (const kind of ['district', 'township']) {
      const report = reports.get(`${kind} township`)!
      for (const [station, wind] of windByStation) {
        const isHeld = kind === 'district' || station === 'Wanliu' ? isInForce : () => false
        const expected = expectedTimeline(wind, until, isHeld).map((one) => [one.at, one.from, one.to])
        expect(changesIn(report, station), `${kind} ${station}`).toEqual(expected)
      }
      const district = expectedDistrictTimeline([...windByStation.values()], until, isInForce)
      // What speaks for one township holds no episode of the whole district open.
      if (kind === 'district')
        expect(changesIn(reports.get('district district')!, null)).toEqual(
          district.map((one) => [one.at, one.from, one.to]),
        )
    }
    const closes = reports
      .get('district township')!
      .episodes.filter(({ closedAt }) => Date.parse(closedAt ?? '') === endsAt)
    expect(closes.length).toBeGreaterThan(2)
  })

  it('invariants 13 and 14: releases nothing that it demands while it is in force', () => {
    for (const [name, { orders }] of reports) {
      const isCovered = ({ place }: { readonly place: string }) =>
        name.startsWith('district') || place === 'Wanliu-site'
      const demanded = orders.filter(
        (order) => isCovered(order) && order.measures.some(({ measure }) => MUCH.measures.includes(measure)),
      )
      expect(demanded.length).toBeGreaterThan(1)
      for (const { number, releasedAt } of demanded) {
        expect(releasedAt !== null && isInForce(Date.parse(releasedAt)), `${name} ${number}`).toBe(false)
      }
    }
  })

  it('orders every site it covers once, when it is recorded, and lets go at its end', () => {
    for (const [name, report] of reports) {
      expect(report.notices).toMatchObject([{ number: MUCH.number, endedAt: '2015-04-16T20:00:00+08:00' }])
      const orders = report.orders.filter(({ cause }) => cause.kind === 'notice')
      expect(orders).toHaveLength(name.startsWith('district') ? windByStation.size : 1)
      for (const order of orders) {
        expect(order).toMatchObject({ issuedAt: '2015-04-16T07:40:00+08:00', releasedAt: '2015-04-16T20:00:00+08:00' })
        expect(order.measures.map(({ dueAt }) => dueAt)).toEqual(Array(2).fill('2015-04-16T08:15:00+08:00'))
      }
    }
  })
})
