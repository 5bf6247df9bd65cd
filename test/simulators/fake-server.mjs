/**
 * Stands in for the server's program in tests of the drill runner: a real broker (aedes) and the few HTTP calls a
 * player makes. It judges nothing; its report says what it saw, in which order. Plain JavaScript, because it is forked.
 *
 * `FAKE_BEHAVIOUR`: `refuse` (cannot start), `die` (ends at the third advance), `live` (says it is the live realm),
 * `refuse-import`, `lose` (never takes a message), `no-broker`, or nothing.
 */
import { createServer } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { Aedes } from 'aedes'

const { env } = process
const behaviour = env.FAKE_BEHAVIOUR
if (behaviour === 'refuse') {
  process.stderr.write('fake: the data folder is in use by another process\n')
  process.exit(1)
}

const roles = new Map(
  env.WINDBREAK_TOKENS.split(',').map((entry) => [entry.split('=')[0], entry.split('=')[1].split(':')[0]]),
)
let now = Date.parse(env.WINDBREAK_DRILL_START)
/** A broker that served before: the player must count from here. */
let messages = 5
let waiting = []
const saw = { imported: null, steps: [], advances: 0, posts: [], devices: [] }
const issuedAt = () => localIso(Date.parse(env.WINDBREAK_DRILL_START) + 3_600_000)

const broker = await Aedes.createBroker()
broker.authenticate = (client, user, password, done) => {
  saw.devices.push([client.id, user, String(password)])
  done(null, true)
}
broker.on('publish', ({ topic, payload, qos }, client) => {
  if (!client) return
  // Late, as intake behind a real broker is: the PUBACK leaves long before.
  setTimeout(() => {
    saw.steps.push({ topic, device: client.id, qos, at: now, payload: payload.toString() })
    messages += 1
    waiting = waiting.filter(({ count, resolve }) => (messages >= count ? resolve() : true))
  }, 3)
})
const mqtt = createTcpServer(broker.handle)

function taken(count) {
  if (behaviour === 'lose') return Promise.reject(refusal(504, 'lost'))
  return messages >= count ? Promise.resolve() : new Promise((resolve) => waiting.push({ count, resolve }))
}

const routes = {
  'GET /api/v1/clock': clock,
  'GET /api/v1/health': health,
  'POST /api/v1/import': (body) => {
    saw.imported = body
    if (behaviour === 'refuse-import') throw refusal(422, 'devices.0.kind')
    return { dryRun: false, created: 1, updated: 0, unchanged: 0, problems: [] }
  },
  'POST /api/v1/device-secrets': ({ devices }) => ({
    items: devices.map((device) => ({ device, secret: `secret of ${device}`, earlierUntil: null })),
  }),
  'POST /api/v1/clock': async ({ advanceTo, afterMessages }) => {
    saw.advances += 1
    if (behaviour === 'die' && saw.advances === 3) process.exit(7)
    if (advanceTo < now) throw refusal(409, 'backwards')
    await taken(afterMessages)
    now = advanceTo
    saw.steps.push({ advanceTo })
    return clock()
  },
  'GET /api/v1/orders': () => ({ items: now < Date.parse(issuedAt()) ? [] : [order()], nextCursor: null }),
  'GET /api/v1/drill/report': () => ({
    realm: 'drill',
    from: env.WINDBREAK_DRILL_START,
    to: localIso(now),
    counts: { stored: messages - 5, quarantined: 0, late: 0, duplicate: 0, values: { pm10: 3 } },
    episodes: [episode()],
    orders: [order()],
    notices: [],
    score: {
      ...{ orders: 1, cancelled: 0, acknowledged: 0, acknowledgedInTime: 0, medianAcknowledgeMinutes: null },
      ...{ complied: 0, released: 0, open: 1 },
    },
    saw: {
      ...saw,
      env: {
        realm: env.WINDBREAK_REALM,
        scope: env.WINDBREAK_WINDY_DAY_SCOPE,
        start: env.WINDBREAK_DRILL_START,
        rules: env.WINDBREAK_RULES,
        release: env.WINDBREAK_RELEASE,
        ports: [env.WINDBREAK_HTTP_PORT, env.WINDBREAK_MQTT_PORT],
      },
    },
  }),
}

/** In the district's zone, as every time of the server. */
function localIso(at) {
  return `${new Date(at + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`
}

/** What follows has the shapes of the server's contract; `fake-server.test.ts` holds it to them. */
function clock() {
  return {
    realm: behaviour === 'live' ? 'live' : 'drill',
    now: localIso(now),
    epochMs: now,
    timeZone: 'Asia/Shanghai',
    speed: null,
  }
}

