/**
 * Frames of the live stream: text made once, compressed once, bytes shared by all screens.
 *
 * A compressed stream is one gzip header (RFC 1952) and then, frame by frame, raw deflate flushed to a whole byte and never final.
 * Each frame stands alone, so whoever joins late needs none of those before. (A gzip member per frame would do for
 * Node, but Chromium ignores everything after the first member.) A stream that is ended in good order gets the trailer
 * of the format; one that is cut has none, and its reader knows.
 */
import { constants, deflateRawSync } from 'node:zlib'
import { type Sum, sumOf } from './gzip-trailer.ts'

/** How a screen wants its bytes (RFC 9110, 8.4.1). */
export type Coding = 'plain' | 'gzip'

/** Bytes for each coding, made when they are first asked for. */
export interface Frame {
  plain(): Uint8Array
  gzip(): Uint8Array
  /** Of the plain bytes, for the trailer of a compressed stream. */
  sum(): Sum
}

/** An event of the live stream or a snapshot in its place; `data` is JSON. */
export interface FrameEvent {
  readonly id: number
  readonly type: string
  readonly data: string
}

/** What stands before the first frame; its flags, time and system say nothing. */
export const BEGINNING: Frame = {
  plain: () => new Uint8Array(0),
  gzip: () => Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff),
  sum: () => sumOf(new Uint8Array(0)),
}

/** To raw deflate (RFC 1951), flushed to a whole byte and not final. */
export type Compress = (bytes: Uint8Array) => Uint8Array

/** A frame of its own: `text` is in the format of server-sent events. */
export function frame(text: string, compress: Compress = deflated): Frame {
  const plain = once(() => Buffer.from(text))
  return { plain, gzip: once(() => compress(plain())), sum: once(() => sumOf(plain())) }
}

/** What an event was compressed to is kept for as long as the event is remembered; its plain bytes are too many. */
export function createFrames(compress: Compress = deflated): (event: FrameEvent) => Frame {
  const packed = new WeakMap<FrameEvent, { readonly bytes: Uint8Array; readonly sum: Sum }>()
  return (event) => {
    const made = frame(`id: ${event.id}\nevent: ${event.type}\ndata: ${event.data}\n\n`, compress)
    const pack = () => {
      const one = packed.get(event) ?? { bytes: made.gzip(), sum: made.sum() }
      packed.set(event, one)
      return one
    }
    return { plain: made.plain, gzip: () => pack().bytes, sum: () => pack().sum }
  }
}

function once<T>(make: () => T): () => T {
  let made: T | null = null
  return () => {
    made ??= make()
    return made
  }
}

function deflated(bytes: Uint8Array): Uint8Array {
  return deflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH })
}
