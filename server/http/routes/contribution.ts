/** 「是本地还是全市」: a site's own share of what is measured round it. */
import { createRoute, z } from '@hono/zod-openapi'
import { Id, TimeQuery } from '../../contract/common.ts'
import { ContributionAnswer } from '../../contract/contribution.ts'
import { HOUR, MINUTE } from '../../domain/units.ts'
import { type Api, json, problems } from '../api.ts'
import type { AppParts } from '../app-parts.ts'
import { refuse } from '../problem.ts'

const WINDOWS = { '15m': 15 * MINUTE, '1h': HOUR }

const contribution = createRoute({
  method: 'get',
  path: '/contribution',
  summary: "A site's contribution: what is measured downwind of it less upwind, with the working",
  request: {
    query: z.object({
      place: Id,
      at: TimeQuery.optional().describe('end of the window; now when left out'),
      window: z.enum(['15m', '1h']).default('15m'),
    }),
  },
  responses: { 200: json(ContributionAnswer.meta({ id: 'Contribution' }), 'the working'), ...problems(400, 404, 503) },
})

export function addContributionRoutes(
  api: Api,
  { district, clock, show }: Pick<AppParts, 'district' | 'clock' | 'show'>,
): void {
  api.openapi(contribution, async (c) => {
    const { place: id, at, window } = c.req.valid('query')
    const place = district.registry.place(id) ?? refuse(404, `there is no place ${id}`)
    return c.json(await show.contribution({ place, at: at ?? clock.now(), windowMs: WINDOWS[window] }), 200)
  })
}
