import { describe, expect, it } from 'vitest'
import type { Api } from '../../simulators/api.ts'
import { HOUR, MINUTE } from '../../simulators/local-time.ts'
import { createPeople } from '../../simulators/people.ts'
import { type OrderSeen, planFor } from '../../simulators/people-plan.ts'

const ISSUED = Date.parse('2021-03-14T08:00:00+08:00')
const iso = (at: number) => new Date(at).toISOString()

function order(place: string, more: Partial<OrderSeen> = {}): OrderSeen {
  const measure = { askedAt: iso(ISSUED), doneAt: null, withdrawnAt: null }
  return {
    ...{ id: `id-of-${place}`, number: `D-${place}`, place, revision: 1, seenAt: null, acknowledgedAt: null },
    measures: [
      { ...measure, measure: 'stopEarthworks', dueAt: iso(ISSUED + 15 * MINUTE) },
      { ...measure, measure: 'coverBareSoil', dueAt: iso(ISSUED + HOUR) },
    ],
    ...more,
  }
}

const manyPlaces = Array.from({ length: 300 }, (_, index) => `place-${index}`)

describe('a plan of a simulated person', () => {
  const plans = manyPlaces.map((place) => planFor(order(place), ISSUED, 1))
  const doneAt = (index: number, measure: string) =>
    plans[index]?.find(({ path }) => path === `measures/${measure}/done`)?.at

  it('mostly obeys, sometimes dawdles, sometimes ignores', () => {
    const ignored = plans.filter((plan) => !plan.some(({ path }) => path === 'acknowledge')).length
    const inTime = plans.filter((_, index) => (doneAt(index, 'coverBareSoil') ?? Infinity) <= ISSUED + HOUR).length
    expect(ignored).toBeGreaterThan(10)
    expect(ignored).toBeLessThan(60)
    expect(inTime).toBeGreaterThan(180)
    expect(inTime).toBeLessThan(290)
  })

  it('never acknowledges before looking, and never reports a measure before acknowledging', () => {
    for (const plan of plans) {
      const order = plan.map(({ path }) => path.split('/')[0])
      expect(order).toEqual([...order].sort((one, other) => rank(one) - rank(other)))
    }
  })

  it('is the same for the same seed, another for another, whatever ids the server gives', () => {
    const again = manyPlaces.map((place) => planFor(order(place, { id: 'other', number: 'x' }), ISSUED, 1))
    expect(again).toEqual(plans)
    expect(manyPlaces.map((place) => planFor(order(place), ISSUED, 2))).not.toEqual(plans)
  })

  it('does not repeat what is done, nor do what was withdrawn', () => {
    const [first, second] = order('x').measures
    const measures = [
      { ...first!, doneAt: iso(ISSUED) },
      { ...second!, withdrawnAt: iso(ISSUED) },
    ]
    for (const place of manyPlaces) {
      const left = planFor(order(place, { seenAt: iso(ISSUED), acknowledgedAt: iso(ISSUED), measures }), ISSUED, 1)
      expect(left).toEqual([])
    }
  })

  it('never acts in the past', () => {
    const late = ISSUED + 5 * HOUR
    for (const place of manyPlaces) {
      for (const { at } of planFor(order(place), late, 1)) expect(at).toBeGreaterThan(late)
    }
  })
})

function rank(path: string | undefined): number {
  return ['seen', 'acknowledge', 'measures'].indexOf(path ?? '')
}

/** A server with these orders in force, in pages of two. */
function fakeApi(inForce: () => readonly OrderSeen[], status: (path: string) => number = () => 200) {
  const posts: string[] = []
  const api: Api = {
    call: async (_method, path) => {
      posts.push(path)
      return { status: status(path), body: {} }
    },
    ask: async (_method, path) => {
      const start = Number(new URL(path, 'http://x').searchParams.get('cursor') ?? '0')
      const next = start + 2 < inForce().length ? String(start + 2) : null
      return { items: inForce().slice(start, start + 2), nextCursor: next }
    },
    close: () => {},
  }
  return { api, posts }
}

async function liveThrough(people: ReturnType<typeof createPeople>, until: number): Promise<void> {
  for (let now = ISSUED; now < until; now = people.nextStopAfter(now)) await people.act(now)
}

describe('simulated people', () => {
  it('read every page, act once each, and look again every few minutes', async () => {
    const { api, posts } = fakeApi(() => ['a', 'b', 'c', 'd', 'e'].map((place) => order(place)))
    const people = createPeople(api, 1, () => {})
    await people.act(ISSUED)
    expect(people.nextStopAfter(ISSUED)).toBeLessThanOrEqual(ISSUED + 5 * MINUTE)
    await liveThrough(people, ISSUED + 4 * HOUR)
    expect(new Set(posts).size).toBe(posts.length)
    expect(new Set(posts.map((path) => path.split('/')[4])).size).toBeGreaterThanOrEqual(4)
    expect(people.counts()).toEqual({ acts: posts.length, tooLate: 0, failed: 0 })
  })

  it('stop acting on an order that has ended', async () => {
    let inForce = manyPlaces.map((place) => order(place))
    const { api, posts } = fakeApi(() => inForce)
    const people = createPeople(api, 1, () => {})
    await people.act(ISSUED)
    inForce = []
    await liveThrough(people, ISSUED + 4 * HOUR)
    expect(posts).toEqual([])
  })

  it('answer a new demand of the same order again', async () => {
    let asked = ISSUED
    const raised = () =>
      order('a', {
        measures: order('a').measures.map((one) => ({ ...one, askedAt: iso(asked), dueAt: iso(asked + HOUR) })),
      })
    const { api, posts } = fakeApi(() => [raised()])
    const people = createPeople(api, 3, () => {})
    await liveThrough(people, ISSUED + 6 * HOUR)
    const first = posts.length
    for (let n = 1; n <= 5; n += 1) {
      asked = ISSUED + n * 6 * HOUR
      for (let now = asked; now < asked + 6 * HOUR; now = people.nextStopAfter(now)) await people.act(now)
    }
    expect(posts.length).toBeGreaterThan(first)
  })

  it('count what came too late, and go on when one act is refused', async () => {
    const twenty = manyPlaces.slice(0, 20).map((place) => order(place))
    const { api, posts } = fakeApi(
      () => twenty,
      (path) => (path.endsWith('seen') ? 409 : path.includes('place-3') ? 500 : 200),
    )
    const complaints: string[] = []
    const people = createPeople(api, 1, (text) => complaints.push(text))
    await liveThrough(people, ISSUED + 4 * HOUR)
    const { acts, tooLate, failed } = people.counts()
    expect(acts + tooLate + failed).toBe(posts.length)
    expect(acts).toBeGreaterThan(0)
    expect(tooLate).toBeGreaterThan(0)
    expect(complaints).toHaveLength(failed)
  })
})
