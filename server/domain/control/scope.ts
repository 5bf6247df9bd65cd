/** Where a rule looks and an episode holds: the whole district, one township, or one place. */
import type { Place } from '../place.ts'

export type Scope =
  | { readonly kind: 'district' }
  | { readonly kind: 'township'; readonly townshipId: string }
  | { readonly kind: 'place'; readonly placeId: string }

/** `district`, `township:<id>` or `place:<id>`: the scope as one string, for keys. */
export function scopeKey(scope: Scope): string {
  switch (scope.kind) {
    case 'district':
      return 'district'
    case 'township':
      return `township:${scope.townshipId}`
    case 'place':
      return `place:${scope.placeId}`
  }
}

/** The reverse of `scopeKey`. Throws when the key is none. */
export function scopeOf(key: string): Scope {
  const [, kind, id = ''] = /^(district|township|place)(?::(.+))?$/.exec(key) ?? []
  switch (kind) {
    case 'district':
      return { kind }
    case 'township':
      return { kind, townshipId: id }
    case 'place':
      return { kind, placeId: id }
    default:
      throw new Error(`"${key}" names no scope`)
  }
}

/** A place in two townships belongs to both. */
export function isInScope(place: Place, scope: Scope): boolean {
  switch (scope.kind) {
    case 'district':
      return true
    case 'township':
      return place.townshipId === scope.townshipId || place.helperTownshipId === scope.townshipId
    case 'place':
      return place.id === scope.placeId
  }
}
