/**
 * Watches the room on the disk of the data folder: warns, then refuses what would fill it, before the last is gone.
 *
 * A database that runs out of room in the middle of a change may not come back by itself, and a spool that does has
 * promised what it cannot keep. So people and devices are told no while there is still room for what is under way, and
 * a ballast file gives more back when something else on the disk took it. All goes on by itself once there is room.
 */
import type { HealthView } from '../../contract/health.ts'
import { type EpochMs, MINUTE, type Ms } from '../../domain/units.ts'
import type { Disk, DiskRoom } from '../../ports/disk.ts'
import type { Log } from '../../ports/log.ts'
import { degradedBy, downBy, type Metric } from '../common/offered.ts'

const MIB = 1_048_576
/** Warned below so many times the room at which changes are refused. */
const WARN_TIMES = 4
/** Refusing ends at so many times the room at which it began, else it comes and goes. */
const RESUME_TIMES = 1.5
/** On a small disk the limit is this share of the whole. */
const SMALL_SHARE = 0.1
const BALLAST_BYTES = 64 * MIB
const BALLAST_SHARE = 0.02
/** A program that runs for moments only keeps nothing back. */
const BALLAST_AFTER_MS: Ms = MINUTE

export type RoomLevel = 'enough' | 'low' | 'none'

export interface DiskWatch {
  /** Looks once. Never rejects. */
  look(): Promise<void>
  level(): RoomLevel
  /** Why nothing is taken, in plain words; null while it is. */
  refusal(): string | null
  readonly part: () => HealthView['parts']['disk']
  readonly metrics: readonly Metric[]
}

export interface DiskWatchParts {
  readonly disk: Disk
  readonly folder: string
  /** Below this nothing more is taken, on a disk that is not small. */
  readonly leastFreeBytes: number
  readonly machine: { now(): EpochMs }
  readonly log: Log
}

export function createDiskWatch({ disk, folder, leastFreeBytes, machine, log }: DiskWatchParts): DiskWatch {
  const startedAt = machine.now()
  let room: DiskRoom | null = null
  let level: RoomLevel = 'enough'
  let heldBack = 0
  let isLooking = false

  async function look(): Promise<void> {
    if (isLooking) return
    isLooking = true
    try {
      room = await disk.room()
      const next = levelAt(room, level, leastFreeBytes)
      if (next !== level) log.warn('disk.room', { level: next, freeMb: mb(room.freeBytes) })
      level = next
      await keepBallast(room)
    } catch (error) {
      log.warn('disk.not-looked-at', { why: String(error) })
    } finally {
      isLooking = false
    }
  }

  async function keepBallast({ freeBytes, totalBytes }: DiskRoom): Promise<void> {
    const wanted = Math.min(BALLAST_BYTES, Math.floor(totalBytes * BALLAST_SHARE))
    if (heldBack > 0 && freeBytes < wanted) {
      heldBack = 0
      await disk.holdBack(0)
      log.warn('disk.ballast-let-go', { mb: mb(wanted) })
    } else if (heldBack === 0 && level === 'enough' && machine.now() - startedAt >= BALLAST_AFTER_MS) {
      await disk.holdBack(wanted)
      heldBack = wanted
    }
  }

  function words(): string {
    const { freeBytes, totalBytes } = room ?? { freeBytes: 0, totalBytes: 0 }
    const least = leastOf(totalBytes, leastFreeBytes)
    const needed = level === 'none' ? least * RESUME_TIMES : least * WARN_TIMES
    return `the disk of ${folder} has ${mb(freeBytes)} MB left, ${mb(needed)} MB are needed: make room there`
  }

  const refusal = () => (level === 'none' ? `${words()}; until then nothing is changed` : null)

  return {
    look,
    level: () => level,
    refusal,
    part: () => ({
      ...(level === 'none' ? downBy(refusal()) : degradedBy(level === 'low' ? words() : null)),
      freeMb: room && mb(room.freeBytes),
      totalMb: room && mb(room.totalBytes),
    }),
    metrics: [
      {
        name: 'data_disk_free_bytes',
        help: 'room on the disk of the data folder',
        kind: 'gauge',
        value: () => room?.freeBytes ?? null,
      },
    ],
  }
}

function leastOf(totalBytes: number, leastFreeBytes: number): number {
  return Math.min(leastFreeBytes, totalBytes * SMALL_SHARE)
}

/** `before` decides in between, so that nothing comes and goes with every file. */
function levelAt({ freeBytes, totalBytes }: DiskRoom, before: RoomLevel, leastFreeBytes: number): RoomLevel {
  const least = leastOf(totalBytes, leastFreeBytes)
  if (freeBytes < least || (before === 'none' && freeBytes < least * RESUME_TIMES)) return 'none'
  return freeBytes < least * WARN_TIMES ? 'low' : 'enough'
}

function mb(bytes: number): number {
  return Math.floor(bytes / MIB)
}
