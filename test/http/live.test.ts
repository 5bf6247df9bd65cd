import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { serve } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLive, type Live } from '../../server/flows/show/live.ts'
import { createLiveHub } from '../../server/http/live-hub.ts'
import { type HttpWorld, openHttpWorld } from '../support/http-world.ts'
import { openStream } from '../support/open-stream.ts'
import { publishAny } from '../support/publish-any.ts'

interface Seen {
  readonly id: number
  readonly event: string
  readonly data: unknown
}

/** Reads a stream piece by piece until `count` events have come; comments and retry lines are kept apart. */
async function readEvents(reader: ReadableStreamDefaultReader<Uint8Array>, count: number, rest = { text: '' }) {
  const seen: Seen[] = []
  const decoder = new TextDecoder()
  while (seen.length < count) {
    const end = rest.text.indexOf('\n\n')
    if (end === -1) {
      const { done, value } = await reader.read()
      if (done) break
      rest.text += decoder.decode(value, { stream: true })
      continue
    }
    const lines = rest.text.slice(0, end).split('\n')
    rest.text = rest.text.slice(end + 2)
    const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2)
    const data = field('data')
    if (data !== undefined) seen.push({ id: Number(field('id')), event: field('event') ?? '', data: JSON.parse(data) })
  }
  return seen
}

