/** 交接班: sheets are written, taken over, and their promises settled. */
import { createRoute, z } from '@hono/zod-openapi'
import { ActInput } from '../../contract/acts.ts'
import { Id, PageQuery, pageView } from '../../contract/common.ts'
import { HandoverInput, HandoverView, handoverView, SettleInput } from '../../contract/handover.ts'
import { localIso } from '../../domain/time.ts'
import type { HandoverAct } from '../../flows/act/handover-desk.ts'
import { type Api, json, problems, readPage } from '../api.ts'
import type { AppParts } from '../app-parts.ts'
import { refuse, refuseField } from '../problem.ts'

const View = HandoverView.meta({ id: 'Handover' })
const refusals = problems(400, 401, 403, 404, 408, 409, 422, 503)
const body = <T extends z.ZodType>(schema: T, required: boolean) => ({
  required,
  content: { 'application/json': { schema } },
})

const list = createRoute({
  method: 'get',
  path: '/handovers',
  summary: 'Hand-over sheets, the newest first',
  request: {
    query: PageQuery.extend({
      promises: z.enum(['open']).optional().describe('only those with one that is not settled, all at once'),
    }),
  },
  responses: { 200: json(pageView(View), 'a page'), ...problems(400, 503) },
})
const write = createRoute({
  method: 'post',
  path: '/handovers',
  summary: 'Writes a sheet; the figures of the moment are kept with it',
  request: { body: body(HandoverInput, true) },
  responses: { 201: json(View, 'the sheet'), ...refusals },
})
const take = createRoute({
  method: 'post',
  path: '/handovers/{id}/take',
  summary: 'Takes it over; another person than who wrote it',
  request: { params: z.object({ id: Id }), body: body(ActInput, false) },
  responses: { 200: json(View, 'the sheet after it'), ...refusals },
})
const settle = createRoute({
  method: 'post',
  path: '/handovers/{id}/promises/{n}/settle',
  summary: 'Says of one of its promises that it was kept, or is dropped',
  request: {
    params: z.object({ id: Id, n: z.string().regex(/^\d{1,3}$/, 'its number on the sheet') }),
    body: body(SettleInput, true),
  },
  responses: { 200: json(View, 'the sheet after it'), ...refusals },
})

export function addHandoverRoutes(api: Api, parts: Pick<AppParts, 'show' | 'act' | 'district'>): void {
  const { handovers } = parts.act
  const { lists } = parts.show
  const { registry } = parts.district

  api.openapi(list, async (c) => {
    const { promises, ...query } = c.req.valid('query')
    if (promises === 'open') return c.json({ items: [...(await lists.openHandovers())], nextCursor: null }, 200)
    return c.json(await readPage(query, lists.handovers), 200)
  })

  api.openapi(write, async (c) => {
    const { notes, promises } = c.req.valid('json')
    for (const [at, { order }] of promises.entries()) {
      if (order !== null && !(await lists.order(order)))
        refuseField(`promises[${at}].order`, order, 'the id of an order')
    }
    const kept = promises.map(({ order, ...one }) => ({ ...one, orderId: order }))
    const by = { actor: c.get('caller').actor, reason: 'handed-over' as const }
    return c.json(handoverView(await handovers.write(notes, kept, by), registry), 201)
  })

  api.openapi(take, async (c) => {
    const { version = null } = c.req.valid('json')
    const by = { actor: c.get('caller').actor, reason: 'taken-over' as const }
    return c.json(after(await handovers.takeOver(c.req.valid('param').id, version, by)), 200)
  })

  api.openapi(settle, async (c) => {
    const { version = null, how } = c.req.valid('json')
    const { id, n } = c.req.valid('param')
    const by = { actor: c.get('caller').actor, reason: 'taken-over' as const }
    return c.json(after(await handovers.settle(id, version, Number(n), how, by)), 200)
  })

  function after(outcome: HandoverAct): HandoverView {
    switch (outcome.kind) {
      case 'changed':
        return handoverView(outcome.handover, registry)
      case 'unknown':
        return refuse(404, 'there is no such sheet')
      case 'no-such-promise':
        return refuse(404, 'there is no such promise on the sheet')
      case 'stale':
        return refuse(409, `the sheet was changed meanwhile: its version is ${outcome.version} now`, {
          version: outcome.version,
        })
      case 'same-person':
        return refuse(403, 'another person than who wrote it takes it over')
      case 'already':
        return refuse(409, `${outcome.by} did it already at ${localIso(outcome.at, registry.timeZone)}`)
    }
  }
}
