/**
 * The live stream to many screens: each event becomes one frame, made once and shared by all.
 *
 * A screen that reads too slowly is dropped, and so are none of the others: it comes back and resumes. The snapshot a
 * screen begins with does not count against it. Screens that come at the same time share one snapshot.
 */
import type { Live, LiveEvent } from '../flows/live.ts'
import type { Snapshot } from '../flows/snapshot.ts'

export const MAX_CLIENTS = 2_000
const MAX_UNSENT_BYTES = 1_048_576
const HEARTBEAT_MS = 15_000

export interface LiveHubParts {
  readonly live: Live
  readonly snapshot: () => Promise<Snapshot>
  readonly maxClients?: number
  readonly maxUnsentBytes?: number
  readonly heartbeatMs?: number
}

export interface LiveHub {
  /** A stream of bytes that goes on after `lastEventId`, or begins with a snapshot; null when there is no room. */
  open(lastEventId: number | null): Promise<ReadableStream<Uint8Array> | null>
  clients(): number
  /** Ends every stream. */
  close(): void
}

interface Client {
  send(frame: Uint8Array): void
  end(): void
}

export function createLiveHub(parts: LiveHubParts): LiveHub {
  const { live, maxClients = MAX_CLIENTS, maxUnsentBytes = MAX_UNSENT_BYTES, heartbeatMs = HEARTBEAT_MS } = parts
  const clients = new Set<Client>()
  const shareSnapshot = shared(parts.snapshot)
  let opening = 0

  const unlisten = live.listen((event) => {
    if (clients.size > 0) sendAll(frameOf(event))
  })
  const heartbeat = setInterval(sendAll, heartbeatMs, encode(': \n\n'))
  heartbeat.unref()

  function sendAll(frame: Uint8Array): void {
    for (const client of clients) client.send(frame)
  }

  async function open(lastEventId: number | null): Promise<ReadableStream<Uint8Array> | null> {
    if (clients.size + opening >= maxClients) return null
    opening += 1
    try {
      const missed = lastEventId === null ? null : live.since(lastEventId)
      if (missed) return connect([], missed)
      for (;;) {
        const { id, data } = await shareSnapshot()
        const since = live.since(id)
        // Forgotten already: so many events came while it was read that it is too old to begin with.
        if (since) return connect([frameOf({ id, type: 'snapshot', data })], since)
      }
    } finally {
      opening -= 1
    }
  }

  /** No other event can come between what was missed and the stream: nothing here waits. */
  function connect(first: readonly Uint8Array[], missed: readonly LiveEvent[]): ReadableStream<Uint8Array> {
    const beginning = new Set([encode('retry: 2000\n\n'), ...first, ...missed.map(frameOf)])
    let client: Client | null = null
    return new ReadableStream<Uint8Array>(
      {
        start(controller) {
          for (const frame of beginning) controller.enqueue(frame)
          client = clientOf(controller, () => drop(client))
          clients.add(client)
        },
        cancel: () => drop(client),
      },
      { highWaterMark: maxUnsentBytes, size: (frame) => (frame && !beginning.has(frame) ? frame.byteLength : 0) },
    )
  }

  function drop(client: Client | null): void {
    if (client) clients.delete(client)
  }

  return {
    open,
    clients: () => clients.size,
    close() {
      clearInterval(heartbeat)
      unlisten()
      for (const client of clients) client.end()
      clients.clear()
    },
  }
}

function clientOf(controller: ReadableStreamDefaultController<Uint8Array>, drop: () => void): Client {
  return {
    send(frame) {
      if ((controller.desiredSize ?? 0) >= frame.byteLength) {
        controller.enqueue(frame)
        return
      }
      drop()
      controller.error(new Error('the screen reads too slowly'))
    },
    end: () => controller.close(),
  }
}

/** Whoever asks while an answer is on its way gets the same answer. */
function shared<T>(ask: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | null = null
  return () => {
    underWay ??= ask().finally(() => {
      underWay = null
    })
    return underWay
  }
}

function frameOf({ id, type, data }: { id: number; type: string; data: string }): Uint8Array {
  return encode(`id: ${id}\nevent: ${type}\ndata: ${data}\n\n`)
}

function encode(text: string): Uint8Array {
  return Buffer.from(text)
}
