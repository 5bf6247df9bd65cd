/** The server that stands in for the real one says only what the real one could say. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { ClockView } from '../../server/contract/clock.ts'
import { pageView } from '../../server/contract/common.ts'
import { DrillReport } from '../../server/contract/drill-report.ts'
import { HealthView } from '../../server/contract/health.ts'
import { OrderView } from '../../server/contract/order.ts'
import { ImportAnswer } from '../../server/contract/registry.ts'

const START = '2015-04-15T08:00:00+08:00'
const TOKENS = 'player-token=chief:player,people-token=site:people'
const fake = fork(join(import.meta.dirname, 'fake-server.mjs'), [], {
  env: { ...process.env, WINDBREAK_TOKENS: TOKENS, WINDBREAK_DRILL_START: START },
  stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
})
let url = ''

beforeAll(async () => {
  const [message] = await once(fake, 'message')
  url = z.object({ url: z.string() }).parse(message).url
})
afterAll(() => {
  fake.kill()
})

it.each([
  { call: 'GET /clock', token: 'player-token', schema: ClockView },
  { call: 'GET /health', token: 'player-token', schema: HealthView },
  { call: 'POST /import', token: 'player-token', body: {}, schema: ImportAnswer },
  {
    call: 'POST /clock',
    token: 'player-token',
    body: { advanceTo: Date.parse(START) + 7_200_000, afterMessages: 0 },
    schema: ClockView,
  },
  { call: 'GET /orders', token: 'people-token', schema: pageView(OrderView) },
  { call: 'GET /drill/report', token: 'player-token', schema: DrillReport },
])('answers $call in the shape of the contract', async ({ call, token, body, schema }) => {
  const [method, path] = call.split(' ')
  const response = await fetch(`${url}/api/v1${path}`, {
    method: method!,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  expect(response.status).toBe(200)
  expect(schema.safeParse(await response.json()).error?.issues ?? []).toEqual([])
})
