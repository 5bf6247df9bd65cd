/** What sites file because they cannot do what is asked: filed, listed, accepted or refused. */
import { createRoute, z } from '@hono/zod-openapi'
import { ReasonedInput } from '../../contract/acts.ts'
import { Id, PageQuery, pageView } from '../../contract/common.ts'
import { AcceptFilingInput, FilingView, FinishSafelyInput, filingView } from '../../contract/filing.ts'
import type { Lookup } from '../../contract/lookup.ts'
import { FILING_KINDS } from '../../domain/control/filing.ts'
import { localIso } from '../../domain/time.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { DecideFiling, FileOutcome } from '../../flows/act/filing-desk.ts'
import { type Api, json, problems, readPage } from '../api.ts'
import type { AppParts } from '../app-parts.ts'
import { callOf } from '../on-behalf.ts'
import { refuse, refuseField } from '../problem.ts'

const View = FilingView.meta({ id: 'Filing' })
const Params = z.object({ id: Id })
const refusals = problems(400, 401, 403, 404, 408, 409, 422, 503)
const bodyOf = <T extends z.ZodType>(schema: T) => ({ required: true, content: { 'application/json': { schema } } })

const listFilings = createRoute({
  method: 'get',
  path: '/filings',
  summary: 'What sites filed because they cannot do what is asked, the last one first',
  request: {
    query: PageQuery.extend({
      place: Id.optional(),
      kind: z.enum(FILING_KINDS).optional(),
      state: z.enum(['waiting', 'open', 'ended']).optional().describe('waiting: for a decision; open: waits or holds'),
    }),
  },
  responses: { 200: json(pageView(View), 'a page'), ...problems(400, 503) },
})

const getFiling = createRoute({
  method: 'get',
  path: '/filings/{id}',
  summary: 'One filing',
  request: { params: Params },
  responses: { 200: json(View, 'the filing'), ...problems(404, 503) },
})

const finishSafely = createRoute({
  method: 'post',
  path: '/orders/{id}/finish-safely',
  summary: 'Asks for a finish time: what goes on cannot stop at once without danger',
  request: { params: Params, body: bodyOf(FinishSafelyInput) },
  responses: { 201: json(View, 'the filing; it waits for a decision'), ...refusals },
})

const accept = createRoute({
  method: 'post',
  path: '/filings/{id}/accept',
  summary: 'Accepts it, as asked for or until earlier',
  request: { params: Params, body: bodyOf(AcceptFilingInput) },
  responses: { 200: json(View, 'the filing after it'), ...refusals },
})

const refuseIt = createRoute({
  method: 'post',
  path: '/filings/{id}/refuse',
  summary: 'Refuses it: everything stays asked',
  request: { params: Params, body: bodyOf(ReasonedInput) },
  responses: { 200: json(View, 'the filing after it'), ...refusals },
})

export function addFilingRoutes(api: Api, parts: Pick<AppParts, 'show' | 'act' | 'district'>): void {
  const { filings } = parts.act
  const { registry } = parts.district

  api.openapi(listFilings, async (c) => {
    const { state = null, place = null, kind = null, ...query } = c.req.valid('query')
    return c.json(await readPage(query, (paging) => parts.show.lists.filings({ ...paging, state, place, kind })), 200)
  })

  api.openapi(getFiling, async (c) =>
    c.json((await parts.show.lists.filing(c.req.valid('param').id)) ?? refuse(404, 'there is no such filing'), 200),
  )

  api.openapi(finishSafely, async (c) => {
    const { measures, reason, until, ...call } = c.req.valid('json')
    const { actor, role, scope } = c.get('caller')
    const onBehalf = callOf(role, call)
    const asked = { measures, reason, until }
    const outcome = await filings.finishSafely(c.req.valid('param').id, asked, { actor, scope, reason }, onBehalf)
    return c.json(filed(outcome, registry), 201)
  })

  api.openapi(accept, async (c) => {
    const { version = null, reason = 'filing-accepted', until = null, isByCity } = c.req.valid('json')
    const by = { actor: c.get('caller').actor, reason }
    return c.json(
      decided(await filings.accept(c.req.valid('param').id, version, by, { until, isByCity }), registry),
      200,
    )
  })

  api.openapi(refuseIt, async (c) => {
    const { version = null, reason } = c.req.valid('json')
    const by = { actor: c.get('caller').actor, reason }
    return c.json(decided(await filings.refuse(c.req.valid('param').id, version, by), registry), 200)
  })
}

function filed(outcome: FileOutcome, registry: Lookup): FilingView {
  const say = (at: EpochMs) => localIso(at, registry.timeZone)
  switch (outcome.kind) {
    case 'filed':
      return filingView(outcome.filing, registry)
    case 'unknown':
      return refuse(404, 'there is no such order')
    case 'out-of-scope':
      return refuse(403, `the order is for place ${outcome.order.placeId}: this token does not act for it`)
    case 'not-in-force':
      return refuse(409, 'the order is not in force any more')
    case 'not-asked':
      return refuse(409, `the order does not wait for ${outcome.measure}`)
    case 'not-fileable':
      return refuse(409, `${outcome.measure} stays owed: nothing can be filed for it`)
    case 'too-late':
      return refuseField('until', 'later', `at the latest ${say(outcome.latest)}`)
    case 'not-needed':
      return refuseField('until', 'within the deadline', `later than the deadline, ${say(outcome.dueAt)}`)
    case 'waits-already':
      return refuse(409, `${outcome.filing.number} waits for a decision on that already`)
  }
}

function decided(outcome: DecideFiling, registry: Lookup): FilingView {
  switch (outcome.kind) {
    case 'changed':
      return filingView(outcome.filing, registry)
    case 'unknown':
      return refuse(404, 'there is no such filing')
    case 'stale': {
      const { version } = outcome
      return refuse(409, `the filing was changed meanwhile: its version is ${version} now`, { version })
    }
    case 'over':
      return refuse(409, 'the filing was decided before, or has lapsed')
    case 'wrong-end':
      return refuseField(
        'until',
        'another time',
        `later than now, at the latest ${localIso(outcome.latest, registry.timeZone)}`,
      )
    case 'nothing-asked':
      return refuse(409, 'nothing in force waits for it any more')
    case 'needs-city':
      return refuse(409, 'a notice from above demands it: it needs the word of the city (isByCity)')
  }
}
