/** Drafts: what waits for a decision. */
import { createRoute, z } from '@hono/zod-openapi'
import {
  DraftAfter,
  DraftWithPlaces,
  HoldDraftInput,
  IssueInput,
  ReasonedInput,
  WaitingDraftView,
} from '../../contract/acts.ts'
import { Id, PageQuery, pageView } from '../../contract/common.ts'
import { draftView } from '../../contract/draft.ts'
import type { Lookup } from '../../contract/lookup.ts'
import { orderView } from '../../contract/order.ts'
import { mayAct } from '../../domain/people/role.ts'
import { localIso } from '../../domain/time.ts'
import { MINUTE } from '../../domain/units.ts'
import type { DraftOutcome } from '../../flows/act/draft-desk.ts'
import { type Api, json, problems, readPage } from '../api.ts'
import type { AppParts } from '../app-parts.ts'
import { refuse } from '../problem.ts'

const WaitingDraft = WaitingDraftView.meta({ id: 'WaitingDraft' })
const Params = z.object({ id: Id })
const after = {
  200: json(DraftAfter.meta({ id: 'DraftAfter' }), 'the draft after the decision'),
  ...problems(400, 401, 403, 404, 408, 409, 422, 503),
}

const listDrafts = createRoute({
  method: 'get',
  path: '/drafts',
  summary: 'Drafts that wait for a decision, or those in another state',
  request: {
    query: PageQuery.extend({
      state: z
        .enum(['pending', 'waiting', 'held', 'issued', 'dropped'])
        .default('pending')
        .describe('pending: waiting or held'),
    }),
  },
  responses: { 200: json(pageView(WaitingDraft), 'pending ones all at once, oldest first'), ...problems(400, 503) },
})

const getDraft = createRoute({
  method: 'get',
  path: '/drafts/{id}',
  summary: 'One draft with every place it would reach',
  request: { params: Params },
  responses: { 200: json(DraftWithPlaces.meta({ id: 'DraftWithPlaces' }), 'the draft'), ...problems(404, 503) },
})

function decision<P extends string, T extends z.ZodType>(path: P, summary: string, schema: T, required: boolean) {
  const body = { required, content: { 'application/json': { schema } } }
  return createRoute({ method: 'post', path, summary, request: { params: Params, body }, responses: after })
}

const issue = decision('/drafts/{id}/issue', 'Carries it out at once', IssueInput, false)
const hold = decision(
  '/drafts/{id}/hold',
  'Holds it until 1 to 10 minutes from now, with a reason',
  HoldDraftInput,
  true,
)
const drop = decision('/drafts/{id}/drop', 'Does not carry it out, with a reason', ReasonedInput, true)

export function addDraftRoutes(api: Api, parts: Pick<AppParts, 'show' | 'act' | 'district'>): void {
  const { drafts } = parts.act
  const { registry } = parts.district

  api.openapi(listDrafts, async (c) => {
    const { state, ...query } = c.req.valid('query')
    return c.json(await readPage(query, (paging) => parts.show.lists.drafts({ ...paging, state })), 200)
  })

  api.openapi(getDraft, async (c) => {
    return c.json((await parts.show.lists.draft(c.req.valid('param').id)) ?? refuse(404, 'there is no such draft'), 200)
  })

  api.openapi(issue, async (c) => {
    const { version = null, reason = null } = c.req.valid('json')
    const by = { actor: c.get('caller').actor, reason }
    return c.json(decided(await drafts.issue(c.req.valid('param').id, version, by), registry), 200)
  })

  api.openapi(hold, async (c) => {
    const { version = null, reason, minutes } = c.req.valid('json')
    const { actor, role } = c.get('caller')
    const { id } = c.req.valid('param')
    const outcome = await drafts.hold(
      id,
      version,
      { forMs: minutes * MINUTE, mayHoldAgain: mayAct(role, 'holdAgain') },
      { actor, reason },
    )
    return c.json(decided(outcome, registry), 200)
  })

  api.openapi(drop, async (c) => {
    const { version = null, reason } = c.req.valid('json')
    const by = { actor: c.get('caller').actor, reason }
    return c.json(decided(await drafts.drop(c.req.valid('param').id, version, by), registry), 200)
  })
}

function decided(outcome: DraftOutcome, registry: Lookup): DraftAfter {
  switch (outcome.kind) {
    case 'decided': {
      const orders = outcome.orders.map((order) => orderView(order, registry))
      return { ...draftView(outcome.draft, registry), orders }
    }
    case 'unknown':
      return refuse(404, 'there is no such draft')
    case 'stale': {
      const { version } = outcome
      return refuse(409, `the draft was changed meanwhile: its version is ${version} now`, { version })
    }
    case 'not-pending': {
      const { state, decidedBy, decidedAt, version } = outcome.draft
      const at = decidedAt === null ? '' : ` at ${localIso(decidedAt, registry.timeZone)}`
      return refuse(409, `the draft does not wait any more: it was ${state} by ${decidedBy ?? 'nobody'}${at}`, {
        version,
      })
    }
    case 'held-back':
      return refuse(409, 'a notice in force demands what it would release: nothing is released before that ends')
    case 'hold-changes-nothing': {
      const { dueAt } = outcome.draft
      const when =
        dueAt === null ? 'issues itself at no time' : `issues itself at ${localIso(dueAt, registry.timeZone)}`
      return refuse(422, `the draft ${when}: this hold would end no later and changes nothing`)
    }
    case 'needs-second':
      return refuse(403, 'it takes two persons: another than the one who decided it confirms it')
    case 'already-held':
      return refuse(409, `the draft is held already by ${outcome.draft.heldBy}; only the chief may hold it again`, {
        version: outcome.draft.version,
      })
  }
}
