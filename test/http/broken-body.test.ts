/** Bodies that break off or never end, over real connections. */
import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { serve } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HttpWorld, openHttpWorld } from '../support/http-world.ts'

describe('a body without an end', () => {
  let world: HttpWorld
  let server: ReturnType<typeof serve>

  beforeAll(async () => {
    world = await openHttpWorld()
    server = serve({ fetch: world.app.fetch, port: 0, hostname: '127.0.0.1' })
    await once(server, 'listening')
  })
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve))
    await world.close()
  })

  /** Sends the first byte of a body and nothing more. */
  function begin(request: string, headers: readonly string[], first = '{'): Socket {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    socket.write([`${request} HTTP/1.1`, 'Host: 127.0.0.1', ...headers, '', first].join('\r\n'))
    return socket
  }

  it.each([
    { request: 'GET /api/v1/clock', headers: ['Content-Length: 1000'] },
    { request: 'GET /api/v1/clock', headers: ['Transfer-Encoding: chunked'], first: '1\r\n{' },
    { request: 'HEAD /api/v1/clock', headers: ['Content-Length: 1000'] },
    { request: 'GET /api/v1/live', headers: ['Content-Length: 1000'] },
    { request: 'GET /anything', headers: ['Content-Length: 1000'] },
  ])('holds no connection of one who only reads: $request, $headers', async ({ request, headers, first }) => {
    const socket = begin(request, headers, first)
    const [answer] = await once(socket.setEncoding('utf8'), 'data')
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    await once(socket.resume(), 'close')
  })

  it('lets one read who says that there is no body', async () => {
    expect((await world.get('clock', { headers: { 'content-length': '0' } })).status).toBe(200)
  })

  it.each([
    { request: 'POST /api/v1/townships', type: 'application/json' },
    { request: 'POST /api/v1/import', type: 'text/csv' },
    { request: 'POST /api/v1/import/readings', type: 'application/x-ndjson' },
  ])('is no fault of the program when whoever sends it goes away: $request', async ({ request, type }) => {
    const arrived = once(server, 'request')
    const socket = begin(request, [
      ...['Authorization: Bearer officer-token', `Content-Type: ${type}`, 'Content-Length: 1000'],
    ])
    const [, response] = await arrived
    socket.destroy()
    await once(response, 'close')
    // Answered to nobody, but worded: a call that comes after it finds everything as before.
    expect((await world.get('clock')).status).toBe(200)
    expect(world.faults).toEqual([])
  })
})
