/**
 * SHOW: what intake, control and orders tell the browsers, numbered and remembered for a while.
 *
 * Each event is serialised once and shared by all listeners. A listener that was away resumes after the last number it
 * saw; when that is no longer remembered it is told to start from a snapshot. What is remembered is limited by its size
 * as well: a thousand devices make 150 KB a second. Numbers grow across restarts, because they begin at the machine's
 * time: an old number can never be taken for a new one.
 */
import type { LiveData, LiveEventName } from '../../contract/live.ts'
import type { EpochMs } from '../../domain/units.ts'

export interface LiveEvent {
  readonly id: number
  readonly type: LiveEventName
  /** JSON text of the view. */
  readonly data: string
}

export interface Live {
  publish<K extends LiveEventName>(type: K, view: LiveData[K]): void
  /** Events after `lastId`; null when some of them are forgotten and a snapshot is needed. */
  since(lastId: number): readonly LiveEvent[] | null
  lastId(): number
  /** Returns the function that ends it. A listener that throws is dropped. */
  listen(listener: (event: LiveEvent) => void): () => void
  listeners(): number
}

export interface LiveParts {
  readonly startedAt: EpochMs
  /** How many events at most. */
  readonly remember?: number
  /** How many characters they may have together. */
  readonly rememberChars?: number
}

export function createLive({ startedAt, remember = 10_000, rememberChars = 16_000_000 }: LiveParts): Live {
  const recent: LiveEvent[] = []
  const listeners = new Set<(event: LiveEvent) => void>()
  const firstId = startedAt * 1_000
  let lastId = firstId
  let chars = 0

  return {
    publish(type, view) {
      lastId += 1
      const event = { id: lastId, type, data: JSON.stringify(view) }
      recent.push(event)
      chars += event.data.length
      if (recent.length > remember * 1.25 || chars > rememberChars * 1.25) forget()
      for (const listener of listeners) tell(listener, event)
    },
    since(id) {
      if (id === lastId) return []
      const oldest = recent[0]
      if (!oldest || id < oldest.id - 1 || id > lastId) return null
      return recent.slice(id - oldest.id + 1)
    },
    lastId: () => lastId,
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    listeners: () => listeners.size,
  }

  /** The last one always stays. */
  function forget(): void {
    let count = Math.max(0, recent.length - remember)
    for (const { data } of recent.slice(0, count)) chars -= data.length
    for (; chars > rememberChars && count < recent.length - 1; count++) chars -= recent[count]!.data.length
    recent.splice(0, count)
  }

  function tell(listener: (event: LiveEvent) => void, event: LiveEvent): void {
    try {
      listener(event)
    } catch {
      // Its connection is gone; the others still want to hear.
      listeners.delete(listener)
    }
  }
}
