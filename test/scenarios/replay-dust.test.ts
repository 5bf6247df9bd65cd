/**
 * Real dust through the whole program: the sandstorm days of April 2015 in Beijing, four stations standing at sites and
 * eight in the street. Expected changes are computed from the file's PM10 alone.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DrillReport, drillReport } from '../support/drill.ts'
import { expectedDust } from '../support/hourly-dust-exceedance.ts'
import { isPrsaMissing, PRSA_FILE, readPrsa } from '../support/prsa-file.ts'
import { temporaryFolder } from '../support/real-server.ts'

const HOUR = 3_600_000
const from = Date.parse('2015-04-14T00:00:00+08:00')
const to = Date.parse('2015-04-18T00:00:00+08:00')
const SITES = ['Aotizhongxin', 'Dongsi', 'Gucheng', 'Shunyi']

describe.skipIf(isPrsaMissing())('dust of 14 to 17 April 2015 at four sites', () => {
  const folder = temporaryFolder()
  let report: DrillReport

  beforeAll(async () => {
    const rules = 'windy-day=off,dust-exceedance=automatic'
    const replay = ['replay', PRSA_FILE, '--from', '2015-04-14', '--to', '2015-04-18']
    report = await drillReport([...replay, '--sites', SITES.join(','), '--rules', rules], {
      WINDBREAK_DATA_DIR: folder.path,
    })
  }, 300_000)
  afterAll(() => folder.remove())

  it('opens, rises and closes every episode when the hourly PM10 and the rule say so, and no other', () => {
    const { pm10ByStation } = readPrsa(from, to)
    const stations = [...pm10ByStation].flatMap(([name, pm10]) => (SITES.includes(name) ? [] : [pm10]))
    expect(stations).toHaveLength(8)
    for (const site of SITES) {
      const expected = expectedDust(pm10ByStation.get(site)!, stations, from, to - HOUR)
      const found = report.episodes
        .filter((episode) => episode.place === site)
        .flatMap((episode) => episode.changes)
        .map((change) => ({ at: Date.parse(change.at), from: change.from, to: change.to }))
        .sort((a, b) => a.at - b.at)
      expect(found, site).toEqual(expected)
      expect(found.some((change) => change.to === 3) || site !== 'Dongsi', site).toBe(true)
    }
    expect(report.episodes.every(({ kind, place }) => kind === 'dust-exceedance' && place !== null)).toBe(true)
    expect(report.episodes.length).toBeGreaterThan(8)
  })

  it('orders the site of an episode that reached level 3, and nobody else', () => {
    const acted = report.episodes.filter((episode) => episode.maxLevel === 3)
    const adviseOnly = (episode: (typeof acted)[number]) =>
      episode.changes.some(({ to: level, reason }) => level === 3 && (reason.onlyAdvise ?? []).length > 0)
    const ordered = acted.filter((episode) => !adviseOnly(episode))
    expect(ordered).not.toEqual([])
    expect(report.orders.map(({ cause, place }) => [cause.id, place]).sort()).toEqual(
      ordered.map(({ id, place }) => [id, `${place}-site`]).sort(),
    )
  })
})
