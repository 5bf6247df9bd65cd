/** Some hundreds of requests nobody would write by hand; thousands of them, to the real program, in test/torture. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type HttpWorld, openHttpWorld, TOKENS } from '../support/http-world.ts'
import { createRequests, type MadeUp } from '../support/made-up-requests.ts'
import { seededRandom } from '../support/random.ts'

const REQUESTS = 600
/** `SEED=… npx vitest run test/http/made-up-requests.test.ts` sends the same ones again. */
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))

let world: HttpWorld
beforeAll(async () => {
  world = await openHttpWorld()
  while ((await world.operations.read.drafts.pending()).length === 0) await world.room.blow(6, 1)
  await world.post(`drafts/${(await world.get('drafts')).body.items[0].id}/issue`)
})
afterAll(() => world.close())

async function send({ method, path, headers, body }: MadeUp) {
  const response = await world.app.request(path, { method, headers, ...(body === null ? {} : { body }) })
  const type = response.headers.get('content-type') ?? ''
  if (!type.startsWith('text/event-stream')) return { status: response.status, type, text: await response.text() }
  await response.body?.cancel()
  return { status: response.status, type, text: '' }
}

it(`answers ${REQUESTS} made-up requests as its document says, none with a fault (SEED=${SEED})`, async () => {
  const document = (await world.get('openapi.json')).body
  const orders = (await world.room.orders()).map(({ id }) => id)
  const drafts = (await world.get('drafts?state=issued')).body.items.map(({ id }: { id: string }) => id)
  const things = ['t1', 't2', 'site-1', 'site-2', 'road-1', 'mast-1', 'mast-2', 'stopEarthworks']
  const next = createRequests(document, seededRandom(SEED), () => ({
    tokens: TOKENS.map(({ token }) => token),
    ids: [...things, ...orders, ...drafts],
    now: world.room.clock.now(),
  }))
  const reached = new Set<number>()
  for (let n = 0; n < REQUESTS; n++) {
    const request = next()
    const { status, type, text } = await send(request)
    reached.add(status)
    const expected = status < 400 ? type : 'application/problem+json; charset=utf-8'
    expect({ status, type, faults: world.faults }, JSON.stringify(request)).toEqual({
      status,
      type: expected,
      faults: [],
    })
    expect(status, JSON.stringify(request)).toBeLessThan(500)
    expect(request.statuses, `${status} to ${JSON.stringify(request)}: ${text}`).toContain(status)
  }
  // It was not the same refusal six hundred times.
  expect([...reached]).toEqual(expect.arrayContaining([200, 400, 403, 404]))
  expect((await world.get('audit/verify', { as: 'viewer-token' })).body).toMatchObject({ ok: true })
})
