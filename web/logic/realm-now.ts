/** The realm's time between two words of the server: as told, plus what passed on this machine × speed. */
import type { EpochMs } from '../../server/domain/units.ts'

export function realmNow(
  told: { readonly epochMs: EpochMs; readonly speed: number | null } | null,
  receivedAt: EpochMs,
  machineNow: EpochMs,
): EpochMs {
  if (told === null) return machineNow
  // A machine clock that was set back must not turn the realm's time back.
  return told.epochMs + Math.max(0, machineNow - receivedAt) * (told.speed ?? 0)
}
