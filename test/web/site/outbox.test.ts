import { afterEach, describe, expect, it, vi } from 'vitest'
import { Outbox, type Refusal } from '../../../web/site/outbox.svelte.ts'

describe('what was tapped on the phone', () => {
  afterEach(() => vi.unstubAllGlobals())

  /** A server that answers with these, one after the other, and the keys it was sent. */
  function openOutbox(...statuses: number[]) {
    const keys: string[] = []
    vi.stubGlobal('fetch', async (_: string, { headers }: { headers: Record<string, string> }) => {
      keys.push(headers['idempotency-key'] ?? '')
      return new Response('{}', { status: statuses.shift() ?? 200, headers: { 'content-type': 'application/json' } })
    })
    const refused: number[] = []
    const outbox = new Outbox('site-1', (_, { status }: Refusal) => refused.push(status))
    outbox.add({ orderId: 'o1', what: 'acknowledge', path: '/orders/o1/acknowledge', body: {}, asked: '' })
    return { outbox, keys, refused }
  }

  it.each([408, 429, 500, 503])('is kept after %s, which is not a no, and sent again with its key', async (status) => {
    const { outbox, keys, refused } = openOutbox(status)
    expect(await outbox.send()).toBe(false)
    expect(outbox.isWaiting('o1', 'acknowledge')).toBe(true)
    expect(await outbox.send()).toBe(true)
    expect(outbox.taps).toEqual([])
    expect(keys[1]).toBe(keys[0])
    expect(refused).toEqual([])
  })

  it.each([400, 403, 404, 409])('is taken out and told after %s', async (status) => {
    const { outbox, refused } = openOutbox(status)
    expect(await outbox.send()).toBe(true)
    expect({ taps: outbox.taps, refused }).toEqual({ taps: [], refused: [status] })
  })
})
