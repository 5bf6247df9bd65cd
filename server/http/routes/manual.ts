/** Manual controls: tried, decided, listed, ended. */
import { createRoute, z } from '@hono/zod-openapi'
import { ReasonedInput } from '../../contract/acts.ts'
import { Id, PageQuery, pageView } from '../../contract/common.ts'
import { DraftView, EffectPlaceView, EffectView, effectPlaceViews, effectView } from '../../contract/draft.ts'
import { liesIn, ManualInput, ManualView, manualContent } from '../../contract/manual.ts'
import type { ManualContent } from '../../domain/control/manual.ts'
import { mayAct } from '../../domain/people/role.ts'
import { localIso } from '../../domain/time.ts'
import type { Caller } from '../access.ts'
import { type Api, json, problems, readPage } from '../api.ts'
import type { AppParts } from '../app-parts.ts'
import { refuse, refuseField } from '../problem.ts'

const View = ManualView.meta({ id: 'ManualControl' })
const WithFigures = ManualView.extend({
  figures: z.record(z.string(), z.number().int()).describe('of its orders, as they stand now'),
  draft: DraftView.nullable().describe('what waits for the second person; null: nothing does'),
}).meta({ id: 'ManualControlWithFigures' })
const Preview = z
  .object({
    effect: EffectView,
    items: z.array(EffectPlaceView).describe('every place it would reach'),
    needsSecond: z.boolean().describe('it would take two persons'),
  })
  .meta({ id: 'ManualPreview' })
const Params = z.object({ id: Id })
const body = { required: true, content: { 'application/json': { schema: ManualInput } } }
const refusals = problems(400, 401, 403, 404, 408, 409, 422, 503)

const list = createRoute({
  method: 'get',
  path: '/manual-controls',
  summary: 'What people decided by themselves, the newest first',
  request: { query: PageQuery.extend({ state: z.enum(['open', 'ended']).optional() }) },
  responses: { 200: json(pageView(View), 'a page'), ...problems(400, 503) },
})

const getOne = createRoute({
  method: 'get',
  path: '/manual-controls/{id}',
  summary: 'One of them with the figures of its orders and what waits for the second person',
  request: { params: Params },
  responses: { 200: json(WithFigures, 'the control'), ...problems(404, 503) },
})

const preview = createRoute({
  method: 'post',
  path: '/manual-controls/preview',
  summary: 'What it would ask of whom, as things stand; nothing is recorded',
  request: { body },
  responses: { 200: json(Preview, 'what it would do'), ...refusals },
})

const decide = createRoute({
  method: 'post',
  path: '/manual-controls',
  summary: 'Orders it at once, or has it wait for a second person where it reaches many places',
  request: { body },
  responses: { 201: json(WithFigures, 'the control'), ...refusals },
})

const end = createRoute({
  method: 'post',
  path: '/manual-controls/{id}/end',
  summary: 'Ends it: its orders are released, as far as nothing else forbids it',
  request: { params: Params, body: { required: true, content: { 'application/json': { schema: ReasonedInput } } } },
  responses: { 200: json(WithFigures, 'the control after it'), ...refusals },
})

export function addManualRoutes(api: Api, parts: Pick<AppParts, 'show' | 'act' | 'district' | 'clock'>): void {
  const { manual } = parts.act
  const { lists } = parts.show
  const { registry } = parts.district
  const viewOf = async (id: string) => (await lists.manualControl(id)) ?? refuse(404, 'there is no such control')

  function contentOf(said: ManualInput, { scope }: Caller): ManualContent {
    const content = manualContent(said, registry)
    if ('field' in content) return refuseField(content.field, content.found, 'one of this district')
    const now = parts.clock.now()
    const say = (at: number) => localIso(at, registry.timeZone)
    if (content.endsAt !== null && content.endsAt <= now)
      refuseField('endsAt', say(content.endsAt), `later than now, ${say(now)}`)
    if (!liesIn(content.scope, scope, registry)) refuse(403, 'it reaches beyond what you act for')
    return content
  }

  const townshipOf = ({ scope }: Caller) => (scope.kind === 'township' ? scope.townshipId : null)

  api.openapi(list, async (c) => {
    const { state = null, ...query } = c.req.valid('query')
    return c.json(await readPage(query, (paging) => lists.manualControls({ ...paging, state })), 200)
  })

  api.openapi(getOne, async (c) => c.json(await viewOf(c.req.valid('param').id), 200))

  api.openapi(preview, async (c) => {
    const { effect, needsSecond } = await manual.preview(contentOf(c.req.valid('json'), c.get('caller')))
    const items = effectPlaceViews(effect, registry)
    return c.json({ effect: effectView(effect, registry), items, needsSecond }, 200)
  })

  api.openapi(decide, async (c) => {
    const caller = c.get('caller')
    const content = contentOf(c.req.valid('json'), caller)
    const by = { actor: caller.actor, reason: content.reason }
    const outcome = await manual.decide(content, townshipOf(caller), by)
    if (outcome.kind === 'reaches-nobody')
      return refuse(422, 'it reaches nobody: no place in its scope owes anything of it')
    return c.json(await viewOf(outcome.control.id), 201)
  })

  api.openapi(end, async (c) => {
    const { version = null, reason } = c.req.valid('json')
    const { id } = c.req.valid('param')
    const caller = c.get('caller')
    const mayEndEarly = mayAct(caller.role, 'releaseEarly')
    const by = { actor: caller.actor, reason, townshipId: townshipOf(caller), mayEndEarly }
    const outcome = await manual.end(id, version, by)
    switch (outcome.kind) {
      case 'changed':
        return c.json(await viewOf(id), 200)
      case 'unknown':
        return refuse(404, 'there is no such control')
      case 'stale':
        return refuse(409, `the control was changed meanwhile: its version is ${outcome.version} now`, {
          version: outcome.version,
        })
      case 'over':
        return refuse(409, 'the control has ended already', { version: outcome.control.version })
      case 'needs-chief':
        return refuse(403, 'what many places were asked is ended early by the chief only')
      case 'not-theirs':
        return refuse(403, 'a township ends only what it decided itself')
    }
  })
}
