/** Lets a drill's player wait until intake has taken so many messages since the start. */
import type { Ms } from '../../domain/units.ts'

export interface Arrivals {
  /** So many more messages were taken. */
  note(messages: number): void
  count(): number
  /** true once `count` were taken; false when the wait ended before. */
  reached(count: number, withinMs: Ms): Promise<boolean>
}

/** `wait` is the machine's time: it resolves after so many milliseconds. */
export function createArrivals(wait: (ms: Ms) => Promise<void>): Arrivals {
  let taken = 0
  let waiting: { readonly count: number; readonly resolve: (reached: boolean) => void }[] = []

  return {
    note(messages) {
      taken += messages
      if (waiting.length === 0) return
      for (const one of waiting) if (one.count <= taken) one.resolve(true)
      waiting = waiting.filter((one) => one.count > taken)
    },
    count: () => taken,
    reached(count, withinMs) {
      if (count <= taken) return Promise.resolve(true)
      return new Promise((resolve) => {
        waiting.push({ count, resolve })
        void wait(withinMs).then(() => resolve(count <= taken))
      })
    },
  }
}
