/** What a scope is called: the district, or its township or place by name; by its id while the registry is not read. */
import type { Scope } from '../../server/domain/control/scope.ts'
import type { Registry } from '../state/registry.svelte.ts'
import type { Text } from './phrases.ts'

export function scopeName(scope: Scope, registry: Pick<Registry, 'townships' | 'place'>, text: Text): string {
  switch (scope.kind) {
    case 'district':
      return text('common.district')
    case 'township':
      return registry.townships.find(({ id }) => id === scope.townshipId)?.name ?? scope.townshipId
    case 'place':
      return registry.place(scope.placeId)?.name ?? scope.placeId
  }
}
