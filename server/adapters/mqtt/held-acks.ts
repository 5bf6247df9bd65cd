/**
 * Holds each acknowledgement back until its message is kept, and lets acknowledgements go in the order of arrival.
 *
 * Messages are handed to `take` at once, so that many share one group commit; only the answers wait. When one could
 * not be kept, neither it nor anything behind it on that connection is ever acknowledged.
 */
import type { InboundMessage, TakeMessage } from '../../ports/inbox.ts'

export type OnNotKept = (error: unknown, message: InboundMessage) => void

/** Of one connection: an acknowledgement means nothing on another. */
export interface HeldAcks {
  /** Calls `take` before it returns; `acknowledge` once this message and all before it are kept. */
  accept(message: InboundMessage, acknowledge: () => void): void
  /** Calls `go` as soon as fewer than `limit` acknowledgements are held; never after a drop. */
  whenFewerThan(limit: number, go: () => void): void
  /** The connection is gone: nothing held is acknowledged any more, nothing more is taken. */
  drop(): void
}

/** Of one inbox, over all its connections. */
export interface Taking {
  forConnection(onNotKept: OnNotKept): HeldAcks
  /** Resolves when no message is under way. */
  idle(): Promise<void>
}

interface Held {
  isKept: boolean
  readonly acknowledge: () => void
}

export function createTaking(take: TakeMessage): Taking {
  let underWay = 0
  let waiting: (() => void)[] = []

  // Asynchronous, so that a `take` that throws at once counts as one that rejects.
  const keep = async (message: InboundMessage) => take(message)

  function settle(): void {
    underWay -= 1
    if (underWay > 0) return
    for (const resolve of waiting) resolve()
    waiting = []
  }

  function forConnection(onNotKept: OnNotKept): HeldAcks {
    const queue: Held[] = []
    let isDropped = false
    let blocked: { readonly limit: number; readonly go: () => void } | null = null

    function drop(): void {
      isDropped = true
      blocked = null
      queue.length = 0
    }

    function release(): void {
      while (queue[0]?.isKept) queue.shift()?.acknowledge()
      if (!blocked || queue.length >= blocked.limit) return
      const { go } = blocked
      blocked = null
      go()
    }

    return {
      drop,
      whenFewerThan(limit, go) {
        if (isDropped) return
        if (queue.length < limit) go()
        else blocked = { limit, go }
      },
      accept(message, acknowledge) {
        if (isDropped) return
        const held: Held = { isKept: false, acknowledge }
        queue.push(held)
        underWay += 1
        keep(message).then(
          () => {
            held.isKept = true
            release()
            settle()
          },
          (error: unknown) => {
            drop()
            onNotKept(error, message)
            settle()
          },
        )
      },
    }
  }

  return {
    forConnection,
    idle: () => (underWay === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  }
}
