/**
 * The live stream to many screens: each event becomes one frame, made once and shared by all.
 *
 * Frames for those who take gzip are compressed once as well, see `live-frames.ts`.
 *
 * A screen that reads too slowly is dropped, and so are none of the others: it comes back and resumes. What counts is
 * what would be sent, compressed or not; the snapshot a screen begins with does not. Screens that come at the same time share one snapshot.
 * How many there may be, and who gives way to whom, stands in `live-seats.ts`.
 */
import { shared } from '../flows/common/shared.ts'
import type { Live } from '../flows/show/live.ts'
import type { Snapshot } from '../flows/show/snapshot.ts'
import { BEGINNING, type Coding, type Compress, createFrames, type Frame, frame } from './live-frames.ts'
import { createSeats, type Seat, type SeatLimits, type SeatOutcome, type Viewer } from './live-seats.ts'

const MAX_UNSENT_BYTES = 1_048_576
const HEARTBEAT_MS = 15_000
const RETRY = frame('retry: 2000\n\n')

export interface LiveHubParts {
  readonly live: Live
  readonly snapshot: () => Promise<Snapshot>
  readonly limits?: SeatLimits
  readonly maxUnsentBytes?: number
  readonly heartbeatMs?: number
  /** One frame's bytes to raw deflate; a test may count. */
  readonly compress?: Compress
}

export interface Wanted {
  /** The stream goes on after it, or begins with a snapshot. */
  readonly lastEventId: number | null
  readonly coding: Coding
  readonly viewer: Viewer
}

export type Opening =
  | { readonly kind: 'open'; readonly stream: ReadableStream<Uint8Array> }
  | Exclude<SeatOutcome, { readonly kind: 'seated' }>

export interface LiveHub {
  open(wanted: Wanted): Promise<Opening>
  clients(): number
  /** Ends every stream. */
  close(): void
}

interface Client {
  send(frame: Frame): void
  end(): void
}

export function createLiveHub(parts: LiveHubParts): LiveHub {
  const { live, maxUnsentBytes = MAX_UNSENT_BYTES, heartbeatMs = HEARTBEAT_MS } = parts
  const clients = new Set<Client>()
  const frameOf = createFrames(parts.compress)
  const shareSnapshot = shared(async () => {
    const { id, data } = await parts.snapshot()
    return { id, frame: frameOf({ id, type: 'snapshot', data }) }
  })
  const seats = createSeats(parts.limits)

  const unlisten = live.listen((event) => {
    if (clients.size > 0) sendAll(frameOf(event))
  })
  const heartbeat = setInterval(sendAll, heartbeatMs, frame(': \n\n'))
  heartbeat.unref()

  function sendAll(frame: Frame): void {
    for (const client of clients) client.send(frame)
  }

  async function open({ lastEventId, coding, viewer }: Wanted): Promise<Opening> {
    const taken = seats.take(viewer)
    if (taken.kind !== 'seated') return taken
    try {
      const missed = lastEventId === null ? null : live.since(lastEventId)
      const frames = missed?.map(frameOf) ?? (await framesFromSnapshot())
      return { kind: 'open', stream: connect(coding, frames, taken.seat) }
    } catch (error) {
      taken.seat.leave()
      throw error
    }
  }

  async function framesFromSnapshot(): Promise<readonly Frame[]> {
    for (;;) {
      const { id, frame } = await shareSnapshot()
      const since = live.since(id)
      if (since) return [frame, ...since.map(frameOf)]
      // Forgotten already: so many events came while it was read that it is too old to begin with.
    }
  }

  /** No other event can come between what was missed and the stream: nothing here waits. */
  function connect(coding: Coding, frames: readonly Frame[], seat: Seat): ReadableStream<Uint8Array> {
    const beginning = new Set([BEGINNING, RETRY, ...frames].map((frame) => frame[coding]()))
    let client: Client | null = null
    const drop = () => {
      if (client) clients.delete(client)
      seat.leave()
    }
    return new ReadableStream<Uint8Array>(
      {
        start(controller) {
          for (const bytes of beginning) if (bytes.byteLength > 0) controller.enqueue(bytes)
          client = clientOf(controller, coding, drop)
          clients.add(client)
          seat.onGivenUp(() => {
            client?.end()
            drop()
          })
        },
        cancel: drop,
      },
      { highWaterMark: maxUnsentBytes, size: (bytes) => (bytes && !beginning.has(bytes) ? bytes.byteLength : 0) },
    )
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

function clientOf(controller: ReadableStreamDefaultController<Uint8Array>, coding: Coding, drop: () => void): Client {
  return {
    send(frame) {
      const bytes = frame[coding]()
      if ((controller.desiredSize ?? 0) >= bytes.byteLength) {
        controller.enqueue(bytes)
        return
      }
      drop()
      controller.error(new Error('the screen reads too slowly'))
    },
    end: () => controller.close(),
  }
}
