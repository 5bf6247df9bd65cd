/** Whether the embedded broker's door tells devices apart; an outside broker keeps its own. */
import type { HealthView } from '../../contract/health.ts'
import { type EpochMs, MINUTE, type Ms } from '../../domain/units.ts'
import { degradedBy, OK } from '../common/offered.ts'
import type { Knocked } from './knocks.ts'

const SHARED_FOR: Ms = 10 * MINUTE

/** null: there is no embedded broker. */
export type Door = { readonly byName: number; readonly knocks: readonly Knocked[] } | null

export function doorHealth(door: Door, now: EpochMs): HealthView['parts']['deviceSecrets'] {
  if (door === null) return { ...OK, byName: 0 }
  const { byName, knocks } = door
  const shared = knocks.filter(({ why, lastAt }) => why === 'connected-already' && now - lastAt < SHARED_FOR)
  const problems = [
    ...(byName > 0 ? [`${byName} devices connect by name alone; POST /api/v1/device-secrets gives each a secret`] : []),
    ...(shared.length > 0 ? [`two connections share one identity: ${shared.map(({ name }) => name).join(', ')}`] : []),
  ]
  return { ...degradedBy(problems.join('; ') || null), byName }
}
