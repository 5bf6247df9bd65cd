/** Chromium's DevTools protocol over a pair of pipes: JSON messages, each ended by a zero byte. No port is opened. */
import type { Readable, Writable } from 'node:stream'

export interface DevTools {
  /** Rejects with what the browser says, or when it is gone. */
  ask<T>(method: string, params: object, sessionId?: string): Promise<T>
  /** Whatever was asked is answered by this from now on. */
  end(why: string): void
}

interface Message {
  readonly id?: number
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

interface Waiting {
  readonly resolve: (result: never) => void
  readonly reject: (error: Error) => void
}

export function devToolsOver(toBrowser: Writable, fromBrowser: Readable): DevTools {
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let over: string | null = null
  let pieces: Buffer[] = []

  function end(why: string): void {
    over ??= why
    for (const { reject } of waiting.values()) reject(new Error(over))
    waiting.clear()
  }

  function take(text: string): void {
    const { id, result, error } = JSON.parse(text) as Message
    // Without an id it is an event, which nobody here waits for.
    const asked = id === undefined ? undefined : waiting.get(id)
    if (id === undefined || !asked) return
    waiting.delete(id)
    if (error) asked.reject(new Error(error.message))
    else asked.resolve(result as never)
  }

  fromBrowser.on('data', (chunk: Buffer) => {
    let rest = chunk
    for (let at = rest.indexOf(0); at >= 0; at = rest.indexOf(0)) {
      take(Buffer.concat([...pieces, rest.subarray(0, at)]).toString('utf8'))
      pieces = []
      rest = rest.subarray(at + 1)
    }
    pieces.push(rest)
  })
  // A pipe breaks because the browser ends, and how that ends says why.
  for (const pipe of [fromBrowser, toBrowser]) pipe.on('error', () => undefined)

  return {
    end,
    ask(method, params, sessionId) {
      return new Promise((resolve, reject) => {
        if (over !== null) return reject(new Error(over))
        lastId += 1
        waiting.set(lastId, { resolve, reject })
        toBrowser.write(`${JSON.stringify({ id: lastId, method, params, ...(sessionId ? { sessionId } : {}) })}\0`)
      })
    },
  }
}
