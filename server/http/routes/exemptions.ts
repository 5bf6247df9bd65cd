/** Exemptions: approved, listed, taken back. */
import { createRoute, z } from '@hono/zod-openapi'
import { ReasonedInput } from '../../contract/acts.ts'
import { Id, PageQuery, pageView } from '../../contract/common.ts'
import { ExemptInput, ExemptionInput, ExemptionView, exemptionView } from '../../contract/exemption.ts'
import type { Exemption } from '../../domain/control/exemption.ts'
import { localIso } from '../../domain/time.ts'
import type { EpochMs } from '../../domain/units.ts'
import { type Api, json, problems, readPage } from '../api.ts'
import type { AppParts } from '../app-parts.ts'
import { refuse, refuseField } from '../problem.ts'

const View = ExemptionView.meta({ id: 'Exemption' })
const Params = z.object({ id: Id })
const refusals = problems(400, 401, 403, 404, 408, 409, 422, 503)

const listExemptions = createRoute({
  method: 'get',
  path: '/exemptions',
  summary: 'Exemptions, the newest approval first',
  request: { query: PageQuery.extend({ place: Id.optional(), state: z.enum(['open', 'ended']).optional() }) },
  responses: { 200: json(pageView(View), 'a page'), ...problems(400, 503) },
})

const grant = createRoute({
  method: 'post',
  path: '/exemptions',
  summary: 'Approves an exemption of a place; what it spares is withdrawn from its orders',
  request: { body: { required: true, content: { 'application/json': { schema: ExemptionInput } } } },
  responses: { 201: json(View, 'the exemption'), ...refusals },
})

const exempt = createRoute({
  method: 'post',
  path: '/orders/{id}/exempt',
  summary: "Exempts the order's place from now on",
  request: { params: Params, body: { required: true, content: { 'application/json': { schema: ExemptInput } } } },
  responses: { 201: json(View, 'the exemption'), ...refusals },
})

const revoke = createRoute({
  method: 'post',
  path: '/exemptions/{id}/revoke',
  summary: 'Takes it back: what it spared is asked again',
  request: { params: Params, body: { required: true, content: { 'application/json': { schema: ReasonedInput } } } },
  responses: { 200: json(View, 'the exemption after it'), ...refusals },
})

export function addExemptionRoutes(api: Api, parts: Pick<AppParts, 'show' | 'act' | 'district' | 'clock'>): void {
  const { exemptions } = parts.act
  const { registry } = parts.district

  async function grantTo(
    { place, from, ...facts }: z.infer<typeof ExemptionInput>,
    actor: string,
  ): Promise<ReturnType<typeof exemptionView>> {
    const now = parts.clock.now()
    const say = (at: EpochMs) => localIso(at, registry.timeZone)
    if (!registry.place(place)) refuseField('place', place, 'the id of a place of this district')
    const begins = from ?? now
    if (facts.until <= now) refuseField('until', say(facts.until), `later than now, ${say(now)}`)
    if (facts.until <= begins) refuseField('until', say(facts.until), `later than from, ${say(begins)}`)
    const granted = { ...facts, placeId: place, from: Math.max(begins, now) }
    return exemptionView(await exemptions.grant(granted, { actor, reason: facts.reason }), registry)
  }

  api.openapi(listExemptions, async (c) => {
    const { state = null, place = null, ...query } = c.req.valid('query')
    return c.json(await readPage(query, (paging) => parts.show.lists.exemptions({ ...paging, state, place })), 200)
  })

  api.openapi(grant, async (c) => c.json(await grantTo(c.req.valid('json'), c.get('caller').actor), 201))

  api.openapi(exempt, async (c) => {
    const order = await parts.show.lists.order(c.req.valid('param').id)
    if (!order) return refuse(404, 'there is no such order')
    const { actor } = c.get('caller')
    return c.json(await grantTo({ ...c.req.valid('json'), place: order.place, from: null }, actor), 201)
  })

  api.openapi(revoke, async (c) => {
    const { version = null, reason } = c.req.valid('json')
    const by = { actor: c.get('caller').actor, reason }
    const outcome = await exemptions.revoke(c.req.valid('param').id, version, by)
    switch (outcome.kind) {
      case 'changed':
        return c.json(viewOf(outcome.exemption), 200)
      case 'unknown':
        return refuse(404, 'there is no such exemption')
      case 'stale':
        return refuse(409, `the exemption was changed meanwhile: its version is ${outcome.version} now`, {
          version: outcome.version,
        })
      case 'over':
        return refuse(409, `the exemption has not held since ${localIso(outcome.at, registry.timeZone)}`)
    }
  })

  const viewOf = (exemption: Exemption) => exemptionView(exemption, registry)
}
