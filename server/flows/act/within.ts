/** Whether what somebody acts on lies in the part of the district they act for. */
import { isInScope, type Scope } from '../../domain/control/scope.ts'
import type { RegistryDesk } from '../district/registry.ts'

export type IsWithin = (at: { readonly placeId: string }, scope: Scope) => boolean

/** A place that is not registered any more belongs to nobody but the office. */
export function createIsWithin(placeOf: RegistryDesk['place']): IsWithin {
  return ({ placeId }, scope) => {
    const place = placeOf(placeId)
    return place ? isInScope(place, scope) : scope.kind === 'district'
  }
}
