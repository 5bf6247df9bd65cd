/** Drafts as they cross the wire, with what they would do. */
import { z } from 'zod'
import type { Draft, DraftEffect } from '../domain/control/draft.ts'
import { MEASURES } from '../domain/control/measure.ts'
import { PLACE_KINDS, type PlaceKind } from '../domain/place.ts'
import { localIso } from '../domain/time.ts'
import { MINUTE } from '../domain/units.ts'
import { CauseView, causeViews, EpisodeOfCause } from './cause.ts'
import { IsoTime } from './common.ts'
import type { Lookup } from './lookup.ts'

export const EffectView = z.object({
  at: IsoTime.describe('when it was counted'),
  places: z.number().int(),
  newPlaces: z.number().int().describe('those that have no order of the cause yet'),
  newAt: z.array(z.string()).describe('ids of those'),
  kinds: z.array(z.object({ kind: z.enum(PLACE_KINDS).nullable(), places: z.number().int() })).describe('most first'),
  measures: z
    .array(
      z.object({
        measure: z.enum(MEASURES),
        places: z.number().int(),
        dueInMinutes: z.tuple([z.number(), z.number()]).describe('earliest and latest deadline, from issue'),
      }),
    )
    .describe('in the order of the plan'),
})

/** One place a draft would reach. */
export const EffectPlaceView = z.object({
  place: z.string(),
  placeName: z.string(),
  kind: z.enum(PLACE_KINDS).nullable(),
  township: z.string().describe('name'),
  measures: z.array(z.object({ measure: z.enum(MEASURES), dueInMinutes: z.number() })),
})

export const DraftView = z.object({
  id: z.string(),
  kind: z.enum(['issue', 'release', 'review']),
  cause: CauseView,
  episode: EpisodeOfCause,
  level: z.number().int().describe('control level'),
  state: z.enum(['waiting', 'held', 'issued', 'dropped']),
  createdAt: IsoTime,
  dueAt: IsoTime.nullable().describe('issues itself then; null waits for a person'),
  holdReason: z.string().nullable(),
  heldBy: z.string().nullable(),
  decidedAt: IsoTime.nullable(),
  decidedBy: z.string().nullable(),
  dropReason: z.string().nullable(),
  effect: EffectView.nullable().describe('what carrying it out would do; null when nobody counted'),
  version: z.number().int(),
})

export type DraftView = z.infer<typeof DraftView>

export function draftView(draft: Draft, lookup: Lookup): DraftView {
  const isoOrNull = (at: number | null) => (at === null ? null : localIso(at, lookup.timeZone))
  return {
    id: draft.id,
    kind: draft.kind,
    ...causeViews(draft.cause),
    level: draft.level,
    state: draft.state,
    createdAt: localIso(draft.createdAt, lookup.timeZone),
    dueAt: isoOrNull(draft.dueAt),
    holdReason: draft.holdReason,
    heldBy: draft.heldBy,
    decidedAt: isoOrNull(draft.decidedAt),
    decidedBy: draft.decidedBy,
    dropReason: draft.dropReason,
    effect: draft.effect && effectView(draft.effect, lookup),
    version: draft.version,
  }
}

export function effectView({ at, places }: DraftEffect, lookup: Lookup): z.infer<typeof EffectView> {
  const kinds = new Map<PlaceKind | null, number>()
  const measures = new Map<(typeof MEASURES)[number], number[]>()
  for (const { placeId, measures: asked } of places) {
    const kind = lookup.place(placeId)?.kind ?? null
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    for (const { measure, dueInMs } of asked)
      measures.set(measure, [...(measures.get(measure) ?? []), dueInMs / MINUTE])
  }
  return {
    at: localIso(at, lookup.timeZone),
    places: places.length,
    newPlaces: places.filter((one) => one.isNew).length,
    newAt: places.filter((one) => one.isNew).map(({ placeId }) => placeId),
    kinds: [...kinds].map(([kind, count]) => ({ kind, places: count })).sort((a, b) => b.places - a.places),
    measures: MEASURES.flatMap((measure) => {
      const dues = measures.get(measure)
      if (!dues) return []
      const dueInMinutes: [number, number] = [Math.min(...dues), Math.max(...dues)]
      return [{ measure, places: dues.length, dueInMinutes }]
    }),
  }
}

export function effectPlaceViews({ places }: DraftEffect, lookup: Lookup): z.infer<typeof EffectPlaceView>[] {
  return places.map(({ placeId, measures }) => {
    const place = lookup.place(placeId)
    return {
      place: placeId,
      placeName: place?.name ?? placeId,
      kind: place?.kind ?? null,
      township: place ? lookup.townshipName(place.townshipId) : '',
      measures: measures.map(({ measure, dueInMs }) => ({ measure, dueInMinutes: dueInMs / MINUTE })),
    }
  })
}
