/** Exemptions as they cross the wire. */
import { z } from 'zod'
import type { Exemption } from '../domain/control/exemption.ts'
import { MEASURES } from '../domain/control/measure.ts'
import { localIso } from '../domain/time.ts'
import { Id, IsoTime, PlainText, TimeInput } from './common.ts'
import type { Lookup } from './lookup.ts'

/** Of an order: from now on, for its place. */
export const ExemptInput = z.strictObject({
  number: PlainText(100).describe('of the certificate'),
  department: PlainText(100).describe('who proposed it'),
  reason: PlainText(500),
  isByCity: z.boolean().default(false).describe('also spares what a notice from above demands'),
  measures: z.array(z.enum(MEASURES)).default([]).describe('none named: everything'),
  until: TimeInput,
})

export const ExemptionInput = ExemptInput.extend({
  place: Id,
  from: TimeInput.nullable().default(null).describe('null: from now on'),
})

export const ExemptionView = z.object({
  id: z.string(),
  place: z.string(),
  placeName: z.string(),
  township: z.string().describe('name'),
  number: z.string(),
  department: z.string(),
  reason: z.string(),
  isByCity: z.boolean(),
  measures: z.array(z.enum(MEASURES)).describe('empty: everything'),
  from: IsoTime,
  until: IsoTime,
  approvedAt: IsoTime,
  approvedBy: z.string(),
  revokedAt: IsoTime.nullable(),
  revokedBy: z.string().nullable(),
  revokeReason: z.string().nullable(),
  endedAt: IsoTime.nullable(),
  version: z.number().int(),
})

export type ExemptionView = z.infer<typeof ExemptionView>

export function exemptionView(exemption: Exemption, lookup: Lookup): ExemptionView {
  const { placeId, measures, from, until, approvedAt, revokedAt, endedAt, ...facts } = exemption
  const place = lookup.place(placeId)
  const iso = (at: number) => localIso(at, lookup.timeZone)
  return {
    ...facts,
    place: placeId,
    placeName: place?.name ?? placeId,
    township: place ? lookup.townshipName(place.townshipId) : '',
    measures: [...measures],
    from: iso(from),
    until: iso(until),
    approvedAt: iso(approvedAt),
    revokedAt: revokedAt === null ? null : iso(revokedAt),
    endedAt: endedAt === null ? null : iso(endedAt),
  }
}
