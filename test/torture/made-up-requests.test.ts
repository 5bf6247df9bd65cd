/** Twenty thousand made-up requests over real connections to the real program, on a windy afternoon of a drill. */
import { Agent, type IncomingMessage, request } from 'node:http'
import { expect, it } from 'vitest'
import { startWindyDrill } from '../e2e/support/windy-drill.ts'
import { createRequests, type MadeUp, type OpenApiDocument } from '../support/made-up-requests.ts'
import { seededRandom } from '../support/random.ts'
import { TOKENS } from '../support/server.ts'

const REQUESTS = 20_000
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))

interface Answer {
  readonly status: number
  readonly type: string
  readonly text: string
}

function send(url: string, agent: Agent, { method, path, headers, body }: MadeUp): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const answered = (response: IncomingMessage) => {
      const { statusCode: status = 0, headers } = response
      const type = headers['content-type'] ?? ''
      let text = ''
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece
      })
      const done = () => resolve({ status, type, text })
      if (type.startsWith('text/event-stream')) {
        response.on('error', () => undefined)
        response.destroy()
        done()
      } else response.once('error', reject).once('end', done)
    }
    const length = body === null ? {} : { 'content-length': Buffer.byteLength(body) }
    request({ agent, hostname, port, method, path, headers: { ...headers, ...length } }, answered)
      .once('error', reject)
      .end(body ?? undefined)
  })
}

it(`answers ${REQUESTS} made-up requests as its document says, and stands (SEED=${SEED})`, async () => {
  const drill = await startWindyDrill({ WINDBREAK_RULES: 'windy-day=automatic,*=off' })
  const agent = new Agent({ keepAlive: true })
  try {
    await drill.play(40, 8)
    const idsOf = async (list: string) =>
      (await drill.server.get<{ items: { id: string }[] }>(`/${list}?limit=20`)).items.map(({ id }) => id)
    const ids = (await Promise.all(['townships', 'places', 'devices', 'orders', 'episodes'].map(idsOf))).flat()
    expect(await idsOf('orders')).not.toEqual([])
    const document = await drill.server.get<OpenApiDocument>('/openapi.json')
    const names = { tokens: Object.values(TOKENS), ids: [...ids, 'stopEarthworks'], now: drill.now() }
    const next = createRequests(document, seededRandom(SEED), () => names)
    for (let n = 0; n < REQUESTS; n++) {
      const made = next()
      const { status, type, text } = await send(drill.server.url, agent, made)
      const said = `${n}: ${status} to ${JSON.stringify(made)}: ${text.slice(0, 500)}`
      expect(status, said).toBeLessThan(500)
      expect(made.statuses, said).toContain(status)
      if (status >= 400) expect(type, said).toBe('application/problem+json; charset=utf-8')
    }
    expect(drill.server.said()).not.toContain('http.fault')
    expect(await drill.server.get('/audit/verify')).toMatchObject({ ok: true })
    const ok = { status: 'ok', problem: null }
    expect(await drill.server.get('/health')).toMatchObject({ parts: { operations: ok, readingStore: ok } })
  } finally {
    agent.destroy()
    await drill.end()
  }
})
