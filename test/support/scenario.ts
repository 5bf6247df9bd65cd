/** Plays a scenario through the real program and holds its report against the expectation written in the scenario. */
import { expect } from 'vitest'
import { ERQI } from '../../simulators/district/erqi.ts'
import type { ExpectedEpisode, Scenario } from '../../simulators/scenarios/scenario.ts'
import { type DrillEpisode, type DrillReport, drillReport } from './drill.ts'
import { temporaryFolder } from './real-server.ts'

export async function playScenario({ name }: Scenario): Promise<DrillReport> {
  const folder = temporaryFolder()
  try {
    return await drillReport([name], { WINDBREAK_DATA_DIR: folder.path })
  } finally {
    folder.remove()
  }
}

export function expectAsWritten({ expected, people }: Scenario, report: DrillReport): void {
  const { counts, episodes, orders } = report
  expect(counts.acknowledged).toBe(counts.published)
  expect(counts.quarantined).toBeGreaterThanOrEqual(expected.quarantined.least)
  expect(counts.quarantined).toBeLessThanOrEqual(expected.quarantined.most)
  if (counts.quarantined === 0) expect(counts.stored).toBe(counts.published)

  expect(episodes.map(({ openedAt, closedAt }) => ({ openedAt, closedAt }))).toHaveLength(expected.episodes.length)
  for (const [index, episode] of expected.episodes.entries()) expectEpisode(episode, episodes[index]!)

  expect(orders).toHaveLength(expected.orders)
  expect(new Set(orders.map(({ place, cause }) => `${place} ${cause.id}`)).size).toBe(orders.length)
  const ordered = orders.map((order) => ERQI.places.find(({ id }) => id === order.place)!)
  for (const kind of expected.neverOrdered) {
    const wrongly = ordered.filter((place) => kind === 'any' || place.kind === kind || place.phase === kind)
    expect(wrongly.map(({ name }) => name)).toEqual([])
  }
  const asked = new Set(orders.flatMap(({ measures }) => measures.map(({ measure }) => measure)))
  for (const measure of expected.neverAsked) expect(asked).not.toContain(measure)

  // What is closed is released, for everybody; and people answered as the scenario says they do.
  expect(orders.filter(({ releasedAt }) => releasedAt === null)).toEqual([])
  if (orders.length === 0 || people === null) return
  const answered = orders.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length / orders.length
  // A raise asks anew, and some who ignored the first demand answer the second.
  expect(answered).toBeGreaterThan(people.obey + people.dawdle + people.refuse - 0.08)
}

function expectEpisode(expected: ExpectedEpisode, found: DrillEpisode): void {
  expect(found).toMatchObject({ kind: expected.kind, place: expected.place, maxLevel: expected.maxLevel })
  expect(found.closedAt).not.toBeNull()
  expectWithin(expected.opens, found.openedAt)
  expectWithin(expected.closes, found.closedAt ?? '')
}

function expectWithin([from, to]: readonly [string, string], at: string): void {
  const clock = at.slice(11, 16)
  expect(at).toMatch(/\+08:00$/)
  expect(clock >= from, `${at} is not before ${from}`).toBe(true)
  expect(clock <= to, `${at} is not after ${to}`).toBe(true)
}
