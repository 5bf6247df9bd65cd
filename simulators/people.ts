/**
 * Simulated people of all sites: read their orders over the API every few drill minutes and act as planned, also
 * between two looks: they learn only at the next one that an order has changed or ended meanwhile.
 *
 * One person's refused act does not stop the others; it is counted and shown. They act in realm time only.
 */
import { type Answer, type Api, explain } from './api.ts'
import { type EpochMs, MINUTE } from './local-time.ts'
import { latestAsk, type OrderSeen, type PeopleShares, type PlannedAct, planFor } from './people-plan.ts'
import type { Actors } from './player.ts'

const LOOKS_EVERY = 5 * MINUTE

export interface PeopleCounts {
  readonly acts: number
  /** The order had ended, or someone else was first. */
  readonly tooLate: number
  readonly failed: number
}

export interface People extends Actors {
  counts(): PeopleCounts
  /** Orders in force as they were last read: the same list until the next look. */
  inForce(): readonly OrderSeen[]
}

interface Intent {
  readonly order: OrderSeen
  /** When its newest measure was asked: a later one is a new demand and a new plan. */
  readonly ask: EpochMs
  readonly acts: readonly PlannedAct[]
}

export function createPeople(api: Api, seed: number, complain: (text: string) => void, shares?: PeopleShares): People {
  let intents = new Map<string, Intent>()
  let inForce: readonly OrderSeen[] = []
  let acts = 0
  let tooLate = 0
  let failed = 0

  async function look(now: EpochMs): Promise<void> {
    const next = new Map<string, Intent>()
    inForce = await ordersInForce(api)
    for (const order of inForce) {
      const ask = latestAsk(order)
      const known = intents.get(order.id)
      const isKnown = known?.ask === ask && known.order.revision === order.revision
      next.set(order.id, isKnown ? known : { order, ask, acts: planFor(order, now, seed, shares) })
    }
    intents = next
  }

  async function perform({ order }: Intent, act: PlannedAct): Promise<void> {
    const headers = { 'idempotency-key': `people-${order.id}-${order.revision}-${act.at}-${act.path}` }
    const path = `/api/v1/orders/${order.id}/${act.path}`
    const answer: Answer = await api.call('POST', path, {}, headers)
    if (answer.status < 300) acts += 1
    else if (answer.status === 409) tooLate += 1
    else {
      failed += 1
      complain(`people: ${order.number} ${act.path}: ${explain(answer)}`)
    }
  }

  return {
    nextStopAfter: (now) => {
      const round = (Math.floor(now / LOOKS_EVERY) + 1) * LOOKS_EVERY
      const planned = [...intents.values()].flatMap(({ acts: [first] }) => (first ? [first.at] : []))
      return Math.min(round, ...planned.map((at) => Math.max(at, now + 1)))
    },
    act: async (now) => {
      if (now % LOOKS_EVERY === 0) await look(now)
      const inOrder = [...intents.values()].sort((one, other) => (one.order.place < other.order.place ? -1 : 1))
      for (const intent of inOrder) {
        const due = intent.acts.filter(({ at }) => at <= now)
        if (due.length === 0) continue
        for (const act of due) await perform(intent, act)
        intents.set(intent.order.id, { ...intent, acts: intent.acts.slice(due.length) })
      }
    },
    counts: () => ({ acts, tooLate, failed }),
    inForce: () => inForce,
  }
}

async function ordersInForce(api: Api): Promise<readonly OrderSeen[]> {
  const orders: OrderSeen[] = []
  let cursor: string | null = null
  do {
    const next: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const page = await api.ask('GET', `/api/v1/orders?state=issued&limit=500${next}`)
    // The server's own shape (its OpenAPI description); a wrong one shows as a failed act, not as a silent one.
    orders.push(...(page.items as OrderSeen[]))
    cursor = typeof page.nextCursor === 'string' ? page.nextCursor : null
  } while (cursor !== null)
  return orders
}
