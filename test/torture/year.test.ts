/** The whole of 2015 in one run: every value kept once, every episode when the wind and the rule say so. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DrillReport, drillReport } from '../support/drill.ts'
import { expectedTimeline } from '../support/hourly-windy-day.ts'
import { isPrsaMissing, PRSA_FILE, readPrsa } from '../support/prsa-file.ts'
import { temporaryFolder } from '../support/real-server.ts'

const from = Date.parse('2015-01-01T00:00:00+08:00')
const to = Date.parse('2016-01-01T00:00:00+08:00')

describe.skipIf(isPrsaMissing())('replay of the whole of 2015', () => {
  const folder = temporaryFolder()
  let report: DrillReport

  beforeAll(async () => {
    const begunAt = performance.now()
    const days = ['--from', '2015-01-01', '--to', '2016-01-01']
    report = await drillReport(['replay', PRSA_FILE, ...days, '--scope', 'township'], {
      WINDBREAK_DATA_DIR: folder.path,
    })
    console.log(
      `played in ${((performance.now() - begunAt) / 60_000).toFixed(1)} min: ${JSON.stringify(report.counts)}`,
    )
  }, 3_600_000)
  afterAll(() => folder.remove())

  it('stores exactly the values the file has', () => {
    const expected = readPrsa(from, to)
    expect(report.counts.values).toEqual(expected.values)
    expect(report.counts).toMatchObject({ published: expected.readings, stored: expected.readings, quarantined: 0 })
  })

  it('opens, changes and closes every episode to the minute', () => {
    for (const [station, wind] of readPrsa(from, to).windByStation) {
      const last = wind.at(-1)!.ts
      const expected = expectedTimeline(wind, last + 66 * 60_000).map(({ at, from: before, to: after }) => [
        at,
        before,
        after,
      ])
      const found = report.episodes
        .filter((episode) => episode.township === station)
        .flatMap((episode) => episode.changes)
        .map((change) => [Date.parse(change.at), change.from, change.to])
        .sort(([a], [b]) => a! - b!)
      expect(found, station).toEqual(expected)
    }
    console.log(`${report.episodes.length} episodes, ${report.orders.length} orders`)
  })
})
