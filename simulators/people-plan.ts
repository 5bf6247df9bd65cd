/**
 * What one simulated site manager makes of one demand: obeys, dawdles, refuses or ignores it, and when. Pure and seeded
 * by place and time of the demand, never by an id the server invents, so that a drill can be repeated.
 */
import { type EpochMs, MINUTE, type Ms } from './local-time.ts'
import { createRandom, type Random, seedFor, wholeBetween } from './random.ts'

/** What people read of an order; the six time stamps are the server's own. */
export interface OrderSeen {
  readonly id: string
  readonly number: string
  readonly place: string
  readonly revision: number
  readonly seenAt: string | null
  readonly acknowledgedAt: string | null
  readonly measures: readonly {
    readonly measure: string
    readonly askedAt: string
    readonly dueAt: string
    readonly doneAt: string | null
    readonly withdrawnAt: string | null
  }[]
}

export interface PlannedAct {
  readonly at: EpochMs
  /** The end of the call's path below the order. */
  readonly path: string
}

type Character = 'obeys' | 'dawdles' | 'refuses' | 'ignores'

/** Parts of all people, together at most 1; the rest ignores orders. */
export interface PeopleShares {
  readonly obey: number
  readonly dawdle: number
  /** Acknowledge, and do nothing. */
  readonly refuse: number
}

const EVERYDAY_PEOPLE: PeopleShares = { obey: 0.7, dawdle: 0.2, refuse: 0 }

/** Minutes from the demand on to the look, from the look to the acknowledgement, and the part of the time to do it. */
const HABITS = {
  obeys: { look: [1, 4], acknowledge: [1, 4], spent: [0.2, 0.9] },
  dawdles: { look: [5, 20], acknowledge: [8, 30], spent: [0.8, 1.6] },
} as const

export function latestAsk(order: OrderSeen): EpochMs {
  return Math.max(0, ...asked(order).map(({ askedAt }) => Date.parse(askedAt)))
}

/** Oldest first; nothing before the minute after `now`. */
export function planFor(
  order: OrderSeen,
  now: EpochMs,
  seed: number,
  shares: PeopleShares = EVERYDAY_PEOPLE,
): readonly PlannedAct[] {
  const base = latestAsk(order)
  const random = createRandom(seedFor(seed, `${order.place}/${base}`))
  const plan = planOf(characterOf(random(), shares), order, base, random)
  return plan.map((act) => ({ ...act, at: Math.max(act.at, now + MINUTE) })).sort((one, other) => one.at - other.at)
}

function characterOf(drawn: number, { obey, dawdle, refuse }: PeopleShares): Character {
  if (drawn < obey) return 'obeys'
  if (drawn < obey + dawdle) return 'dawdles'
  return drawn < obey + dawdle + refuse ? 'refuses' : 'ignores'
}

function planOf(character: Character, order: OrderSeen, base: EpochMs, random: Random): readonly PlannedAct[] {
  switch (character) {
    case 'obeys':
    case 'dawdles':
      return follow(order, base, HABITS[character], random)
    case 'refuses':
      return follow({ ...order, measures: [] }, base, HABITS.obeys, random)
    case 'ignores':
      return glanceAt(order, base, random)
  }
}

/** Half of those who ignore an order have read it. */
function glanceAt(order: OrderSeen, base: EpochMs, random: Random): PlannedAct[] {
  const doesLook = random() < 0.5
  return doesLook && order.seenAt === null ? [{ at: base + wholeBetween(random, 10, 60) * MINUTE, path: 'seen' }] : []
}

function follow(
  order: OrderSeen,
  base: EpochMs,
  habit: (typeof HABITS)[keyof typeof HABITS],
  random: Random,
): PlannedAct[] {
  const looksAt = base + wholeBetween(random, habit.look[0], habit.look[1]) * MINUTE
  const answersAt = looksAt + wholeBetween(random, habit.acknowledge[0], habit.acknowledge[1]) * MINUTE
  const plan: PlannedAct[] = []
  if (order.seenAt === null) plan.push({ at: looksAt, path: 'seen' })
  if (order.acknowledgedAt === null) plan.push({ at: answersAt, path: 'acknowledge' })
  for (const { measure, dueAt, doneAt } of asked(order)) {
    const part = habit.spent[0] + random() * (habit.spent[1] - habit.spent[0])
    if (doneAt !== null) continue
    const takes: Ms = Math.round((part * (Date.parse(dueAt) - base)) / MINUTE) * MINUTE
    plan.push({ at: Math.max(answersAt, base + takes), path: `measures/${measure}/done` })
  }
  return plan
}

function asked(order: OrderSeen): OrderSeen['measures'] {
  return order.measures.filter(({ withdrawnAt }) => withdrawnAt === null)
}
