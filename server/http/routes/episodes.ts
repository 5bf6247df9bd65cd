/** Episodes, with their cause. */
import { createRoute, z } from '@hono/zod-openapi'
import { HoldEpisodeInput } from '../../contract/acts.ts'
import { Id, PageQuery, PlainText, pageView } from '../../contract/common.ts'
import { EpisodeView, episodeView } from '../../contract/episode.ts'
import { localIso } from '../../domain/time.ts'
import { MINUTE } from '../../domain/units.ts'
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

const holdEpisode = createRoute({
  method: 'post',
  path: '/episodes/{id}/hold',
  summary: 'Keeps an episode open, with a reason: its close comes when the hold has ended',
  request: {
    params: z.object({ id: Id }),
    body: { required: true, content: { 'application/json': { schema: HoldEpisodeInput } } },
  },
  responses: { 200: json(Episode, 'the episode after it'), ...problems(400, 401, 403, 404, 408, 409, 422, 503) },
})

export function addEpisodeRoutes(api: Api, parts: Pick<AppParts, 'show' | 'act' | 'district'>): void {
  const { lists } = parts.show
  const { registry } = parts.district

  api.openapi(listEpisodes, async (c) => {
    const { state = null, kind = null, ...query } = c.req.valid('query')
    return c.json(await readPage(query, (paging) => lists.episodes({ ...paging, state, kind })), 200)
  })

  api.openapi(getEpisode, async (c) => {
    return c.json((await lists.episode(c.req.valid('param').id)) ?? refuse(404, 'there is no such episode'), 200)
  })

  api.openapi(holdEpisode, async (c) => {
    const { version = null, reason, minutes } = c.req.valid('json')
    const by = { actor: c.get('caller').actor, reason }
    const outcome = await parts.act.episodes.hold(
      c.req.valid('param').id,
      version,
      minutes === 0 ? null : minutes * MINUTE,
      by,
    )
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
        return refuse(409, `the episode closed at ${localIso(outcome.episode.closedAt ?? 0, registry.timeZone)}`)
    }
  })
}
