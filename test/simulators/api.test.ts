import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type Api, openApi } from '../../simulators/api.ts'

let server: Server | null = null
let api: Api | null = null

async function against(listener: RequestListener): Promise<Api> {
  const listening = createServer(listener)
  server = listening
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  api = openApi(`http://127.0.0.1:${(listening.address() as AddressInfo).port}`, 'secret')
  return api
}

afterEach(() => {
  api?.close()
  server?.closeAllConnections()
  server?.close()
})

describe('calls to the server', () => {
  it('carry the token and JSON, and keep their connection', async () => {
    const ports = new Set<number | undefined>()
    const calls = await against((request, response) => {
      ports.add(request.socket.remotePort)
      response.end(JSON.stringify({ token: request.headers.authorization, type: request.headers['content-type'] }))
    })
    for (let n = 0; n < 5; n += 1) {
      expect(await calls.ask('POST', '/x', {})).toEqual({ token: 'Bearer secret', type: 'application/json' })
    }
    expect(ports.size).toBe(1)
  })

  it('go out again once when the kept connection was closed meanwhile', async () => {
    let served = 0
    const calls = await against((request, response) => {
      served += 1
      if (served === 2) request.socket.resetAndDestroy()
      else response.end('{"ok":true}')
    })
    await calls.ask('GET', '/x')
    expect(await calls.ask('GET', '/x')).toEqual({ ok: true })
    expect(served).toBe(3)
  })

  it('name the problem the server names', async () => {
    const calls = await against((_request, response) => {
      response.writeHead(400).end(JSON.stringify({ title: 'wrong', detail: 'see errors', errors: [{ field: 'ts' }] }))
    })
    await expect(calls.ask('POST', '/x', {})).rejects.toThrow(
      'POST /x: answered 400 · wrong · see errors · {"errors":[{"field":"ts"}]}',
    )
  })

  it('say that nobody answers', async () => {
    const calls = await against((request) => request.socket.destroy())
    await expect(calls.ask('GET', '/x')).rejects.toThrow('no answer from the server')
  })
})
