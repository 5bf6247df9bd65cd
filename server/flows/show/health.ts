/**
 * What runs and what does not, in plain words, cheap enough to be asked a hundred times a second.
 *
 * The reading store being down degrades: control and display go on, and the spool keeps what it owes. The operations
 * database, the spool or the broker being down stops the chain, and so the whole is down.
 */
import type { CountersView, HealthStatus, HealthView } from '../../contract/health.ts'
import { localIso } from '../../domain/time.ts'
import { type EpochMs, MINUTE, type Ms, SECOND } from '../../domain/units.ts'
import type { Clock } from '../../ports/clock.ts'
import type { BrokerStatus } from '../../ports/inbox.ts'
import type { Operations } from '../../ports/operations.ts'
import type { ControlStatus } from '../act/control.ts'

export interface SpoolHealth {
  readonly bytes: number
  /** Records the reading store does not have yet. */
  readonly pending: number
  /** When the oldest of them was taken in, by the machine's clock; null when there is none. */
  readonly oldestUnsentAt: EpochMs | null
  readonly accepting: boolean
}

export interface HealthParts {
  readonly version: string
  readonly realm: 'live' | 'drill'
  readonly timeZone: string
  /** Rules connections and ages here; the realm clock would stand still in a drill. */
  readonly machine: Clock
  /** null when there is no broker: readings come by import only. */
  readonly broker: () => BrokerStatus | null
  readonly operations: Pick<Operations, 'problem'>
  /** What the last answer of the reading store was; null when it took everything. */
  readonly storeProblem: () => string | null
  readonly spool: () => SpoolHealth
  readonly control: () => ControlStatus
  readonly counters: () => CountersView
}

type Part = { readonly status: HealthStatus; readonly problem: string | null }

/** One question to the database serves everybody who asks within this time. */
const PROBE_EVERY: Ms = 2 * SECOND
/** A database that does not even refuse is not waited for longer than this. */
const PROBE_WITHIN: Ms = 2 * SECOND
const UNSENT_TOO_LONG: Ms = MINUTE
const CONTROL_TOO_LONG: Ms = 3 * MINUTE

const OK: Part = { status: 'ok', problem: null }

export function createHealth(parts: HealthParts): () => Promise<HealthView> {
  const startedAt = parts.machine.now()
  const probe = createProbe(parts)

  return async () => {
    const operations = await probe()
    const now = parts.machine.now()
    const all = {
      broker: brokerPart(parts.broker()),
      readingStore: degradedBy(parts.storeProblem()),
      operations,
      spool: spoolPart(parts.spool(), now),
      control: controlPart(parts.control(), parts, now),
    }
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

function brokerPart(broker: BrokerStatus | null): HealthView['parts']['broker'] {
  if (!broker) return { ...OK, kind: 'none', url: null, trespasses: 0 }
  const { kind, url, trespasses, connected } = broker
  const problem = broker.problem ?? (connected ? null : 'not connected to the broker: no readings arrive')
  return { ...(connected ? degradedBy(problem) : downBy(problem)), kind, url, trespasses }
}

function spoolPart(spool: SpoolHealth, now: EpochMs): HealthView['parts']['spool'] {
  const { bytes, pending, oldestUnsentAt } = spool
  const waitedMs = oldestUnsentAt === null ? 0 : Math.max(0, now - oldestUnsentAt)
  const waits = waitedMs > UNSENT_TOO_LONG ? 'readings wait longer than a minute for the reading store' : null
  const full = spool.accepting ? null : 'the spool takes nothing more: devices keep their readings until there is room'
  return { ...(full ? downBy(full) : degradedBy(waits)), oldestUnsentS: Math.round(waitedMs / SECOND), bytes, pending }
}

function controlPart(control: ControlStatus, parts: HealthParts, now: EpochMs): HealthView['parts']['control'] {
  const { judgedUpTo, blindScopes } = control
  // In a drill the player moves the clock, and nobody can say that control is late.
  const isLate = parts.realm === 'live' && judgedUpTo !== null && now - judgedUpTo > CONTROL_TOO_LONG
  const isAhead = parts.realm === 'live' && judgedUpTo !== null && judgedUpTo > now
  const late = isLate ? 'nothing was judged for more than three minutes' : null
  const ahead = isAhead
    ? `the machine's clock went back: nothing is judged before ${localIso(judgedUpTo, parts.timeZone)}`
    : null
  const stopped = control.problem ?? late ?? ahead
  const blind = blindScopes.length > 0 ? `no usable wind: ${blindScopes.join(', ')}` : null
  return {
    ...(stopped ? downBy(stopped) : degradedBy(blind)),
    lastTickAt: judgedUpTo === null ? null : localIso(judgedUpTo, parts.timeZone),
    blindScopes: [...blindScopes],
  }
}

function downBy(problem: string | null): Part {
  return problem === null ? OK : { status: 'down', problem }
}

function degradedBy(problem: string | null): Part {
  return problem === null ? OK : { status: 'degraded', problem }
}

function worst(all: readonly HealthStatus[]): HealthStatus {
  if (all.includes('down')) return 'down'
  return all.includes('degraded') ? 'degraded' : 'ok'
}
