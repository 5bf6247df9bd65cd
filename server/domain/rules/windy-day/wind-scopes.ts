/** Where a rule of wind looks: the district, or each township. */
import type { Scope } from '../../control/scope.ts'
import type { Registry } from '../../place.ts'
import type { RulePolicy } from '../rule.ts'

export function windScopes({ townships }: Registry, area: RulePolicy['area']): Scope[] {
  if (area === 'district') return [{ kind: 'district' }]
  return townships.map(({ id }) => ({ kind: 'township', townshipId: id }))
}
