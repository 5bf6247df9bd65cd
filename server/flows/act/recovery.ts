/**
 * What control and the latest values know, kept across restarts: a checkpoint file plus the spool's records after it.
 *
 * The checkpoint names the last spool record it contains. Records behind it are applied again at start; applying one
 * twice changes nothing, because samples and latest values are keyed by device and time.
 */
import type { Reading } from '../../domain/air/reading.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { Log } from '../../ports/log.ts'
import type { SpoolCursor, SpoolSeq } from '../../ports/spool.ts'
import type { DeviceLatest, Latest } from '../district/latest.ts'
import type { Control, ControlSnapshot } from './control.ts'
import type { KeptSamples } from './sample-keeper.ts'

interface Checkpoint {
  readonly format: 2
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
      control.restore(checkpoint.control.samples)
      latest.restore(checkpoint.latest)
    }
    // A consumer counts from its first word on; else a restart could drop what one that never finished is still owed.
    await cursor.commit(cursor.committed())
    cursor.rewind()
    for (;;) {
      const records = await cursor.read(RECORDS_PER_READ)
      if (records.length === 0) break
      for (const record of records) {
        const { readings } = parts.decode(record.payload)
        latest.take(readings)
        control.take(readings)
        seq = record.seq
      }
    }
    return checkpoint?.control.judgedUpTo ?? null
  }

  async function checkpoint(): Promise<void> {
    const taken: Checkpoint = { format: 2, seq, control: control.snapshot(), latest: latest.snapshot() }
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

function parseCheckpoint(text: string | null, log: Log): Checkpoint | null {
  if (text === null) return null
  try {
    // Written by `checkpoint` above, today or by an older version; anything it cannot be is treated as none.
    const parsed = JSON.parse(text) as Checkpoint | FirstFormat
    if (parsed.format === 2) return parsed
    if (parsed.format === 1) return upgraded(parsed)
    log.warn('checkpoint.unknown-format', { format: (parsed as { format: unknown }).format })
  } catch (error) {
    log.warn('checkpoint.unreadable', { error: String(error) })
  }
  return null
}

/** Until 0.1.0: the two winds alone were kept, each under its place in the list. */
interface FirstFormat extends Omit<Checkpoint, 'format' | 'control'> {
  readonly format: 1
  readonly control: {
    readonly judgedUpTo: EpochMs
    readonly samples: readonly (readonly [string, KeptSamples[number][2], KeptSamples[number][2]])[]
  }
}

function upgraded({ control, seq, latest }: FirstFormat): Checkpoint {
  const samples = control.samples.flatMap(
    ([device, windSpeed, windGust]): KeptSamples => [
      [device, 'windSpeed', windSpeed],
      [device, 'windGust', windGust],
    ],
  )
  return { format: 2, seq, latest, control: { judgedUpTo: control.judgedUpTo, samples } }
}
