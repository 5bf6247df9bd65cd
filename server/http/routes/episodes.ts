/** Episodes, with their cause. */
import { createRoute, z } from '@hono/zod-openapi'
import { Id, PageQuery, PlainText, pageView } from '../../contract/common.ts'
import { EpisodeView, episodeView } from '../../contract/episode.ts'
import { localIso } from '../../domain/time.ts'
import { MINUTE } from '../../domain/units.ts'
import { LONGEST_EPISODE_HOLD_MS } from '../../flows/act/episode-desk.ts'
import { type Api, json, problems, readPage } from '../api.ts'
import type { AppParts } from '../app-parts.ts'
import { refuse } from '../problem.ts'

const Episode = EpisodeView.meta({ id: 'Episode' })

const listEpisodes = createRoute({
  method: 'get',
  path: '/episodes',
  summary: 'Episodes, the newest opening first',
  request: {
    query: PageQuery.extend({ state: z.enum(['open', 'closed']).optional(), kind: PlainText(64).optional() }),
  },
  responses: { 200: json(pageView(Episode), 'a page'), ...problems(400, 503) },
})

const getEpisode = createRoute({
  method: 'get',
  path: '/episodes/{id}',
  summary: 'One episode: readings, rule pack, thresholds and level changes behind it',
  request: { params: z.object({ id: Id }) },
  responses: { 200: json(Episode, 'the episode'), ...problems(404, 503) },
})

const HoldInput = z.strictObject({
  version: z.number().int().min(1).optional().describe('the version that was seen; a stale one changes nothing'),
  reason: PlainText(500),
  minutes: z
    .number()
    .int()
    .min(0)
    .max(LONGEST_EPISODE_HOLD_MS / MINUTE)
    .describe('how long its close is delayed from now; 0 lets it go again'),
})

const holdEpisode = createRoute({
  method: 'post',
  path: '/episodes/{id}/hold',
  summary: 'Keeps an episode open, with a reason: its close comes when the hold has ended',
  request: {
    params: z.object({ id: Id }),
    body: { required: true, content: { 'application/json': { schema: HoldInput } } },
  },
  responses: { 200: json(Episode, 'the episode after it'), ...problems(400, 401, 403, 404, 409, 422, 503) },
})

export function addEpisodeRoutes(
  api: Api,
  { operations, registry, act: { episodes: desk }, settings }: AppParts,
): void {
  const { episodes } = operations.read

  api.openapi(listEpisodes, async (c) => {
    const { state = null, kind = null, ...query } = c.req.valid('query')
    const page = await readPage(query, (paging) => episodes.list({ ...paging, state, kind }))
    return c.json({ items: page.items.map((one) => episodeView(one, registry)), nextCursor: page.nextCursor }, 200)
  })

  api.openapi(getEpisode, async (c) => {
    const episode = await episodes.get(c.req.valid('param').id)
    return c.json(episodeView(episode ?? refuse(404, 'there is no such episode'), registry), 200)
  })
  api.openapi(holdEpisode, async (c) => {
    const { version = null, reason, minutes } = c.req.valid('json')
    const by = { actor: c.get('caller').actor, reason }
    const outcome = await desk.hold(c.req.valid('param').id, version, minutes === 0 ? null : minutes * MINUTE, by)
    switch (outcome.kind) {
      case 'changed':
        return c.json(episodeView(outcome.episode, registry), 200)
      case 'unknown':
        return refuse(404, 'there is no such episode')
      case 'stale':
        return refuse(409, `the episode was changed meanwhile: its version is ${outcome.version} now`, {
          version: outcome.version,
        })
      case 'closed':
        return refuse(409, `the episode closed at ${localIso(outcome.episode.closedAt ?? 0, settings.timeZone)}`)
    }
  })
}
