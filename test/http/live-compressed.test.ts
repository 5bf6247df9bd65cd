import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGunzip, gunzipSync } from 'node:zlib'
import { serve } from '@hono/node-server'
import { createParser } from 'eventsource-parser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLive } from '../../server/flows/show/live.ts'
import { createLiveHub } from '../../server/http/live-hub.ts'
import { type HttpWorld, openHttpWorld } from '../support/http-world.ts'
import { openStream } from '../support/open-stream.ts'
import { publishAny } from '../support/publish-any.ts'

describe('compression of the live stream', () => {
  it('happens once for each event, however many screens there are and whenever they come', async () => {
    const compressed: string[] = []
    const live = createLive({ startedAt: 1 })
    const compress = (bytes: Uint8Array) => {
      compressed.push(/event: (\w+)/.exec(Buffer.from(bytes).toString())![1]!)
      return bytes
    }
    const hub = createLiveHub({ live, compress, snapshot: async () => ({ id: live.lastId(), data: '{}' }) })
    await Promise.all(Array.from({ length: 50 }, () => openStream(hub, null, { coding: 'gzip' })))
    publishAny(live, 'order', { n: 1 })
    publishAny(live, 'readings', { n: 2 })
    for (let n = 0; n < 50; n++) await openStream(hub, live.lastId() - 2, { coding: 'gzip' })
    expect(compressed).toEqual(['snapshot', 'order', 'readings'])
    hub.close()
  })

  it('costs nothing while nobody takes it', async () => {
    let compressed = 0
    const live = createLive({ startedAt: 1 })
    const compress = (bytes: Uint8Array) => {
      compressed += 1
      return bytes
    }
    const hub = createLiveHub({ live, compress, snapshot: async () => ({ id: live.lastId(), data: '{}' }) })
    await openStream(hub)
    publishAny(live, 'order', { n: 1 })
    expect(compressed).toBe(0)
    hub.close()
  })
})

describe('a compressed stream over a real connection', () => {
  let world: HttpWorld
  let server: ReturnType<typeof serve>
  let url: string

  beforeAll(async () => {
    world = await openHttpWorld()
    server = serve({ fetch: world.app.fetch, port: 0, hostname: '127.0.0.1' })
    await once(server, 'listening')
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/live`
  })
  afterAll(async () => {
    await world.close()
    await new Promise((resolve) => server.close(resolve))
  })

  it('brings the same events as a plain one, each as soon as it happens', async () => {
    const screens = [await openScreen({ 'accept-encoding': 'gzip, deflate, br' }), await openScreen({})]
    expect(screens.map(({ answer }) => answer.headers['content-encoding'])).toEqual(['gzip', undefined])
    const both = () => Promise.all(screens.map(({ next }) => next()))
    const [snapshot, plainSnapshot] = await both()
    expect(snapshot!.event).toBe('snapshot')
    expect(snapshot).toEqual(plainSnapshot)
    for (const text of ['短', '扬尘'.repeat(30_000), '']) {
      publishAny(world.live, 'readings', { text })
      const expected = { id: String(world.live.lastId()), event: 'readings', data: JSON.stringify({ text }) }
      expect(await both()).toEqual([expected, expected])
    }
    for (const { answer } of screens) answer.destroy()
  })

  it('resumes, and a screen that comes late needs nothing from before', async () => {
    const from = world.live.lastId()
    publishAny(world.live, 'order', { n: 1 })
    const { answer, next } = await openScreen({ 'accept-encoding': 'gzip', 'last-event-id': String(from) })
    expect(await next()).toMatchObject({ data: '{"n":1}' })
    publishAny(world.live, 'order', { n: 2 })
    expect(await next()).toMatchObject({ data: '{"n":2}' })
    answer.destroy()
  })

  it.each([{ screens: 'the snapshot alone' }, { screens: 'events of every size, and one that resumed' }])(
    'is a whole gzip file when the server closes it: $screens',
    async ({ screens }) => {
      const live = createLive({ startedAt: 1 })
      const hub = createLiveHub({ live, snapshot: async () => ({ id: live.lastId(), data: '{"begins":true}' }) })
      const streams = [await openStream(hub, null, { coding: 'gzip' }), await openStream(hub)]
      if (screens.startsWith('events')) {
        for (const size of [0, 1, 70_000, 5]) publishAny(live, 'readings', { text: '尘'.repeat(size) })
        streams.push(
          await openStream(hub, live.lastId() - 2, { coding: 'gzip' }),
          await openStream(hub, live.lastId() - 2),
        )
        publishAny(live, 'order', { n: 1 })
      }
      hub.close()
      const bytes = await Promise.all(
        streams.map(async (stream) => Buffer.from(await new Response(stream).arrayBuffer())),
      )
      for (let n = 0; n < bytes.length; n += 2) {
        // Throws when the trailer is missing, or says another sum or length.
        expect(gunzipSync(bytes[n]!).toString()).toBe(bytes[n + 1]!.toString())
      }
    },
  )

  it('is understood by fetch', async () => {
    const stop = new AbortController()
    const response = await fetch(url, { signal: stop.signal })
    expect(response.headers.get('content-encoding')).toBe('gzip')
    expect(response.headers.get('vary')).toContain('accept-encoding')
    let text = ''
    for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
      text += piece
      if (text.includes('event: snapshot')) break
    }
    stop.abort()
  })

  it.each(['gzip;q=0', 'br, gzip; q=0.000', 'identity', 'gzipped'])(
    'is not sent to one who says %s',
    async (accepted) => {
      const { answer } = await openScreen({ 'accept-encoding': accepted })
      expect(answer.headers['content-encoding']).toBeUndefined()
      answer.destroy()
    },
  )

  it.each(['gzip', 'GZIP;q=0.5', 'br;q=1, gzip ; q=0.8'])('is sent to one who says %s', async (accepted) => {
    const { answer } = await openScreen({ 'accept-encoding': accepted })
    expect(answer.headers['content-encoding']).toBe('gzip')
    answer.destroy()
  })

  /** `next` waits for one event. */
  async function openScreen(headers: Record<string, string>) {
    const [answer] = (await once(get(url, { agent: false, headers }), 'response')) as [IncomingMessage]
    const seen: { id?: string; event?: string; data: string }[] = []
    let wake: () => void = () => undefined
    const parser = createParser({
      onEvent({ id, event, data }) {
        seen.push({ id: id!, event: event!, data })
        wake()
      },
    })
    const pieces = answer.headers['content-encoding'] ? answer.pipe(createGunzip()) : answer
    pieces.setEncoding('utf8').on('data', (piece: string) => parser.feed(piece))
    answer.on('error', () => undefined)
    const next = async () => {
      while (seen.length === 0)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      return seen.shift()!
    }
    return { answer, next }
  }
})
