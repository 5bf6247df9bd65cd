/** Drafts: what waits for a decision. */
import { createRoute, z } from '@hono/zod-openapi'
import { Id, PageQuery, PlainText, pageView } from '../../contract/common.ts'
import { DraftView, draftView, episodeView, LevelReasonView } from '../../contract/episode.ts'
import { OrderView, orderView } from '../../contract/order.ts'
import { type Draft, LONGEST_HOLD_MS } from '../../domain/control/draft.ts'
import { mayAct } from '../../domain/people/role.ts'
import { localIso } from '../../domain/time.ts'
import { MINUTE, SECOND } from '../../domain/units.ts'
import type { DraftOutcome } from '../../flows/act/draft-desk.ts'
import { type Api, json, problems, readPage } from '../api.ts'
import type { AppParts } from '../app-parts.ts'
import { refuse } from '../problem.ts'

const WaitingDraft = DraftView.extend({
  countdownS: z
    .number()
    .nullable()
    .describe('seconds until it issues itself; null: it waits for a person, or is decided'),
  township: z.string().nullable().describe('name; null for the whole district'),
  reason: LevelReasonView.nullable().describe('why the level of its episode changed last'),
}).meta({ id: 'WaitingDraft' })

const DraftAfter = DraftView.extend({ orders: z.array(OrderView).describe('orders it changed') }).meta({
  id: 'DraftAfter',
})

const Version = z.number().int().min(1).optional().describe('the version that was seen; a stale one changes nothing')
const Reason = PlainText(500)
const Params = z.object({ id: Id })
const after = { 200: json(DraftAfter, 'the draft after the decision'), ...problems(400, 401, 403, 404, 409, 422, 503) }

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

function decision<P extends string, T extends z.ZodType>(path: P, summary: string, schema: T, required: boolean) {
  const body = { required, content: { 'application/json': { schema } } }
  return createRoute({ method: 'post', path, summary, request: { params: Params, body }, responses: after })
}

const IssueInput = z.strictObject({ version: Version, reason: Reason.optional() })
const HoldInput = z.strictObject({
  version: Version,
  reason: Reason,
  minutes: z
    .number()
    .min(1)
    .max(LONGEST_HOLD_MS / MINUTE),
})
const DropInput = z.strictObject({ version: Version, reason: Reason })

const issue = decision('/drafts/{id}/issue', 'Carries it out at once', IssueInput, false)
const hold = decision('/drafts/{id}/hold', 'Holds it for 1 to 10 minutes, with a reason', HoldInput, true)
const drop = decision('/drafts/{id}/drop', 'Does not carry it out, with a reason', DropInput, true)

export function addDraftRoutes(api: Api, parts: AppParts): void {
  const { operations, act } = parts
  const { read } = operations

  api.openapi(listDrafts, async (c) => {
    const { state, ...query } = c.req.valid('query')
    const page =
      state === 'pending'
        ? { items: await read.drafts.pending(), nextCursor: null }
        : await readPage(query, (paging) => read.drafts.list({ ...paging, state }))
    const items = await Promise.all(page.items.map((draft) => waitingDraft(draft, parts)))
    return c.json({ items, nextCursor: page.nextCursor }, 200)
  })

  api.openapi(issue, async (c) => {
    const { version = null, reason = 'issued at once' } = c.req.valid('json')
    const by = { actor: c.get('caller').actor, reason }
    return c.json(decided(await act.drafts.issue(c.req.valid('param').id, version, by), parts), 200)
  })

  api.openapi(hold, async (c) => {
    const { version = null, reason, minutes } = c.req.valid('json')
    const { actor, role } = c.get('caller')
    const { id } = c.req.valid('param')
    const outcome = await act.drafts.hold(
      id,
      version,
      { forMs: minutes * MINUTE, mayHoldAgain: mayAct(role, 'holdAgain') },
      { actor, reason },
    )
    return c.json(decided(outcome, parts), 200)
  })

  api.openapi(drop, async (c) => {
    const { version = null, reason } = c.req.valid('json')
    const by = { actor: c.get('caller').actor, reason }
    return c.json(decided(await act.drafts.drop(c.req.valid('param').id, version, by), parts), 200)
  })
}

async function waitingDraft(draft: Draft, { operations, registry, clock }: AppParts) {
  const episode = draft.cause.kind === 'episode' ? await operations.read.episodes.get(draft.cause.id) : null
  const view = episode ? episodeView(episode, registry) : null
  const isPending = draft.state === 'waiting' || draft.state === 'held'
  const leftMs = isPending && draft.dueAt !== null ? Math.max(0, draft.dueAt - clock.now()) : null
  return {
    ...draftView(draft, registry),
    countdownS: leftMs === null ? null : Math.ceil(leftMs / SECOND),
    township: view?.township ?? null,
    reason: view?.changes.at(-1)?.reason ?? null,
  }
}

function decided(outcome: DraftOutcome, { registry, settings }: AppParts): z.infer<typeof DraftAfter> {
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
      const at = decidedAt === null ? '' : ` at ${localIso(decidedAt, settings.timeZone)}`
      return refuse(409, `the draft does not wait any more: it was ${state} by ${decidedBy ?? 'nobody'}${at}`, {
        version,
      })
    }
    case 'already-held':
      return refuse(409, `the draft is held already by ${outcome.draft.heldBy}; only the chief may hold it again`, {
        version: outcome.draft.version,
      })
  }
}
