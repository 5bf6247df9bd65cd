/** The live stream (server-sent events). */
import { createRoute, z } from '@hono/zod-openapi'
import { accepts } from 'hono/accepts'
import { LIVE_EVENTS } from '../../contract/live.ts'
import { type Api, problems } from '../api.ts'
import type { LiveHub } from '../live-hub.ts'
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
    ...problems(503),
  },
})

export function addLiveRoute(api: Api, hub: LiveHub): void {
  api.openapi(getLive, async (c) => {
    const given = c.req.valid('header')['last-event-id'] ?? c.req.valid('query').lastEventId ?? ''
    const accepted = accepts(c, { header: 'Accept-Encoding', supports: ['gzip'], default: 'identity' })
    const coding = accepted === 'gzip' ? 'gzip' : 'plain'
    const stream = await hub.open(/^\d{1,16}$/.test(given) ? Number(given) : null, coding)
    if (!stream) refuse(503, 'too many screens are connected', { headers: { 'retry-after': '5' } })
    return c.body(stream, 200, {
      'content-type': 'text/event-stream; charset=utf-8',
      // Said here, or the server would wait for a second piece before it sends the first.
      'transfer-encoding': 'chunked',
      'x-accel-buffering': 'no',
      vary: 'accept-encoding',
      ...(coding === 'gzip' ? { 'content-encoding': 'gzip' } : {}),
    })
  })
}
