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
import { followedBy, NOTHING, type Total, trailer } from './gzip-trailer.ts'
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

  async function open(wanted: Wanted): Promise<Opening> {
    const taken = seats.take(wanted.viewer)
    if (taken.kind !== 'seated') return taken
    try {
      return { kind: 'open', stream: await begin(wanted, taken.seat) }
    } catch (error) {
      taken.seat.leave()
      throw error
    }
  }

  async function begin({ lastEventId, coding }: Wanted, seat: Seat): Promise<ReadableStream<Uint8Array>> {
    const missed = lastEventId === null ? null : live.since(lastEventId)
    if (missed) return connect(coding, missed.map(frameOf), seat)
    for (;;) {
      const { id, frame } = await shareSnapshot()
      const since = live.since(id)
      // Forgotten already: so many events came while it was read that it is too old to begin with.
      if (since) return connect(coding, [frame, ...since.map(frameOf)], seat)
    }
  }

  /** No other event can come between what was missed and the stream: nothing waits from there to here. */
  function connect(coding: Coding, frames: readonly Frame[], seat: Seat): ReadableStream<Uint8Array> {
    const first = [BEGINNING, RETRY, ...frames]
    const beginning = new Set(first.map((frame) => frame[coding]()))
    // Worked out here: what a closure names stays in memory as long as the stream.
    const begun = coding === 'gzip' ? first.reduce((total, frame) => followedBy(total, frame.sum()), NOTHING) : null
    let client: Client | null = null
    const drop = () => {
      if (client) clients.delete(client)
      seat.leave()
    }
    return new ReadableStream<Uint8Array>(
      {
        start(controller) {
          for (const bytes of beginning) if (bytes.byteLength > 0) controller.enqueue(bytes)
          client = begun ? gzipClient(controller, begun, drop) : plainClient(controller, drop)
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

type Controller = ReadableStreamDefaultController<Uint8Array>

function plainClient(controller: Controller, drop: () => void): Client {
  return {
    send: (frame) => void enqueue(controller, frame.plain(), drop),
    end: () => controller.close(),
  }
}

/** Knows the sum of what it was sent, `begun` included: its end tells the reader that nothing is missing. */
function gzipClient(controller: Controller, begun: Total, drop: () => void): Client {
  let total = begun
  return {
    send(frame) {
      if (enqueue(controller, frame.gzip(), drop)) total = followedBy(total, frame.sum())
    },
    end() {
      controller.enqueue(trailer(total))
      controller.close()
    },
  }
}

/** false: the screen reads too slowly and is dropped. */
function enqueue(controller: Controller, bytes: Uint8Array, drop: () => void): boolean {
  if ((controller.desiredSize ?? 0) >= bytes.byteLength) {
    controller.enqueue(bytes)
    return true
  }
  drop()
  controller.error(new Error('the screen reads too slowly'))
  return false
}