function health() {
  const ok = { status: 'ok', problem: null }
  const none = { received: 0, kept: 0, duplicate: 0, quarantined: 0, late: 0, backfilled: 0, stored: 0 }
  return {
    ...{ status: 'ok', version: 'fake', uptimeS: 1, realm: 'drill', counters: { ...none, messages } },
    parts: {
      broker: { ...ok, kind: 'embedded', url: null, trespasses: 0, turnedAway: 0 },
      readingStore: { ...ok, setAside: 0 },
      operations: ok,
      deviceSecrets: { ...ok, byName: 0 },
      disk: { ...ok, freeMb: 9_000, totalMb: 20_000 },
      quarantine: { ...ok, onlyCounted: 0, removed: 0 },
      spool: { ...ok, oldestUnsentS: 0, bytes: 0, pending: 0 },
      control: { ...ok, lastTickAt: null, blindScopes: [], clock: null, doubted: [] },
    },
  }
}

function episode() {
  return {
    ...{ id: 'e1', kind: 'windy-day', state: 'open', scope: 'township', township: 'Eastgate', townshipId: 'Eastgate' },
    ...{ place: null, placeId: null, openedAt: issuedAt(), closedAt: null, level: 4, maxLevel: 4, blindSince: null },
    ...{ hold: null, rulePack: { id: 'windy-day', version: 'fake' }, thresholds: {}, changes: [], version: 1 },
  }
}

function order() {
  const measure = { measure: 'stopEarthworks', askedAt: issuedAt(), dueAt: issuedAt(), doneAt: null }
  const signature = { doneBy: null, doneChannel: null, doneFor: null, noSuchWork: null, finish: null }
  const revision = {
    ...{ issuedAt: issuedAt(), deliveredAt: null, seenAt: null, acknowledgedAt: null, acknowledgedBy: null },
    ...{ acknowledgedChannel: null, acknowledgedFor: null },
    ...{ acknowledgeDueAt: issuedAt(), compliedAt: null, releasedAt: null, cancelledAt: null },
    ...{ verifiedAt: null, verifiedBy: null, verifiedHow: null, contradictions: [], referral: null },
    ...{ endReason: null, measures: [{ ...measure, ...signature, withdrawnAt: null }], basis: [] },
  }
  return {
    ...{ id: 'o1', number: 'D-1', cause: { kind: 'episode', id: 'e1' }, episode: 'e1', place: 'Eastgate-site' },
    ...{ placeName: 'Eastgate 工地', placeKind: 'buildingSite', township: 'Eastgate', townshipId: 'Eastgate' },
    ...{ state: 'issued', level: 4, revision: 1, notes: [], citations: [], version: 1 },
    ...revision,
    revisions: [{ ...revision, n: 1, reason: 'issued' }],
  }
}

function act(role, pathname) {
  saw.posts.push([role, pathname, now])
  return { ...order(), changed: true, stillInForce: [] }
}

const http = createServer(async (request, response) => {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const { pathname } = new URL(request.url, 'http://fake')
  const role = roles.get((request.headers.authorization ?? '').replace('Bearer ', ''))
  const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : undefined
  const isAct = request.method === 'POST' && pathname.startsWith('/api/v1/orders/')
  const route = isAct ? () => act(role, pathname) : routes[`${request.method} ${pathname}`]
  const isAllowed = isAct || pathname === '/api/v1/orders' ? role === 'site' : role === 'chief'
  const { status, type, answer } = isAllowed ? await answerOf(route, body) : problem(403, `the role ${role} may not`)
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(answer))
})

async function answerOf(route, body) {
  try {
    return { status: 200, type: 'application/json', answer: await route(body) }
  } catch (error) {
    return problem(error.status, error.message)
  }
}

function refusal(status, detail) {
  return Object.assign(new Error(detail), { status })
}

function problem(status, detail) {
  const answer = { type: 'about:blank', title: 'refused by the fake', status, detail }
  return { status, type: 'application/problem+json', answer }
}

await new Promise((resolve) => mqtt.listen(0, '127.0.0.1', resolve))
await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve))
process.stdout.write('fake: this line belongs on standard error\n')
process.send({
  kind: 'ready',
  url: `http://127.0.0.1:${http.address().port}`,
  mqttUrl: behaviour === 'no-broker' ? null : `mqtt://127.0.0.1:${mqtt.address().port}`,
})
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))
