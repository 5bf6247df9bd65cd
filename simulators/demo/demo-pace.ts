/**
 * How fast the demo runs by the machine's clock: quickly until it has caught up with the wall, slowly while a draft
 * waits for somebody to press a button, and as time does once it has caught up. Pure.
 */
import { type EpochMs, MINUTE, type Ms, SECOND } from '../local-time.ts'

const CATCHING_UP = 60
const WHILE_A_DRAFT_WAITS = 6

export interface PaceFacts {
  readonly now: EpochMs
  readonly wall: EpochMs
  readonly isDraftWaiting: boolean
  /** What a person chose, where the server offers that; 0 is a pause. null: nobody chose. */
  readonly chosen: number | null
}

/** Drill seconds per second. */
export function demoSpeed({ now, wall, isDraftWaiting, chosen }: PaceFacts): number {
  const own = wall - now > MINUTE ? CATCHING_UP : 1
  const wanted = chosen ?? own
  return isDraftWaiting ? Math.min(wanted, WHILE_A_DRAFT_WAITS) : wanted
}

/** Where the clock goes next: about a second of the machine's time away, never past a whole minute. */
export function nextStop(now: EpochMs, speed: number): EpochMs {
  const wholeMinute = (Math.floor(now / MINUTE) + 1) * MINUTE
  return Math.min(wholeMinute, now + Math.max(1, speed) * SECOND)
}

/** What the wait until that stop takes of the machine's time. */
export function waitFor(now: EpochMs, stop: EpochMs, speed: number): Ms {
  return (stop - now) / speed
}
