/** Orders: lists, one with its history, and what people do with one. */
import { createRoute, z } from '@hono/zod-openapi'
import {
  ActInput,
  CommentInput,
  OnBehalfInput,
  OrderAfter,
  OrderWithHistory,
  ReasonedInput,
  ReferInput,
  ReleaseInput,
  UntrueInput,
  VerifyInput,
  VisitInput,
} from '../../contract/acts.ts'
import { Id, PageQuery, pageView } from '../../contract/common.ts'
import type { Lookup } from '../../contract/lookup.ts'
import { OrderView, orderView } from '../../contract/order.ts'
import { episodeCause } from '../../domain/control/cause.ts'
import type { ProofWay } from '../../domain/control/looked.ts'
import { noticeCause } from '../../domain/control/notice.ts'
import type { GivenReason } from '../../domain/control/reason.ts'
import { mayAct } from '../../domain/people/role.ts'
import type { OrderAct } from '../../flows/act/order-desk.ts'
import { type Api, json, problems, readPage } from '../api.ts'
import type { AppParts } from '../app-parts.ts'
import { callOf } from '../on-behalf.ts'
import { refuse, refuseField } from '../problem.ts'

const Order = OrderView.meta({ id: 'Order' })
const Params = z.object({ id: Id })
const listOrders = createRoute({
  method: 'get',
  path: '/orders',
  summary: 'Orders, the newest issue first',
  request: {
    query: PageQuery.extend({
      state: z.enum(['issued', 'released', 'cancelled']).optional(),
      episode: Id.optional(),
      notice: Id.optional(),
      place: Id.optional(),
    }),
  },
  responses: { 200: json(pageView(Order), 'a page'), ...problems(400, 503) },
})

const getOrder = createRoute({
  method: 'get',
  path: '/orders/{id}',
  summary: 'One order with all revisions and its history',
  request: { params: Params },
  responses: { 200: json(OrderWithHistory, 'the order'), ...problems(404, 503) },
})

const changed = {
  200: json(OrderAfter.meta({ id: 'OrderAfter' }), 'the order after the change'),
  ...problems(400, 401, 403, 404, 408, 409, 422, 503),
}

function actRoute<P extends string, T extends z.ZodType>(path: P, summary: string, schema: T, required: boolean) {
  const body = { required, content: { 'application/json': { schema } } }
  return createRoute({ method: 'post', path, summary, request: { params: Params, body }, responses: changed })
}

const seen = actRoute('/orders/{id}/seen', 'The addressee has seen it', ActInput, false)
const acknowledge = actRoute('/orders/{id}/acknowledge', 'Acknowledges it; never closes it', OnBehalfInput, false)
const release = actRoute(
  '/orders/{id}/release',
  'Releases it, or some of its measures: the cause has ended',
  ReleaseInput,
  true,
)
const cancel = actRoute('/orders/{id}/cancel', 'Cancels it: it was a false alarm', ReasonedInput, true)
const done = createRoute({
  method: 'post',
  path: '/orders/{id}/measures/{measure}/done',
  summary: 'Reports one measure done',
  request: {
    params: z.object({ id: Id, measure: Id }),
    body: { required: false, content: { 'application/json': { schema: OnBehalfInput } } },
  },
  responses: changed,
})

const noSuchWork = createRoute({
  method: 'post',
  path: '/orders/{id}/measures/{measure}/no-such-work',
  summary: 'Answers that the place has no such work: nothing of it is owed, and nothing counts as done',
  request: {
    params: z.object({ id: Id, measure: Id }),
    body: { required: false, content: { 'application/json': { schema: OnBehalfInput } } },
  },
  responses: changed,
})

const verify = actRoute('/orders/{id}/verify', 'Somebody looked: what was reported is done', VerifyInput, true)
const untrue = actRoute('/orders/{id}/untrue', 'Somebody looked: what was reported is not done', UntrueInput, true)
const refer = actRoute('/orders/{id}/refer', 'Hands it to the competent department', ReferInput, true)
const undo = actRoute('/orders/{id}/undo', 'Takes back the own last act on it, within ten seconds', ActInput, false)
const visit = actRoute(
  '/orders/{id}/visit',
  'Somebody went there, told them, and says whether work goes on',
  VisitInput,
  true,
)
const comment = actRoute('/orders/{id}/comment', 'Says something of it, for the record', CommentInput, true)

const LOOKED = { camera: 'looked-by-camera', visit: 'looked-on-the-spot' } as const satisfies Record<
  ProofWay,
  GivenReason
>

