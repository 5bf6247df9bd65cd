/** The live stream (server-sent events). */
import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { accepts } from 'hono/accepts'
import { LIVE_EVENTS } from '../../contract/live.ts'
import { accountOf } from '../access.ts'
import { addressOf } from '../address.ts'
import { type Api, type HttpEnv, problems } from '../api.ts'
import type { LiveHub, Opening } from '../live-hub.ts'
import type { Viewer } from '../live-seats.ts'
import { refuse } from '../problem.ts'

const getLive = createRoute({
  method: 'get',
  path: '/live',
  summary: 'Server-sent events; resumes after Last-Event-ID, else the first event is a snapshot',
  request: {
    query: z.object({
      lastEventId: z.string().max(32).optional().describe('as the header, for those who cannot set it'),
    }),
    headers: z.object({ 'last-event-id': z.string().max(32).optional() }),
  },
  responses: {
    200: {
      description: `events ${Object.keys(LIVE_EVENTS).join(', ')}; \`id\` is a sequence number`,
      content: { 'text/event-stream': { schema: z.string() } },
    },
    ...problems(429, 503),
  },
})

export function addLiveRoute(api: Api, hub: LiveHub): void {
  api.openapi(getLive, async (c) => {
    const given = c.req.valid('header')['last-event-id'] ?? c.req.valid('query').lastEventId ?? ''
    const accepted = accepts(c, { header: 'Accept-Encoding', supports: ['gzip'], default: 'identity' })
    const coding = accepted === 'gzip' ? 'gzip' : 'plain'
    const headers = {
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
      vary: 'accept-encoding',
      ...(coding === 'gzip' ? { 'content-encoding': 'gzip' } : {}),
    }
    // Nobody would read the stream, nor end it.
    if (c.req.method === 'HEAD') return c.body(null, 200, headers)
    const lastEventId = /^\d{1,16}$/.test(given) ? Number(given) : null
    const opening = await hub.open({ lastEventId, coding, viewer: viewerOf(c) })
    if (opening.kind !== 'open') return refuseScreen(opening)
    // Chunked is said here, or the server would wait for a second piece before it sends the first.
    return c.body(opening.stream, 200, { ...headers, 'transfer-encoding': 'chunked' })
  })
}

function viewerOf(c: Context<HttpEnv>): Viewer {
  const caller = c.get('caller')
  const { isKnown } = caller
  return { name: isKnown ? accountOf(caller) : addressOf(c), isKnown }
}

function refuseScreen(opening: Exclude<Opening, { kind: 'open' }>): never {
  const facts = { headers: { 'retry-after': '5' } }
  if (opening.kind === 'full') refuse(503, 'too many screens are connected', facts)
  refuse(429, `you have ${opening.most} screens on the live stream already, which is the most`, facts)
}
