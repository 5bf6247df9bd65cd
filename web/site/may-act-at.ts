/** Whether this caller may acknowledge and report for a place: by role, and only where they act for. The server decides again. */
import type { PlaceView } from '../../server/contract/registry.ts'
import type { SessionView } from '../../server/contract/session.ts'
import { mayAct } from '../../server/domain/people/role.ts'

export function mayActAt(
  { id, townshipId, helperTownshipId }: Pick<PlaceView, 'id' | 'townshipId' | 'helperTownshipId'>,
  { role, place, township }: Pick<SessionView, 'role' | 'place' | 'township'>,
): boolean {
  const isTheirs = place === null || place === id
  const isInTownship = township === null || township === townshipId || township === helperTownshipId
  return mayAct(role, 'acknowledge') && isTheirs && isInTownship
}