describe('live hub', () => {
  const open = (
    parts: Partial<Parameters<typeof createLiveHub>[0]> = {},
    live: Live = createLive({ startedAt: 1 }),
  ) => {
    const hub = createLiveHub({ live, snapshot: async () => ({ id: live.lastId(), data: '{}' }), ...parts })
    return { live, hub }
  }

  it('goes on exactly where a snapshot ends, also when events come while it is read', async () => {
    const live = createLive({ startedAt: 1 })
    const { hub } = open(
      {
        snapshot: async () => {
          const id = live.lastId()
          publishAny(live, 'order', { n: 1 })
          await Promise.resolve()
          publishAny(live, 'order', { n: 2 })
          return { id, data: '{"begins":true}' }
        },
      },
      live,
    )
    const stream = await openStream(hub)
    publishAny(live, 'order', { n: 3 })
    const seen = await readEvents(stream.getReader(), 4)
    expect(seen.map(({ event }) => event)).toEqual(['snapshot', 'order', 'order', 'order'])
    expect(seen.slice(1).map(({ data }) => data)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }])
    expect(seen.map(({ id }) => id)).toEqual([1_000, 1_001, 1_002, 1_003])
    hub.close()
  })

  it('misses nothing of what happens at any moment while a stream is being opened', async () => {
    const { hub, live } = open()
    const opening = openStream(hub)
    let isOpen = false
    void opening.then(() => {
      isOpen = true
    })
    for (let n = 1; !isOpen; n++) {
      publishAny(live, 'order', { n })
      await Promise.resolve()
    }
    hub.close()
    const seen = await readEvents((await opening).getReader(), Number.POSITIVE_INFINITY)
    const first = seen[0]!.id
    const all = Array.from({ length: live.lastId() - first + 1 }, (_, n) => first + n)
    expect(seen.map(({ id }) => id)).toEqual(all)
  })

  it('resumes after the last event seen, and begins anew when that is forgotten', async () => {
    const { hub, live } = open({}, createLive({ startedAt: 1, remember: 4 }))
    for (let n = 1; n <= 20; n++) publishAny(live, 'draft', { n })
    const resumed = await readEvents((await openStream(hub, live.lastId() - 2)).getReader(), 2)
    expect(resumed.map(({ data }) => data)).toEqual([{ n: 19 }, { n: 20 }])
    const anew = await readEvents((await openStream(hub, 1_001)).getReader(), 1)
    expect(anew[0]).toMatchObject({ event: 'snapshot', id: live.lastId() })
    hub.close()
  })

  it('shares one snapshot among those who come together', async () => {
    let taken = 0
    const live = createLive({ startedAt: 1 })
    const snapshot = async () => {
      taken += 1
      return { id: live.lastId(), data: '{}' }
    }
    const { hub } = open({ snapshot }, live)
    await Promise.all(Array.from({ length: 50 }, () => openStream(hub)))
    expect({ taken, clients: hub.clients() }).toEqual({ taken: 1, clients: 50 })
    hub.close()
  })

  it('drops a screen that does not read, and no other', async () => {
    const { hub, live } = open({ maxUnsentBytes: 10_000 })
    const slow = await openStream(hub)
    const quick = (await openStream(hub)).getReader()
    const rest = { text: '' }
    await readEvents(quick, 1, rest)
    for (let n = 0; n < 30; n++) {
      publishAny(live, 'readings', { text: 'x'.repeat(1_000) })
      await readEvents(quick, 1, rest)
    }
    expect(hub.clients()).toBe(1)
    await expect(readEvents(slow.getReader(), 100)).rejects.toThrow('too slowly')
    hub.close()
  })

  it('never counts a large snapshot against the screen', async () => {
    const data = JSON.stringify({ text: 'x'.repeat(50_000) })
    const { hub, live } = open({ maxUnsentBytes: 10_000, snapshot: async () => ({ id: 1_000, data }) })
    const stream = await openStream(hub)
    publishAny(live, 'order', { n: 1 })
    expect((await readEvents(stream.getReader(), 2)).map(({ event }) => event)).toEqual(['snapshot', 'order'])
    hub.close()
  })

  it('has no room beyond its limits, and room again when a screen leaves', async () => {
    const { hub } = open({ limits: { all: 2, perAccount: 2, perAddress: 2, reserved: 0 } })
    const first = await openStream(hub)
    await openStream(hub)
    await expect(openStream(hub)).rejects.toThrow('enough')
    await expect(openStream(hub, null, { viewer: { name: 'b', isKnown: false } })).rejects.toThrow('full')
    await first.cancel()
    await openStream(hub)
    hub.close()
  })

  it('counts those that are still being opened', async () => {
    const { hub } = open({ limits: { all: 9, perAccount: 3, perAddress: 3, reserved: 0 } })
    const all = await Promise.allSettled(Array.from({ length: 9 }, () => openStream(hub)))
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    hub.close()
  })

  it('gives a place back when there is nothing to begin with', async () => {
    let isFailing = true
    const snapshot = async () => {
      if (isFailing) throw new Error('the database is away')
      return { id: 1_000, data: '{}' }
    }
    const { hub } = open({ snapshot, limits: { all: 1, perAccount: 1, perAddress: 1, reserved: 0 } })
    await expect(openStream(hub)).rejects.toThrow('the database is away')
    isFailing = false
    await openStream(hub)
    hub.close()
  })

  it('ends the oldest anonymous screen in good order when a known person needs the place', async () => {
    const { hub, live } = open({ limits: { all: 2, perAccount: 2, perAddress: 2, reserved: 0 } })
    const readers = [(await openStream(hub)).getReader(), (await openStream(hub)).getReader()]
    const officer = await openStream(hub, null, { viewer: { name: '值班员', isKnown: true } })
    publishAny(live, 'order', { n: 1 })
    // Its snapshot, and no more.
    expect(await readEvents(readers[0]!, 2)).toHaveLength(1)
    expect(await readEvents(readers[1]!, 2)).toHaveLength(2)
    expect(await readEvents(officer.getReader(), 2)).toHaveLength(2)
    expect(hub.clients()).toBe(2)
    hub.close()
  })

  it('sends a sign of life, and ends every stream when it closes', async () => {
    const { hub } = open({ heartbeatMs: 1 })
    const reader = (await openStream(hub)).getReader()
    let text = ''
    while (!text.includes(': \n\n')) text += new TextDecoder().decode((await reader.read()).value)
    hub.close()
    let isDone = false
    while (!isDone) isDone = (await reader.read()).done
    expect(hub.clients()).toBe(0)
  })
})

