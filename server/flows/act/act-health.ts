/** Whether control judges, and where it has no data to judge by. */
import type { HealthView } from '../../contract/health.ts'
import { localIso } from '../../domain/time.ts'
import { type EpochMs, MINUTE, type Ms } from '../../domain/units.ts'
import { degradedBy, downBy } from '../common/offered.ts'
import type { ControlStatus } from './control.ts'

const CONTROL_TOO_LONG: Ms = 3 * MINUTE

export interface ActFacts {
  /** In a drill the player moves the clock, and nobody can say that control is late. */
  readonly isDrill: boolean
  readonly timeZone: string
}

export function actHealth(status: ControlStatus, { isDrill, timeZone }: ActFacts, now: EpochMs) {
  const { judgedUpTo, blindScopes } = status
  const late = now - (judgedUpTo ?? now) > CONTROL_TOO_LONG ? 'nothing was judged for more than three minutes' : null
  const ahead =
    judgedUpTo !== null && judgedUpTo > now
      ? `the machine's clock went back: nothing is judged before ${localIso(judgedUpTo, timeZone)}`
      : null
  const stopped = status.problem ?? (isDrill ? null : (late ?? ahead))
  const blind = blindScopes.length > 0 ? `no usable data: ${blindScopes.join(', ')}` : null
  const control: HealthView['parts']['control'] = {
    ...(stopped ? downBy(stopped) : degradedBy(blind)),
    lastTickAt: judgedUpTo === null ? null : localIso(judgedUpTo, timeZone),
    blindScopes: [...blindScopes],
  }
  return { control }
}
