/** Manual controls as they cross the wire. */
import { z } from 'zod'
import type { ManualContent, ManualControl } from '../domain/control/manual.ts'
import { MEASURES } from '../domain/control/measure.ts'
import { isInScope, type Scope } from '../domain/control/scope.ts'
import { PLACE_KINDS, type Township } from '../domain/place.ts'
import { localIso } from '../domain/time.ts'
import { Id, IsoTime, PlainText, TimeInput } from './common.ts'
import type { Lookup } from './lookup.ts'

const ScopeInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('district') }),
  z.strictObject({ kind: z.literal('township'), township: PlainText(100).describe('id or name') }),
  z.strictObject({ kind: z.literal('place'), place: Id }),
])

const each = <T>(what: string) => [(all: T[]) => new Set(all).size === all.length, `each ${what} once`] as const

/** The body of `POST /manual-controls`. */
export const ManualInput = z.strictObject({
  reason: PlainText(500).describe('why'),
  scope: ScopeInput,
  placeKinds: z
    .array(z.enum(PLACE_KINDS))
    .refine(...each('kind'))
    .default([])
    .describe('of the scope only these; none named: all'),
  measures: z
    .array(z.enum(MEASURES))
    .min(1)
    .refine(...each('measure')),
  endsAt: TimeInput.nullable().default(null).describe('null: until somebody ends it'),
})

export type ManualInput = z.infer<typeof ManualInput>

type Named = Lookup & { current(): { readonly townships: readonly Township[] } }

/** The field that names nothing of the district, or the content. */
export function manualContent(
  { scope, ...facts }: ManualInput,
  registry: Named,
): ManualContent | { readonly field: string; readonly found: string } {
  switch (scope.kind) {
    case 'district':
      return { ...facts, scope }
    case 'township': {
      const { townships } = registry.current()
      const named = scope.township
      const found = townships.find(({ id }) => id === named) ?? townships.find(({ name }) => name === named)
      return found
        ? { ...facts, scope: { kind: 'township', townshipId: found.id } }
        : { field: 'scope.township', found: named }
    }
    case 'place':
      return registry.place(scope.place)
        ? { ...facts, scope: { kind: 'place', placeId: scope.place } }
        : { field: 'scope.place', found: scope.place }
  }
}

/** What lies in one scope lies in the other. */
export function liesIn(inner: Scope, outer: Scope, lookup: Lookup): boolean {
  if (outer.kind === 'district') return true
  if (inner.kind === 'place') {
    const place = lookup.place(inner.placeId)
    return place !== undefined && isInScope(place, outer)
  }
  return inner.kind === 'township' && outer.kind === 'township' && inner.townshipId === outer.townshipId
}

export const ManualView = z.object({
  id: z.string(),
  reason: z.string(),
  scope: z.object({
    kind: z.enum(['district', 'township', 'place']),
    id: z.string().nullable().describe('of the township or place; null for the whole district'),
    name: z.string().nullable(),
  }),
  placeKinds: z.array(z.enum(PLACE_KINDS)).describe('empty: all'),
  measures: z.array(z.enum(MEASURES)),
  endsAt: IsoTime.nullable().describe('null: until somebody ends it'),
  decidedAt: IsoTime,
  decidedBy: z.string(),
  township: z.string().nullable().describe('id of the township that decided it for itself; null: the office'),
  needsSecond: z.boolean().describe('it reaches so many places that it takes two persons'),
  orderedAt: IsoTime.nullable().describe('null: it waits for the second person'),
  confirmedBy: z.string().nullable().describe('the second person'),
  endedAt: IsoTime.nullable(),
  endedBy: z.string().nullable(),
  endReason: z.string().nullable(),
  version: z.number().int(),
})

export type ManualView = z.infer<typeof ManualView>

export function manualView(control: ManualControl, lookup: Lookup): ManualView {
  const { scope, placeKinds, measures, endsAt, decidedAt, orderedAt, endedAt, townshipId, ...facts } = control
  const iso = (at: number | null) => (at === null ? null : localIso(at, lookup.timeZone))
  return {
    ...facts,
    scope: scopeView(scope, lookup),
    placeKinds: [...placeKinds],
    measures: [...measures],
    endsAt: iso(endsAt),
    decidedAt: localIso(decidedAt, lookup.timeZone),
    township: townshipId,
    orderedAt: iso(orderedAt),
    endedAt: iso(endedAt),
  }
}

function scopeView(scope: Scope, lookup: Lookup): ManualView['scope'] {
  switch (scope.kind) {
    case 'district':
      return { kind: 'district', id: null, name: null }
    case 'township':
      return { kind: 'township', id: scope.townshipId, name: lookup.townshipName(scope.townshipId) }
    case 'place':
      return { kind: 'place', id: scope.placeId, name: lookup.place(scope.placeId)?.name ?? scope.placeId }
  }
}
