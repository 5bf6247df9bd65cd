/** The real program dies at every named point of one order's life; nothing is repeated and nothing forgotten. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CRASH_POINTS } from '../../server/ports/crash-point.ts'
import { type CrashedLife, liveThroughEveryCrash } from '../support/crash-life.ts'
import { openEmbedded, type SetUp } from '../support/set-up.ts'

describe('server killed at every named point of one order', () => {
  let setUp: SetUp
  let life: CrashedLife

  beforeAll(async () => {
    setUp = await openEmbedded()
    life = await liveThroughEveryCrash(setUp)
  }, 300_000)
  afterAll(() => setUp.end())

  it('has died at every point there is', () => {
    expect(new Set(life.diedAt)).toEqual(new Set(CRASH_POINTS))
  })

  it('stores each reading once', () => {
    expect(life.points.map(({ device, ts }) => ({ device, ts })).sort((a, b) => a.ts - b.ts)).toEqual(life.published)
  })

  it('does each act once, and keeps the chain of the audit whole', () => {
    expect(life.actions).toEqual(['order.issued', 'order.acknowledged', 'order.measure-done', 'order.released'])
    expect(life.audit).toMatchObject({ ok: true })
  })

  it('keeps episode, orders and numbers, and owes no notification twice', () => {
    expect(life.ended.episodes).toEqual(life.issued.episodes)
    expect(life.ended.orders).toEqual(life.issued.orders)
    expect(new Set(life.ended.notifications).size).toBe(life.ended.notifications.length)
    // Only the release was told since.
    expect(life.ended.notifications).toEqual(expect.arrayContaining([...life.issued.notifications]))
    expect(life.ended.notifications.length).toBe(life.issued.notifications.length + 1)
  })
})
