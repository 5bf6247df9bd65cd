/** How fast a drill runs by the machine's clock. It limits the pace, never the result. */
import { setTimeout as wait } from 'node:timers/promises'
import { type EpochMs, MINUTE } from './local-time.ts'

export type Speed = number | 'max'

export interface Pace {
  /** The next instant at which the clock is shown to move, on a whole minute; infinite when nobody watches. */
  nextStopAfter(now: EpochMs): EpochMs
  /** Resolves when the drill may reach `at`. */
  until(at: EpochMs): Promise<void>
}

export const AT_FULL_SPEED: Pace = {
  nextStopAfter: () => Number.POSITIVE_INFINITY,
  until: async () => {},
}

/** `speed` drill seconds per second, from `start` on, which is now. The clock moves about once a second. */
export function paceOf(speed: Speed, start: EpochMs, machineNow: () => number = () => performance.now()): Pace {
  if (speed === 'max') return AT_FULL_SPEED
  const startedAt = machineNow()
  const step = Math.max(MINUTE, Math.floor((speed * 1_000) / MINUTE) * MINUTE)
  return {
    nextStopAfter: (now) => (Math.floor(now / step) + 1) * step,
    until: async (at) => {
      const left = (at - start) / speed - (machineNow() - startedAt)
      if (left > 0) await wait(left)
    },
  }
}
