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
const issuedAt = () => new Date(Date.parse(env.WINDBREAK_DRILL_START) + 3_600_000).toISOString()

const broker = await Aedes.createBroker()
broker.authenticate = (client, user, password, done) => {
  saw.devices.push([client.id, user, password === undefined || password === null])
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
  if (behaviour === 'lose') return Promise.reject(new Error('lost'))
  return messages >= count ? Promise.resolve() : new Promise((resolve) => waiting.push({ count, resolve }))
}

const routes = {
  'GET /api/v1/clock': () => ({ realm: behaviour === 'live' ? 'live' : 'drill', now: new Date(now).toISOString() }),
  'GET /api/v1/health': () => ({ status: 'ok', counters: { messages } }),
  'POST /api/v1/import': (body) => {
    saw.imported = body
    if (behaviour === 'refuse-import') throw new Error('devices.0.kind')
    return {}
  },
  'POST /api/v1/clock': async ({ advanceTo, afterMessages }) => {
    saw.advances += 1
    if (behaviour === 'die' && saw.advances === 3) process.exit(7)
    if (advanceTo < now) throw new Error('backwards')
    await taken(afterMessages)
    now = advanceTo
    saw.steps.push({ advanceTo })
    return { realm: 'drill', now: new Date(now).toISOString() }
  },
  'GET /api/v1/orders': () => ({ items: now < Date.parse(issuedAt()) ? [] : [order()], nextCursor: null }),
  'GET /api/v1/drill/report': () => ({
    realm: 'drill',
    scenario: 'named by the server',
    counts: { stored: messages - 5, quarantined: 0, late: 0, duplicate: 0, values: { pm10: 3 } },
    episodes: [{ id: 'e1', kind: 'windyDay', township: 'Eastgate', openedAt: issuedAt(), closedAt: null, maxLevel: 4 }],
    orders: [{ ...order(), episode: 'e1', compliedAt: null, releasedAt: null, cancelledAt: null, revisions: [] }],
    score: { acknowledgedInTime: 0 },
    saw: {
      ...saw,
      env: {
        realm: env.WINDBREAK_REALM,
        scope: env.WINDBREAK_WINDY_DAY_SCOPE,
        start: env.WINDBREAK_DRILL_START,
        mode: env.WINDBREAK_WINDY_DAY_MODE,
        release: env.WINDBREAK_RELEASE,
        ports: [env.WINDBREAK_HTTP_PORT, env.WINDBREAK_MQTT_PORT],
      },
    },
  }),
}

function order() {
  const measure = { measure: 'stopEarthworks', askedAt: issuedAt(), dueAt: issuedAt(), doneAt: null, withdrawnAt: null }
  return {
    id: 'o1',
    number: 'D-1',
    place: 'Eastgate-site',
    revision: 1,
    seenAt: null,
    acknowledgedAt: null,
    measures: [measure],
  }
}

const http = createServer(async (request, response) => {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const { pathname } = new URL(request.url, 'http://fake')
  const role = roles.get((request.headers.authorization ?? '').replace('Bearer ', ''))
  const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : undefined
  const isAct = request.method === 'POST' && pathname.startsWith('/api/v1/orders/')
  const route = isAct ? () => saw.posts.push([role, pathname, now]) : routes[`${request.method} ${pathname}`]
  const isAllowed = isAct || pathname === '/api/v1/orders' ? role === 'site' : role === 'chief'
  let status = isAllowed ? 200 : 403
  let answer = {}
  if (isAllowed) {
    try {
      answer = { ...(await route(body)) }
    } catch (error) {
      status = 422
      answer = { title: 'refused', status, detail: error.message }
    }
  }
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
})

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
