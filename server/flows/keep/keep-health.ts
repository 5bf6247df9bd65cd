/**
 * What runs on the KEEP road and what does not. The reading store being down degrades: control and display go on, and
 * the spool keeps what it owes. The spool or the broker being down stops the chain.
 */
import type { HealthView } from '../../contract/health.ts'
import { type EpochMs, MINUTE, type Ms, SECOND } from '../../domain/units.ts'
import type { BrokerStatus } from '../../ports/inbox.ts'
import { degradedBy, downBy, OK } from '../common/offered.ts'
import type { FloodStatus } from './flood.ts'

export interface SpoolHealth {
  readonly bytes: number
  /** Records the reading store does not have yet. */
  readonly pending: number
  /** When the oldest of them was taken in, by the machine's clock; null when there is none. */
  readonly oldestUnsentAt: EpochMs | null
  readonly accepting: boolean
}

export interface KeepState {
  /** null when there is no broker: readings come by import only. */
  readonly broker: BrokerStatus | null
  /** What the last answer of the reading store was; null when it took everything. */
  readonly storeProblem: string | null
  /** Readings the reading store refused. */
  readonly setAside: number
  readonly spool: SpoolHealth
  readonly quarantine: QuarantineHealth
}

export interface QuarantineHealth extends FloodStatus {
  /** Rows removed since the start because there were too many. */
  readonly removed: number
}

type Parts = Pick<HealthView['parts'], 'broker' | 'readingStore' | 'spool' | 'quarantine'>

const UNSENT_TOO_LONG: Ms = MINUTE

export function keepHealth(state: KeepState, now: EpochMs): Parts {
  return {
    broker: brokerPart(state.broker),
    readingStore: storePart(state.storeProblem, state.setAside),
    spool: spoolPart(state.spool, now),
    quarantine: quarantinePart(state.quarantine),
  }
}

function quarantinePart({ onlyCounted, senders, removed }: QuarantineHealth): Parts['quarantine'] {
  const flood = `more cannot be used than is kept singly, from ${senders.join(', ')}: the rest is only counted`
  return { ...degradedBy(senders.length > 0 ? flood : null), onlyCounted, removed }
}

function storePart(storeProblem: string | null, setAside: number): Parts['readingStore'] {
  const owed = `${setAside} readings it refused are set aside; POST /api/v1/readings/ship-again brings them again`
  const problems = [storeProblem, setAside > 0 ? owed : null].filter((one) => one !== null)
  return { ...degradedBy(problems.length > 0 ? problems.join('; ') : null), setAside }
}

function brokerPart(broker: BrokerStatus | null): Parts['broker'] {
  if (!broker) return { ...OK, kind: 'none', url: null, trespasses: 0, turnedAway: 0 }
  const { kind, url, trespasses, turnedAway, connected } = broker
  const problem = broker.problem ?? (connected ? null : 'not connected to the broker: no readings arrive')
  return { ...(connected ? degradedBy(problem) : downBy(problem)), kind, url, trespasses, turnedAway }
}

function spoolPart({ bytes, pending, oldestUnsentAt, accepting }: SpoolHealth, now: EpochMs): Parts['spool'] {
  const waitedMs = oldestUnsentAt === null ? 0 : Math.max(0, now - oldestUnsentAt)
  const waits = waitedMs > UNSENT_TOO_LONG ? 'readings wait longer than a minute for the reading store' : null
  const full = accepting ? null : 'the spool takes nothing more: devices keep their readings until there is room'
  return { ...(full ? downBy(full) : degradedBy(waits)), oldestUnsentS: Math.round(waitedMs / SECOND), bytes, pending }
}
