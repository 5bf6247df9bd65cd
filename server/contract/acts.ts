/** What people do, as it crosses the wire: what each act takes, and what it answers. */
import { z } from 'zod'
import { LONGEST_HOLD_MS } from '../domain/control/draft.ts'
import { PROOF_WAYS } from '../domain/control/looked.ts'
import { MEASURES } from '../domain/control/measure.ts'
import { HOUR, MINUTE } from '../domain/units.ts'
import { PlainText } from './common.ts'
import { DraftView, EffectPlaceView } from './draft.ts'
import { LevelReasonView } from './episode.ts'
import { OrderView } from './order.ts'
import { AuditLineView } from './record.ts'

const Version = z.number().int().min(1).optional().describe('the version that was seen; a stale one changes nothing')
const Reason = PlainText(500)

export const ActInput = z.strictObject({ version: Version })
export const ReasonedInput = z.strictObject({ version: Version, reason: Reason })
export const ReleaseInput = ReasonedInput.extend({
  measures: z.array(z.enum(MEASURES)).default([]).describe('of its measures only these; none named: all of it'),
})
export const ReanchorInput = z.strictObject({ reason: Reason })
export const IssueInput = z.strictObject({ version: Version, reason: Reason.optional() })
export const HoldDraftInput = ReasonedInput.extend({
  minutes: z
    .number()
    .min(1)
    .max(LONGEST_HOLD_MS / MINUTE),
})

/** A hold of an episode is renewed by a person, never for ever (ours). */
const LONGEST_EPISODE_HOLD_MS = 12 * HOUR

export const HoldEpisodeInput = ReasonedInput.extend({
  minutes: z
    .number()
    .int()
    .min(0)
    .max(LONGEST_EPISODE_HOLD_MS / MINUTE)
    .describe('how long its close is delayed from now; 0 lets it go again'),
})

/** An act of the addressee, or for them after a call. */
export const OnBehalfInput = z
  .strictObject({
    version: Version,
    behalfOf: PlainText(100).optional().describe('who was called'),
    phone: PlainText(40).optional(),
    heard: PlainText(500).optional().describe('what was heard'),
  })
  .describe('whoever is not the addressee acts after a call and says all three: behalfOf, phone and heard')

export type OnBehalfInput = z.infer<typeof OnBehalfInput>

const Look = z.strictObject({ version: Version, how: z.enum(PROOF_WAYS).describe('camera: 视频巡查; visit: 到场') })

export const VerifyInput = Look

export const UntrueInput = Look.extend({
  what: PlainText(500).describe('what was found'),
  measures: z.array(z.enum(MEASURES)).default([]).describe('whose reports are untrue; none named: all'),
})

export const ReferInput = ReasonedInput.extend({ department: PlainText(100).describe('the competent department') })

export const VisitInput = z.strictObject({
  version: Version,
  told: PlainText(100).describe('who was told in person'),
  isWorking: z.boolean().describe('work still goes on'),
  note: PlainText(500).describe('what was found'),
})

export const CommentInput = z.strictObject({ text: PlainText(1_000) })

/** A draft with what the moment adds. */
export const WaitingDraftView = DraftView.extend({
  countdownS: z
    .number()
    .nullable()
    .describe('seconds until it issues itself; null: it waits for a person, or is decided'),
  township: z.string().nullable().describe('name; null for the whole district'),
  reason: LevelReasonView.nullable().describe('why the level of its episode changed last'),
})

export type WaitingDraftView = z.infer<typeof WaitingDraftView>

export const DraftWithPlaces = WaitingDraftView.extend({
  items: z.array(EffectPlaceView).describe('every place it would reach, as counted at `effect.at`'),
})

export type DraftWithPlaces = z.infer<typeof DraftWithPlaces>

export const DraftAfter = DraftView.extend({ orders: z.array(OrderView).describe('orders it changed') })

export type DraftAfter = z.infer<typeof DraftAfter>

export const OrderAfter = OrderView.extend({
  changed: z.boolean().describe('false: it was done before, and nothing changed'),
  stillInForce: z.array(z.string()).describe('after a release or cancel: numbers of other orders at the same place'),
})

export type OrderAfter = z.infer<typeof OrderAfter>

export const OrderWithHistory = OrderView.extend({
  history: z.array(AuditLineView).describe('audit lines, newest first'),
})

export type OrderWithHistory = z.infer<typeof OrderWithHistory>
