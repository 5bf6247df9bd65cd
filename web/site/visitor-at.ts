/**
 * As whom somebody looks at a site's card. `addressee`: with the place's own key, who acknowledges and reports and has
 * seen it by looking. `preview`: office or township look at what the site is shown. `nobody`: look only. The server
 * decides again.
 */
import type { PlaceView } from '../../server/contract/registry.ts'
import type { SessionView } from '../../server/contract/session.ts'
import { mayAct } from '../../server/domain/people/role.ts'

export type Visitor = 'addressee' | 'preview' | 'nobody'

export function visitorAt(
  { id, townshipId, helperTownshipId }: Pick<PlaceView, 'id' | 'townshipId' | 'helperTownshipId'>,
  { role, place, township }: Pick<SessionView, 'role' | 'place' | 'township'>,
): Visitor {
  const isTheirs = place === null || place === id
  const isInTownship = township === null || township === townshipId || township === helperTownshipId
  if (mayAct(role, 'see')) return isTheirs && isInTownship ? 'addressee' : 'nobody'
  return mayAct(role, 'onBehalf') ? 'preview' : 'nobody'
}
