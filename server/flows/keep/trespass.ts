/**
 * Devices that tried to speak for another go on record: one audit line per device and minute, with a count, and all that
 * are due in one change. So forged messages, however many, never make acts of people wait behind them.
 *
 * The first of a device is written within a second, the others of that minute when it is over. Devices that are not
 * registered share one line: their names are made up. What could not be written is kept, and written later.
 */
import type { AuditEntry } from '../../domain/audit.ts'
import { type EpochMs, MINUTE, type Ms, SECOND } from '../../domain/units.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Trespass } from '../../ports/inbox.ts'
import type { Log } from '../../ports/log.ts'
import type { Operations } from '../../ports/operations.ts'
import type { MachineClock } from '../common/retrying.ts'

export interface TrespassParts {
  readonly operations: Pick<Operations, 'change'>
  readonly isRegistered: (device: string) => boolean
  /** The realm's: for the audit line. */
  readonly clock: Clock
  readonly machine: MachineClock
  readonly log: Log
}

export interface TrespassRecord {
  note(trespass: Trespass): void
  /** Writes what is still to be written, once, and ends. */
  stop(): Promise<void>
}

interface Gathered {
  readonly at: EpochMs
  /** The first one tried. */
  readonly topic: string
  times: number
}

const UNREGISTERED = 'unregistered'

export function createTrespassRecord(parts: TrespassParts): TrespassRecord {
  const { operations, isRegistered, clock, machine, log } = parts
  const gathered = new Map<string, Gathered>()
  const writtenAt = new Map<string, EpochMs>()
  let writing: Promise<void> | null = null
  let isStopped = false
  let endWaiting = () => {}
  const stopped = new Promise<void>((resolve) => {
    endWaiting = resolve
  })
  const pause = (ms: Ms) => Promise.race([machine.wait(ms), stopped])

  async function writeWhileGathered(): Promise<void> {
    while (gathered.size > 0 && !isStopped) {
      await pause(SECOND)
      await writeDue()
    }
    writing = null
  }

  async function writeDue(): Promise<void> {
    const now = machine.now()
    const isDue = (device: string) => isStopped || now - (writtenAt.get(device) ?? Number.NEGATIVE_INFINITY) >= MINUTE
    const due = [...gathered].filter(([device]) => isDue(device))
    if (due.length === 0) return
    for (const [device] of due) gathered.delete(device)
    try {
      await operations.change((books) => books.audit.append(due.map(([device, one]) => lineOf(device, one))))
      for (const [device] of due) writtenAt.set(device, now)
    } catch (error) {
      for (const [device, one] of due) gather(device, one)
      log.error('audit.not-written', { action: 'device.trespassed', why: String(error) })
    }
  }

  function gather(device: string, { at, topic, times }: Gathered): void {
    const later = gathered.get(device)
    gathered.set(device, { at, topic, times: times + (later?.times ?? 0) })
  }

  return {
    note({ device, topic }) {
      const name = isRegistered(device) ? device : UNREGISTERED
      const before = gathered.get(name)
      if (before) before.times += 1
      else gathered.set(name, { at: clock.now(), topic, times: 1 })
      if (!isStopped) writing ??= writeWhileGathered()
    },
    async stop() {
      isStopped = true
      endWaiting()
      await writing
      await writeDue()
    },
  }
}

function lineOf(device: string, { at, topic, times }: Gathered): AuditEntry {
  return {
    at,
    actor: `device:${device}`,
    action: 'device.trespassed',
    subject: `device:${device}`,
    revision: null,
    cause: 'trespassed',
    details: { topic: topic.slice(0, 256), times },
  }
}
