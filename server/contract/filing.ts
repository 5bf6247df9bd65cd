/** Filings as they cross the wire: what a site cannot do, and what the office said to it. */
import { z } from 'zod'
import { FILEABLE, FILING_KINDS, type Filing } from '../domain/control/filing.ts'
import { MEASURES } from '../domain/control/measure.ts'
import { STAMP_CHANNELS } from '../domain/control/signature.ts'
import { localIso } from '../domain/time.ts'
import type { EpochMs } from '../domain/units.ts'
import { OnBehalfInput, ReasonedInput } from './acts.ts'
import { IsoTime, PlainText, TimeInput } from './common.ts'
import type { Lookup } from './lookup.ts'

const Measures = z
  .array(z.enum(FILEABLE))
  .min(1)
  .refine((all) => new Set(all).size === all.length, 'each measure once')

/** 安全收尾. */
export const FinishSafelyInput = OnBehalfInput.omit({ version: true }).extend({
  measures: Measures.describe('that cannot be obeyed at once without danger'),
  reason: PlainText(500).describe('what goes on, and why it cannot stop'),
  until: TimeInput.describe('when it will be finished'),
})

export const AcceptFilingInput = ReasonedInput.extend({
  reason: PlainText(500).optional(),
  until: TimeInput.optional().describe('earlier than what was asked for; left out: as asked for'),
  isByCity: z.boolean().default(false).describe('the city has agreed: also for what a notice from above demands'),
})

const FILING_STATES = ['waiting', 'accepted', 'refused', 'lapsed', 'ended'] as const

export const FilingView = z.object({
  id: z.string(),
  number: z.string(),
  kind: z.enum(FILING_KINDS).describe('safeFinish: 安全收尾'),
  state: z
    .enum(FILING_STATES)
    .describe('lapsed: nobody decided before the time it asked for; ended: it was accepted, and that time has come'),
  place: z.string(),
  placeName: z.string(),
  township: z.string().describe('name'),
  order: z.string().describe('id of the order it answers'),
  measures: z.array(z.enum(MEASURES)),
  reason: z.string(),
  filedAt: IsoTime,
  filedBy: z.string(),
  filedChannel: z.enum(STAMP_CHANNELS),
  filedFor: z.string().nullable().describe('who was called; null: nobody, it is their own'),
  askedUntil: IsoTime,
  decision: z.enum(['accepted', 'refused']).nullable(),
  decidedAt: IsoTime.nullable(),
  decidedBy: z.string().nullable(),
  decideReason: z.string().nullable(),
  until: IsoTime.nullable().describe('until when it was accepted; null: it was not'),
  isByCity: z.boolean(),
  endedAt: IsoTime.nullable(),
  version: z.number().int(),
})

export type FilingView = z.infer<typeof FilingView>

export function filingView(filing: Filing, lookup: Lookup): FilingView {
  const { placeId, orderId, measures, ...facts } = filing
  const place = lookup.place(placeId)
  const iso = (at: EpochMs) => localIso(at, lookup.timeZone)
  const isoOrNull = (at: EpochMs | null) => (at === null ? null : iso(at))
  return {
    ...facts,
    state: stateOf(filing),
    place: placeId,
    placeName: place?.name ?? placeId,
    township: place ? lookup.townshipName(place.townshipId) : '',
    order: orderId,
    measures: [...measures],
    filedAt: iso(facts.filedAt),
    askedUntil: iso(facts.askedUntil),
    decidedAt: isoOrNull(facts.decidedAt),
    until: isoOrNull(facts.until),
    endedAt: isoOrNull(facts.endedAt),
  }
}

function stateOf({ decision, endedAt }: Filing): FilingView['state'] {
  if (decision === 'refused') return 'refused'
  if (decision === 'accepted') return endedAt === null ? 'accepted' : 'ended'
  return endedAt === null ? 'waiting' : 'lapsed'
}
