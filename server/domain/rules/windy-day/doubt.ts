/**
 * A wind source that contradicts the open devices: since when, and whether that is told (invariant 18).
 *
 * That it cannot lower or close holds from the first instant. It is told when it has lasted as long as a raise takes, and
 * is over when the source has agreed for as long as a level takes to go down: else a gusty day tells it every minute.
 */
import type { EpochMs } from '../../units.ts'
import type { Doubt, Judgement } from '../rule.ts'
import type { WindyDaySettings } from './settings.ts'
import type { DoubtedWind } from './wind-evidence.ts'

type Lasting = Pick<WindyDaySettings, 'raiseAfterMs' | 'lowerAfterMs'>

/** The doubt before itself when nothing changed. */
export function doubtAt(
  before: Doubt | null,
  doubted: DoubtedWind | null,
  at: EpochMs,
  lasting: Lasting,
): Doubt | null {
  if (doubted === null) return agreedAt(before, at, lasting)
  const devices = doubted.readings.map(({ device }) => device)
  const same = before !== null && before.devices.join() === devices.join() ? before : null
  const { since, told } = same ?? { since: at, told: null }
  const isDue = told === null && at - since >= lasting.raiseAfterMs
  if (same && same.agreedSince === null && !isDue) return same
  const facts = { value: doubted.windMps, median: doubted.medianMps }
  return { devices, since, agreedSince: null, told: isDue ? facts : told }
}

function agreedAt(before: Doubt | null, at: EpochMs, { lowerAfterMs }: Lasting): Doubt | null {
  // What was never told needs no end.
  if (before === null || before.told === null) return null
  if (before.agreedSince === null) return { ...before, agreedSince: at }
  return at - before.agreedSince >= lowerAfterMs ? null : before
}

export function doubtTold(before: Doubt | null, after: Doubt | null): Judgement<never>['doubt'] {
  const [was, is] = [before?.told ?? null, after?.told ?? null]
  if (after !== null && is !== null && was === null) return { what: 'began', of: after }
  return before !== null && was !== null && is === null ? { what: 'ended', of: before } : null
}
