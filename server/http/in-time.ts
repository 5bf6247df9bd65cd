/**
 * What a caller sends must come in time: a body that trickles or stops would hold a connection and its memory. One that
 * breaks off is the caller's doing and no fault of the program.
 */
import type { Ms } from '../domain/units.ts'
import { ProblemError } from './problem.ts'

/** For a whole body: far more than a form needs on a slow line. */
export const BODY_WITHIN_MS: Ms = 60_000
/** For the next piece of a long stream. Node ends the whole of it after 300 s. */
const PIECE_WITHIN_MS: Ms = 30_000

/** Ends the request with 408 when it has not arrived by then, with 400 when it broke off; what arrives later is nobody's. */
export async function inTime<T>(arriving: Promise<T>, withinMs: Ms): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    const why = `what is sent must arrive within ${withinMs / 1_000} s`
    timer = setTimeout(() => reject(new ProblemError(408, why)), withinMs)
  })
  try {
    return await Promise.race([arriving.catch(tellBrokenOff), tooLate])
  } finally {
    clearTimeout(timer)
  }
}

/** The connection ended meanwhile: there is nobody to answer, but the refusal is not logged as a fault. */
function tellBrokenOff(error: unknown): never {
  if (error instanceof ProblemError) throw error
  throw new ProblemError(400, 'what is sent broke off before its end')
}

/** A stream piece by piece, each of which must come in time. */
export async function* piecesInTime(
  stream: ReadableStream<Uint8Array>,
  withinMs: Ms = PIECE_WITHIN_MS,
): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await inTime(reader.read(), withinMs)
      if (done) return
      yield value
    }
  } finally {
    // Whoever sends may have gone already.
    void reader.cancel().catch(() => undefined)
  }
}
