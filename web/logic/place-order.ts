/** Places in the order of the list: sites first, road sections last (few carry a device), each by its id. */
import type { PlaceView } from '../../server/contract/registry.ts'

const byId = new Intl.Collator('en', { numeric: true })

export function sitesFirst<Place extends Pick<PlaceView, 'id' | 'kind'>>(places: readonly Place[]): readonly Place[] {
  return [...places].sort((a, b) => rank(a) - rank(b) || byId.compare(a.id, b.id))
}

function rank({ kind }: Pick<PlaceView, 'kind'>): number {
  return kind === 'roadSection' ? 1 : 0
}
