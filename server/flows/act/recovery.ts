/**
 * What control and the latest values know, kept across restarts: a checkpoint file plus the spool's records after it.
 *
 * The checkpoint names the last spool record it contains. Records behind it are applied again at start; applying one
 * twice changes nothing, because samples and latest values are keyed by device and time.
 */
import { QUALITY } from '../../domain/air/quality.ts'
import type { Reading } from '../../domain/air/reading.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { Log } from '../../ports/log.ts'
import type { SpoolCursor, SpoolSeq } from '../../ports/spool.ts'
import type { DeviceLatest, Latest } from '../district/latest.ts'
import type { Control, ControlSnapshot } from './control.ts'

interface Checkpoint {
  readonly format: 1
  readonly seq: SpoolSeq
  readonly control: ControlSnapshot
  readonly latest: readonly (readonly [string, DeviceLatest])[]
}

export interface RecoveryParts {
  readonly control: Pick<Control, 'take' | 'snapshot' | 'restore'>
  readonly latest: Latest
  readonly cursor: SpoolCursor
  readonly decode: (payload: Buffer) => { readonly readings: readonly Reading[] }
  readonly load: () => Promise<string | null>
  readonly save: (text: string) => Promise<void>
  readonly log: Log
}

export interface Recovery {
  /** Restores what was known; returns the last instant judged, or null when nothing is known. */
  recover(): Promise<EpochMs | null>
  /** Notes that readings up to this record have been applied. */
  applied(seq: SpoolSeq): void
  checkpoint(): Promise<void>
}

const RECORDS_PER_READ = 1_000

export function createRecovery(parts: RecoveryParts): Recovery {
  const { control, latest, cursor, log } = parts
  let seq: SpoolSeq = cursor.committed()

  async function recover(): Promise<EpochMs | null> {
    const checkpoint = parseCheckpoint(await parts.load(), log)
    if (checkpoint) {
      control.restore(checkpoint.control)
      latest.restore(checkpoint.latest)
    }
    cursor.rewind()
    for (;;) {
      const records = await cursor.read(RECORDS_PER_READ)
      if (records.length === 0) break
      for (const record of records) {
        const { readings } = parts.decode(record.payload)
        applyReadings(readings, control, latest)
        seq = record.seq
      }
    }
    return checkpoint?.control.judgedUpTo ?? null
  }

  async function checkpoint(): Promise<void> {
    const taken: Checkpoint = { format: 1, seq, control: control.snapshot(), latest: latest.snapshot() }
    await parts.save(JSON.stringify(taken))
    await cursor.commit(taken.seq)
  }

  return {
    recover,
    applied: (applied) => {
      seq = applied
    },
    checkpoint,
  }
}

/** What every kept reading does to the parts that look at the present: late ones are evidence, not a trigger. */
export function applyReadings(
  readings: readonly Reading[],
  control: Pick<Control, 'take'>,
  latest: Pick<Latest, 'take'>,
): void {
  latest.take(readings)
  control.take(readings.filter((reading) => !isLate(reading)))
}

function isLate(reading: Reading): boolean {
  const masks = Object.values(reading.quality)
  return masks.length > 0 && masks.every((mask) => (mask & QUALITY.late) !== 0)
}

function parseCheckpoint(text: string | null, log: Log): Checkpoint | null {
  if (text === null) return null
  try {
    // Written by `checkpoint` above and nobody else; anything it cannot be is treated as none.
    const parsed = JSON.parse(text) as Checkpoint
    if (parsed.format === 1) return parsed
    log.warn('checkpoint.unknown-format', { format: parsed.format })
  } catch (error) {
    log.warn('checkpoint.unreadable', { error: String(error) })
  }
  return null
}