describe('over a real connection', () => {
  let world: HttpWorld
  let server: ReturnType<typeof serve>
  let url: string
  let port: number

  beforeAll(async () => {
    world = await openHttpWorld()
    server = serve({ fetch: world.app.fetch, port: 0, hostname: '127.0.0.1' })
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
    url = `http://127.0.0.1:${port}/api/v1`
  })
  afterAll(async () => {
    await world.close()
    await new Promise((resolve) => server.close(resolve))
  })

  /** A connection that was given up is noticed a moment later. */
  async function allGone(): Promise<void> {
    while (world.liveClients() > 0) await new Promise((resolve) => setImmediate(resolve))
  }

  it('begins with a snapshot and goes on with what happens', async () => {
    const stop = new AbortController()
    const response = await fetch(`${url}/live`, { signal: stop.signal })
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const reader = response.body!.getReader()
    const rest = { text: '' }
    const [snapshot] = await readEvents(reader, 1, rest)
    expect(snapshot).toMatchObject({
      event: 'snapshot',
      id: world.live.lastId(),
      data: { clock: { realm: 'drill' }, episodes: [], drafts: [], orders: [], latest: [{ device: 'mast-1' }, {}] },
    })
    publishAny(world.live, 'clock', { now: 'x' })
    const [event] = await readEvents(reader, 1, rest)
    expect(event).toEqual({ id: world.live.lastId(), event: 'clock', data: { now: 'x' } })
    stop.abort()
    await allGone()
  })

  it('resumes with the header and with the query', async () => {
    const from = world.live.lastId()
    publishAny(world.live, 'order', { n: 1 })
    for (const request of [
      new Request(`${url}/live`, { headers: { 'last-event-id': String(from) } }),
      new Request(`${url}/live?lastEventId=${from}`),
    ]) {
      const stop = new AbortController()
      const response = await fetch(request, { signal: stop.signal })
      const [event] = await readEvents(response.body!.getReader(), 1)
      expect(event).toMatchObject({ event: 'order', data: { n: 1 } })
      stop.abort()
    }
  })

  it('leaves the officer a place when one address without a token takes all it can get', async () => {
    await allGone()
    const screens: Response[] = []
    const openOne = async (headers: Record<string, string> = {}) => {
      const resumed = { ...headers, 'last-event-id': String(world.live.lastId()) }
      const response = await world.app.request('/api/v1/live', { headers: resumed })
      screens.push(response)
      return response
    }
    while ((await openOne()).ok);
    expect(screens.length).toBeLessThan(1_000)
    const refused = screens.at(-1)!
    expect({ status: refused.status, retry: refused.headers.get('retry-after') }).toEqual({ status: 429, retry: '5' })
    expect((await openOne({ authorization: 'Bearer officer-token' })).status).toBe(200)
    for (const { ok, body } of screens) if (ok) await body!.cancel()
    await allGone()
  })

  it('takes no place for a HEAD, whose stream nobody would ever read', async () => {
    await allGone()
    const { status, headers } = await world.call('HEAD', 'live')
    expect({ status, type: headers.get('content-type') }).toEqual({
      status: 200,
      type: 'text/event-stream; charset=utf-8',
    })
    expect(world.liveClients()).toBe(0)
  })

  it('holds in the snapshot what is in force and what ended today', async () => {
    while ((await world.operations.read.drafts.pending()).length === 0) await world.room.blow(6, 1)
    await world.room.blow(6, 4)
    const { body } = await world.get('orders')
    await world.post(`orders/${body.items[0].id}/cancel`, { reason: '误报' }, 'chief-token')
    const stop = new AbortController()
    const response = await fetch(`${url}/live`, { signal: stop.signal })
    const [snapshot] = await readEvents(response.body!.getReader(), 1)
    stop.abort()
    const { episodes, orders, drafts } = snapshot!.data as Record<string, { id: string; state: string }[]>
    expect(episodes!.map(({ state }) => state)).toEqual(['open'])
    expect(drafts).toEqual([])
    expect(orders!.map(({ state }) => state).sort()).toEqual(['cancelled', 'issued', 'issued'])
  })

  it('refuses 100 MB without taking them in', async () => {
    const before = process.memoryUsage().rss
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => undefined)
    const head = `POST /api/v1/townships HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer officer-token\r\ncontent-type: application/json\r\ncontent-length: ${100 * 1_048_576}\r\n\r\n`
    socket.write(head)
    const [answer] = await once(socket, 'data')
    socket.destroy()
    expect(String(answer)).toMatch(/^HTTP\/1\.1 413 /)
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1_048_576)
  })

  it('refuses an endless body without a length at its limit', async () => {
    const headers = { authorization: 'Bearer officer-token', 'content-type': 'application/json' }
    const body = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(0x20)) })
    const request = fetch(`${url}/townships`, { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
    const status = await request.then(
      (response) => response.status,
      () => 'disconnected',
    )
    expect([413, 'disconnected']).toContain(status)
  })
})
