/** What a caller can get wrong, said to the real program over a real socket: a problem in plain words, and nothing changes. */
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { everything, healthOf } from '../support/live-district.ts'
import { temporaryFolder } from '../support/real-server.ts'
import { type RunningServer, startServer, TOKENS } from '../support/server.ts'

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

interface Said {
  readonly case: string
  readonly method?: string
  readonly path: string
  readonly headers?: OutgoingHttpHeaders
  readonly body?: string
  readonly status: number
  /** Somewhere in the problem. */
  readonly says: RegExp
}

const officer = { authorization: `Bearer ${TOKENS.officer}`, 'content-type': 'application/json' }

const REQUESTS: readonly Said[] = [
  { case: 'broken JSON', path: '/townships', headers: officer, body: '{"id":', status: 400, says: /JSON/ },
  {
    case: 'a wrong type',
    path: '/townships',
    headers: officer,
    body: '{"id":"t9","name":7}',
    status: 400,
    says: /"field":"name","found":"?7/,
  },
  {
    case: 'a registry that names a township nobody knows',
    path: '/import',
    headers: officer,
    body: '{"devices":[{"id":"d","name":"d","kind":"dustMonitor","townshipId":"nowhere"}]}',
    status: 422,
    says: /nowhere/,
  },
  {
    case: 'a body of 1 MB',
    path: '/townships',
    headers: officer,
    body: `{"id":"t9","name":"${'x'.repeat(1_000_000)}"}`,
    status: 413,
    says: /262144 bytes/,
  },
  {
    case: 'a body that is no JSON by its type',
    path: '/townships',
    headers: { ...officer, 'content-type': 'text/plain' },
    body: 'x',
    status: 415,
    says: /send the body as application\/json/,
  },
  { case: 'no token', path: '/townships', body: '{}', status: 401, says: /a change needs a token/ },
  {
    case: 'a wrong token',
    path: '/townships',
    headers: { ...officer, authorization: 'Bearer officer-token-2' },
    body: '{}',
    status: 401,
    says: /the token is not known/,
  },
  {
    case: 'a role that may not',
    path: '/townships',
    headers: { ...officer, authorization: `Bearer ${TOKENS.viewer}` },
    body: '{}',
    status: 403,
    says: /viewer may not do this/,
  },
  {
    case: 'another host (DNS rebinding)',
    method: 'GET',
    path: '/orders',
    headers: { host: 'windbreak.example.com' },
    status: 421,
    says: /127\.0\.0\.1, localhost/,
  },
  {
    case: "another site's page",
    path: '/townships',
    headers: { ...officer, origin: 'https://elsewhere.example' },
    body: '{"id":"t9","name":"x"}',
    status: 403,
    says: /page of another site/,
  },
  { case: 'a path that is not there', method: 'GET', path: '/nothing', status: 404, says: /Not found/ },
  {
    case: 'the clock of the live realm',
    path: '/clock',
    headers: { ...officer },
    body: '{"advanceTo":"2030-01-01T00:00:00Z"}',
    status: 409,
    says: /only a drill's clock/,
  },
]

describe('bad requests', () => {
  const folder = temporaryFolder()
  let server: RunningServer
  let before: unknown

  const present = async () => ({
    townships: await everything(server, '/townships'),
    devices: await everything(server, '/devices'),
    audit: await everything(server, '/audit'),
  })

  beforeAll(async () => {
    server = await startServer({ WINDBREAK_DATA_DIR: folder.path, WINDBREAK_MQTT_PORT: 'off' })
    before = await present()
  })
  afterAll(async () => {
    await server?.end('SIGKILL')
    folder.remove()
  })

  /** Not `fetch`, which lets nobody choose the Host. */
  function send({ method = 'POST', path, headers = {}, body }: Said): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const call = request(`${server.url}/api/v1${path}`, { method, headers, agent: false }, (response) => {
        let text = ''
        response.on('data', (chunk) => (text += chunk))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
      })
      call.on('error', reject)
      call.end(body)
    })
  }

  it.each(REQUESTS)('$case: refused in plain words', async (said) => {
    const { status, headers, text } = await send(said)
    expect({ status, type: headers['content-type'] }, text).toEqual({
      status: said.status,
      type: 'application/problem+json; charset=utf-8',
    })
    expect(text).toMatch(said.says)
    expect(text).not.toMatch(/ at .+:\d+:\d+/)
  })

  it('and nothing was changed', async () => {
    expect(await present()).toEqual(before)
    expect((await healthOf(server)).parts.operations).toEqual({ status: 'ok', problem: null })
    expect(server.said()).not.toContain('http.fault')
  })
})
