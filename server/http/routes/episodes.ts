/** Episodes, with their cause. */
import { createRoute, z } from '@hono/zod-openapi'
import { Id, PageQuery, PlainText, pageView } from '../../contract/common.ts'
import { EpisodeView, episodeView } from '../../contract/episode.ts'
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

export function addEpisodeRoutes(api: Api, { operations, registry }: AppParts): void {
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
}
