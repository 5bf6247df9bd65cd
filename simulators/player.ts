/**
 * Plays instants in lockstep with the server: bring the clock to just before an instant, publish everything measured
 * at it, wait for every PUBACK, then advance to the instant, which the server answers once its intake has taken the
 * messages and control has judged. So the same file gives the same drill at any speed.
 */
import type { DeviceConnections } from './device-connections.ts'
import type { DrillClock } from './drill-clock.ts'
import { type EpochMs, MINUTE, type Ms } from './local-time.ts'
import type { SendingInstant } from './messages.ts'
import type { Pace } from './pace.ts'

/** Readings arrive within the minute that ends at their instant. */
const ARRIVES_BEFORE: Ms = MINUTE

/** Simulated people, who ask the clock to stop where they want to look or act. */
export interface Actors {
  nextStopAfter(now: EpochMs): EpochMs
  act(now: EpochMs): Promise<void>
}

export interface PlayerParts {
  readonly clock: DrillClock
  readonly devices: Pick<DeviceConnections, 'publish'>
  readonly pace: Pace
  readonly people: Actors | null
  /** Expected time between two readings of a device. */
  readonly interval: Ms
  /** Messages the server had taken before the first one of this drill. */
  readonly messagesBefore: number
  readonly onProgress: (progress: Played & { readonly now: EpochMs }) => void
}

/** Readings (each message carries one). */
export interface Played {
  readonly published: number
  readonly acknowledged: number
}

export async function play(instants: Iterable<SendingInstant>, parts: PlayerParts): Promise<Played> {
  const { clock, devices, pace, people } = parts
  let published = 0
  let acknowledged = 0
  let last: EpochMs | null = null

  async function reach(to: EpochMs): Promise<void> {
    let now = clock.now()
    do {
      const stop = Math.min(to, people?.nextStopAfter(now) ?? to, pace.nextStopAfter(now))
      await pace.until(stop)
      await clock.advance(stop, parts.messagesBefore + acknowledged)
      await people?.act(stop)
      now = stop
    } while (now < to)
  }

  for (const { at, messages } of instants) {
    if (clock.now() < at - ARRIVES_BEFORE) await reach(at - ARRIVES_BEFORE)
    published += messages.length
    acknowledged += await devices.publish(messages)
    await reach(at)
    last = at
    parts.onProgress({ published, acknowledged, now: at })
  }
  // Long enough for the last reading to grow old, so that silence is judged too.
  if (last !== null) await reach(last + Math.round(1.1 * parts.interval))
  return { published, acknowledged }
}
