/** The server that stands in for the real one says only what the real one could say. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { OrderAfter } from '../../server/contract/acts.ts'
import { ClockView } from '../../server/contract/clock.ts'
import { Problem, pageView } from '../../server/contract/common.ts'
import { IssuedSecrets } from '../../server/contract/device-secret.ts'
import { DrillReport } from '../../server/contract/drill-report.ts'
import { HealthView } from '../../server/contract/health.ts'
import { OrderView } from '../../server/contract/order.ts'
import { ImportAnswer } from '../../server/contract/registry.ts'
import { RULE_KINDS } from '../../server/domain/rules/index.ts'

const START = '2015-04-15T08:00:00+08:00'
const PLAYER = 'player-token'
const PEOPLE = 'people-token'
const advance = { advanceTo: Date.parse(START) + 7_200_000, afterMessages: 0 }
const fake = fork(join(import.meta.dirname, 'fake-server.mjs'), [], {
  env: {
    ...process.env,
    WINDBREAK_TOKENS: `${PLAYER}=chief:player,${PEOPLE}=site:*:people`,
    WINDBREAK_DRILL_START: START,
  },
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

async function ask(call: string, token: string, body?: object) {
  const [method, path] = call.split(' ')
  const response = await fetch(`${url}/api/v1${path}`, {
    method: method!,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  // What a test asks of the fake itself is not part of its act.
  const { saw: _saw, ...answer } = JSON.parse(await response.text())
  return { status: response.status, type: response.headers.get('content-type'), answer }
}

describe('the fake server', () => {
  it.each([
    { call: 'GET /clock', token: PLAYER, schema: ClockView },
    { call: 'GET /health', token: PLAYER, schema: HealthView },
    { call: 'POST /import', token: PLAYER, body: {}, schema: ImportAnswer },
    { call: 'POST /device-secrets', token: PLAYER, body: { devices: ['a'] }, schema: IssuedSecrets },
    { call: 'POST /clock', token: PLAYER, body: advance, schema: ClockView },
    { call: 'GET /orders', token: PEOPLE, schema: pageView(OrderView) },
    { call: 'POST /orders/o1/seen', token: PEOPLE, body: {}, schema: OrderAfter },
    { call: 'GET /drill/report', token: PLAYER, schema: DrillReport },
  ])('answers $call with what the contract has, all of it and no more', async ({ call, token, body, schema }) => {
    const { status, answer } = await ask(call, token, body)
    expect(status).toBe(200)
    expect(schema.safeParse(answer).error?.issues ?? []).toEqual([])
    // A schema drops what it does not know.
    expect(answer).toEqual(schema.parse(answer))
  })

  it.each([
    { case: 'who may not', call: 'POST /clock', token: PEOPLE, body: advance, refused: 403 },
    { case: 'a clock that goes back', call: 'POST /clock', token: PLAYER, body: { advanceTo: 0 }, refused: 409 },
  ])('refuses $case as the server does', async ({ call, token, body, refused }) => {
    const { status, type, answer } = await ask(call, token, body)
    expect({ status, type }).toEqual({ status: refused, type: 'application/problem+json' })
    expect(answer).toEqual(Problem.parse(answer))
  })

  it('names only rules the server has', async () => {
    await ask('POST /clock', PLAYER, advance)
    const report = DrillReport.parse((await ask('GET /drill/report', PLAYER)).answer)
    const rules = RULE_KINDS.map(({ id }) => id)
    expect(report.episodes).not.toEqual([])
    for (const { kind, rulePack } of report.episodes) {
      expect(rules).toContain(kind)
      expect(rulePack.id).toBe(kind)
    }
  })

  it('says times in the zone of the district', async () => {
    const answers = [await ask('GET /clock', PLAYER), await ask('GET /drill/report', PLAYER)]
    const times = answers.flatMap(({ answer }) => JSON.stringify(answer).match(/"\d{4}-\d\d-\d\dT[^"]*"/g) ?? [])
    expect(times.length).toBeGreaterThan(5)
    for (const time of times) expect(time).toMatch(/T\d\d:\d\d:\d\d\+08:00"$/)
  })
})
