/** A body that trickles or stops, by a clock turned by hand. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { newApi } from '../../server/http/api.ts'
import { readBody } from '../../server/http/body.ts'
import { piecesInTime } from '../../server/http/in-time.ts'
import { answerProblem, problemOf } from '../../server/http/problem.ts'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }

describe('a slow body', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => vi.useRealTimers())

  function openApp() {
    const app = newApi()
    app.onError((error, c) => answerProblem(c, problemOf(error, log)))
    app.use('*', readBody)
    app.post('/changes', async (c) => c.json(await c.req.json()))
    return app
  }

  /** Its pieces come when the test says so. */
  function openBody() {
    let send: (text: string) => void = () => undefined
    let end: () => void = () => undefined
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        send = (text) => controller.enqueue(new TextEncoder().encode(text))
        end = () => controller.close()
      },
    })
    return { stream, send, end }
  }

  function post(body: ReadableStream<Uint8Array>, headers: Record<string, string>) {
    let status: number | null = null
    const init = { method: 'POST', body, duplex: 'half', headers: { 'content-type': 'application/json', ...headers } }
    const answer = Promise.resolve(openApp().request(new Request('http://127.0.0.1/changes', init as RequestInit)))
    void answer.then((response) => {
      status = response.status
    })
    return { answer, status: () => status }
  }

  it.each([
    { case: 'with a length', headers: { 'content-length': '1000' } },
    { case: 'in chunks', headers: { 'transfer-encoding': 'chunked' } },
  ])('is refused after a minute, $case, however often a byte of it comes', async ({ headers }) => {
    const { stream, send } = openBody()
    const { answer, status } = post(stream, headers)
    for (let second = 0; second < 59; second++) {
      send(' ')
      await vi.advanceTimersByTimeAsync(1_000)
    }
    expect(status()).toBeNull()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(status()).toBe(408)
    expect(await (await answer).json()).toMatchObject({ detail: 'what is sent must arrive within 60 s' })
  })

  it('is taken when it comes in time', async () => {
    const { stream, send, end } = openBody()
    const { answer } = post(stream, { 'transfer-encoding': 'chunked' })
    send('{"a":')
    await vi.advanceTimersByTimeAsync(50_000)
    send('1}')
    end()
    await vi.advanceTimersByTimeAsync(0)
    expect(await (await answer).json()).toEqual({ a: 1 })
    expect(vi.getTimerCount()).toBe(0)
  })

  it('may go on for long as a stream, but not without a next piece', async () => {
    const { stream, send } = openBody()
    const pieces = piecesInTime(stream)
    for (let n = 0; n < 10; n++) {
      const next = pieces.next()
      await vi.advanceTimersByTimeAsync(29_000)
      send(String(n))
      expect(new TextDecoder().decode((await next).value as Uint8Array)).toBe(String(n))
    }
    const missing = expect(pieces.next()).rejects.toThrow('what is sent must arrive within 30 s')
    await vi.advanceTimersByTimeAsync(30_000)
    await missing
    expect((await pieces.next()).done).toBe(true)
  })
})
