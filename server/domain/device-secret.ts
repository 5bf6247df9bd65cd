/** What a device proves itself with. The secret itself is shown once, to whoever issues it; only its hash is kept. */
import { type EpochMs, HOUR, type Ms } from './units.ts'

export interface DeviceSecret {
  readonly id: string
  readonly device: string
  /** In the form that mosquitto reads too: `$7$<rounds>$<salt>$<hash>`. */
  readonly hash: string
  readonly issuedAt: EpochMs
  readonly issuedBy: string
  /** When it ends because a newer one was issued; null: nothing ends it. */
  readonly endsAt: EpochMs | null
}

/** So long both hold after a rotation, for whoever carries the new one to the device (ours). */
export const OVERLAP_MS: Ms = 24 * HOUR

/** With a new one, the newest of before goes on for a while and all others end: never more than two hold. */
export function rotated(before: readonly DeviceSecret[], fresh: DeviceSecret): readonly DeviceSecret[] {
  // Of two issued at once the later one stands behind.
  const newest = holding(before, fresh.issuedAt)
    .toSorted((a, b) => a.issuedAt - b.issuedAt)
    .at(-1)
  if (!newest) return [fresh]
  const end = fresh.issuedAt + OVERLAP_MS
  return [{ ...newest, endsAt: Math.min(newest.endsAt ?? end, end) }, fresh]
}

export function holding(secrets: readonly DeviceSecret[], at: EpochMs): readonly DeviceSecret[] {
  return secrets.filter(({ endsAt }) => endsAt === null || endsAt > at)
}
