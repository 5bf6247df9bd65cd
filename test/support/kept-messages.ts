/** A `take` for tests of inboxes: remembers what it was handed, and keeps it when the test says so. */
import { expect, vi } from 'vitest'
import type { InboundMessage, TakeMessage } from '../../server/ports/inbox.ts'

export interface KeptMessages {
  readonly take: TakeMessage
  /** All it was handed, in order, whether kept or not. */
  readonly handed: readonly InboundMessage[]
  readonly kept: readonly InboundMessage[]
  /** `keep`: in groups, each some ms after its first; `hold`: nothing until `keepAll`; `refuse`: rejects. */
  become(mode: 'keep' | 'hold' | 'refuse'): void
  keepAll(): void
  untilHanded(count: number): Promise<void>
}

export function keptMessages(groupEveryMs = 0): KeptMessages {
  const handed: InboundMessage[] = []
  const kept: InboundMessage[] = []
  let mode: 'keep' | 'hold' | 'refuse' = 'keep'
  let held: { message: InboundMessage; resolve: () => void }[] = []
  let isDue = false

  function keepAll(): void {
    isDue = false
    const group = held
    held = []
    for (const { message, resolve } of group) {
      kept.push(message)
      resolve()
    }
  }

  return {
    handed,
    kept,
    keepAll,
    become(next) {
      mode = next
    },
    take(message) {
      handed.push(message)
      if (mode === 'refuse') return Promise.reject(new Error('the disk is full'))
      const keeping = new Promise<void>((resolve) => held.push({ message, resolve }))
      if (mode === 'keep' && !isDue) {
        isDue = true
        setTimeout(keepAll, groupEveryMs)
      }
      return keeping
    },
    untilHanded: (count) =>
      vi.waitFor(() => expect(handed.length).toBeGreaterThanOrEqual(count), { timeout: 20_000, interval: 5 }),
  }
}

/** Nothing a test reads; what is logged is asserted where it matters. */
export function silentLog() {
  const lines: { level: 'info' | 'warn' | 'error'; event: string; facts: Readonly<Record<string, unknown>> }[] = []
  const line =
    (level: 'info' | 'warn' | 'error') =>
    (event: string, facts: Readonly<Record<string, unknown>> = {}) =>
      void lines.push({ level, event, facts })
  return { lines, info: line('info'), warn: line('warn'), error: line('error') }
}