export function addOrderRoutes(api: Api, parts: Pick<AppParts, 'show' | 'act' | 'district'>): void {
  const { lists } = parts.show
  const { orders } = parts.act
  const { registry } = parts.district

  api.openapi(listOrders, async (c) => {
    const { state = null, episode, notice, place = null, ...query } = c.req.valid('query')
    if (episode !== undefined && notice !== undefined) refuseField('notice', notice, 'nothing beside episode')
    const cause = notice !== undefined ? noticeCause(notice) : episode !== undefined ? episodeCause(episode) : null
    return c.json(await readPage(query, (paging) => lists.orders({ ...paging, state, cause, place })), 200)
  })

  api.openapi(getOrder, async (c) => {
    return c.json((await lists.order(c.req.valid('param').id)) ?? refuse(404, 'there is no such order'), 200)
  })

  api.openapi(seen, async (c) => {
    const { version = null } = c.req.valid('json')
    const { actor, scope } = c.get('caller')
    const by = { actor, scope, reason: 'seen' }
    return c.json(after(await orders.see(c.req.valid('param').id, version, by), registry), 200)
  })

  api.openapi(acknowledge, async (c) => {
    const { version = null, ...call } = c.req.valid('json')
    const { actor, role, scope } = c.get('caller')
    const onBehalf = callOf(role, call)
    const by = { actor, scope, reason: onBehalf ? 'after-a-call' : 'acknowledged' }
    return c.json(after(await orders.acknowledge(c.req.valid('param').id, version, by, onBehalf), registry), 200)
  })

  api.openapi(done, async (c) => {
    const { id, measure } = c.req.valid('param')
    const { version = null, ...call } = c.req.valid('json')
    const { actor, role, scope } = c.get('caller')
    const onBehalf = callOf(role, call)
    const by = { actor, scope, reason: onBehalf ? 'after-a-call' : 'reported-done' }
    return c.json(after(await orders.done(id, measure, version, by, onBehalf), registry), 200)
  })

  api.openapi(noSuchWork, async (c) => {
    const { id, measure } = c.req.valid('param')
    const { version = null, ...call } = c.req.valid('json')
    const { actor, role, scope } = c.get('caller')
    const onBehalf = callOf(role, call)
    const by = { actor, scope, reason: onBehalf ? 'after-a-call' : 'no-such-work' }
    return c.json(after(await orders.noSuchWork(id, measure, version, by, onBehalf), registry), 200)
  })

  api.openapi(verify, async (c) => {
    const { version = null, how } = c.req.valid('json')
    const { actor, scope } = c.get('caller')
    const by = { actor, scope, reason: LOOKED[how] }
    return c.json(after(await orders.verify(c.req.valid('param').id, version, by, how), registry), 200)
  })

  api.openapi(untrue, async (c) => {
    const { version = null, ...found } = c.req.valid('json')
    const { actor, scope } = c.get('caller')
    const by = { actor, scope, reason: found.what }
    return c.json(after(await orders.untrue(c.req.valid('param').id, version, by, found), registry), 200)
  })

  api.openapi(refer, async (c) => {
    const { version = null, reason, department } = c.req.valid('json')
    const by = { actor: c.get('caller').actor, reason }
    return c.json(after(await orders.refer(c.req.valid('param').id, version, by, department), registry), 200)
  })

  api.openapi(visit, async (c) => {
    const { version = null, note, ...found } = c.req.valid('json')
    const { actor, scope } = c.get('caller')
    const by = { actor, scope, reason: note }
    return c.json(after(await orders.visit(c.req.valid('param').id, version, by, found), registry), 200)
  })

  api.openapi(comment, async (c) => {
    const { actor, scope } = c.get('caller')
    const by = { actor, scope, reason: c.req.valid('json').text }
    return c.json(after(await orders.comment(c.req.valid('param').id, by), registry), 200)
  })

  api.openapi(undo, async (c) => {
    const { actor, scope } = c.get('caller')
    return c.json(
      after(await orders.undo(c.req.valid('param').id, { actor, scope, reason: 'taken-back' }), registry),
      200,
    )
  })

  api.openapi(release, async (c) => {
    const { version = null, reason, measures } = c.req.valid('json')
    const { actor, role } = c.get('caller')
    const { id } = c.req.valid('param')
    const by = { actor, reason, mayEndEarly: mayAct(role, 'releaseEarly') }
    const outcome =
      measures.length === 0
        ? await orders.release(id, version, by)
        : await orders.releaseSome(id, version, { measures, by })
    return c.json(after(outcome, registry), 200)
  })

  api.openapi(cancel, async (c) => {
    const { version = null, reason } = c.req.valid('json')
    const by = { actor: c.get('caller').actor, reason }
    return c.json(after(await orders.cancel(c.req.valid('param').id, version, by), registry), 200)
  })
}

function after(outcome: OrderAct, registry: Lookup): OrderAfter {
  switch (outcome.kind) {
    case 'changed': {
      const stillInForce = outcome.remaining.map((order) => order.number)
      return { ...orderView(outcome.order, registry), changed: true, stillInForce }
    }
    case 'already':
      return { ...orderView(outcome.order, registry), changed: false, stillInForce: [] }
    case 'unknown':
      return refuse(404, 'there is no such order')
    case 'stale': {
      const { version } = outcome
      return refuse(409, `the order was changed meanwhile: its version is ${version} now`, { version })
    }
    case 'not-in-force': {
      const { state, version } = outcome.order
      return refuse(409, `the order is not in force any more: it was ${state}`, { version })
    }
    case 'out-of-scope':
      return refuse(403, `the order is for place ${outcome.order.placeId}: this token does not act for it`)
    case 'not-asked':
      return refuse(404, `the order does not ask for ${outcome.measure}`)
    case 'not-complied':
      return refuse(409, 'not everything it asks is reported done: there is nothing to confirm yet')
    case 'nothing-reported':
      return refuse(409, 'nothing of that is reported done: there is no report to contradict')
    case 'nothing-to-undo':
      return refuse(
        409,
        'there is nothing to take back: only the own last act, within ten seconds, while nothing else has happened',
      )
    case 'needs-chief':
      return refuse(403, 'the cause still goes on: releasing now needs the chief')
    case 'notice-in-force':
      return refuse(409, `notice ${outcome.notice} is in force and demands it: it is not released before that ends`)
  }
}
