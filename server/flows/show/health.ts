/**
 * What runs and what does not, in plain words, cheap enough to be asked a hundred times a second.
 *
 * Each road answers for its own parts; here they stand beside the operations database, without which the chain stops.
 */
import type { CountersView, HealthStatus, HealthView } from '../../contract/health.ts'
import { type Ms, SECOND } from '../../domain/units.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Operations } from '../../ports/operations.ts'
import { downBy, type OfferHealth, OK, type Part } from '../common/offered.ts'

export interface HealthParts {
  readonly version: string
  readonly realm: 'live' | 'drill'
  readonly machine: Clock
  readonly operations: Pick<Operations, 'problem'>
  readonly roads: readonly OfferHealth[]
  readonly counters: () => CountersView
}

/** One question to the database serves everybody who asks within this time. */
const PROBE_EVERY: Ms = 2 * SECOND
/** A database that does not even refuse is not waited for longer than this. */
const PROBE_WITHIN: Ms = 2 * SECOND

export function createHealth(parts: HealthParts): () => Promise<HealthView> {
  const startedAt = parts.machine.now()
  const probe = createProbe(parts)

  return async () => {
    const operations = await probe()
    const now = parts.machine.now()
    // KEEP and ACT offer all the others between them.
    const all = Object.assign({ operations }, ...parts.roads.map((offer) => offer(now))) as HealthView['parts']
    return {
      status: worst(Object.values(all).map((part) => part.status)),
      version: parts.version,
      uptimeS: Math.floor((now - startedAt) / SECOND),
      realm: parts.realm,
      parts: all,
      counters: parts.counters(),
    }
  }
}

function createProbe({ operations, machine }: HealthParts): () => Promise<Part> {
  let askedAt = Number.NEGATIVE_INFINITY
  let answer: Promise<Part> = Promise.resolve(OK)
  return () => {
    const now = machine.now()
    if (now - askedAt >= PROBE_EVERY) {
      askedAt = now
      answer = withinTime(operations.problem()).then(downBy, (error: unknown) => downBy(String(error)))
    }
    return answer
  }
}

function withinTime(question: Promise<string | null>): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, PROBE_WITHIN, 'the operations database does not answer')
  })
  return Promise.race([question, patience]).finally(() => clearTimeout(timer))
}

function worst(all: readonly HealthStatus[]): HealthStatus {
  if (all.includes('down')) return 'down'
  return all.includes('degraded') ? 'degraded' : 'ok'
}
