/**
 * Keeps the quarantine within its limits: what was heard last too long ago goes, then the oldest of what is too much.
 * The database is tidied each time, so that the room they took is used again.
 */
import type { Ms } from '../../domain/units.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import type { Operations } from '../../ports/operations.ts'

export interface TrimLimits {
  readonly keepForMs: Ms
  /** A row takes about 2 KB at most. */
  readonly mostRows: number
}

export interface TrimmingParts extends TrimLimits {
  readonly operations: Pick<Operations, 'change' | 'tidy'>
  /** The realm's. */
  readonly clock: Clock
  readonly log: Log
}

export interface Trimming {
  /** Never rejects: a database that does not answer is asked again the next time. */
  trim(): Promise<void>
  /** Rows removed since the start because there were too many, though not too old. */
  removed(): number
}

export function createTrimming({ keepForMs, mostRows, operations, clock, log }: TrimmingParts): Trimming {
  let removed = 0
  return {
    async trim() {
      const oldest = clock.now() - keepForMs
      try {
        const { old, tooMany } = await operations.change(({ quarantine }) =>
          quarantine.trim({ oldest, most: mostRows }),
        )
        removed += tooMany
        if (old + tooMany > 0) log.info('quarantine.trimmed', { old, tooMany })
        await operations.tidy()
      } catch (error) {
        log.warn('quarantine.not-trimmed', { why: String(error) })
      }
    },
    removed: () => removed,
  }
}
