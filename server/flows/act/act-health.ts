/** Whether control judges, and where it has no data to judge by. */
import type { HealthView } from '../../contract/health.ts'
import { localIso } from '../../domain/time.ts'
import { type EpochMs, MINUTE, type Ms, SECOND } from '../../domain/units.ts'
import { degradedBy, downBy } from '../common/offered.ts'
import type { ControlStatus } from './control.ts'
import type { ClockTrouble } from './live-judging.ts'

const CONTROL_TOO_LONG: Ms = 3 * MINUTE

export interface ActFacts {
  /** In a drill the player moves the clock, and nobody can say that control is late. */
  readonly isDrill: boolean
  readonly timeZone: string
}

export interface ActStatus extends ControlStatus {
  /** Why the machine's clock is not judged by; null while it is. */
  readonly clock: ClockTrouble | null
}

export function actHealth(status: ActStatus, { isDrill, timeZone }: ActFacts, now: EpochMs) {
  const { judgedUpTo, blindScopes, clock, doubts } = status
  const late = now - (judgedUpTo ?? now) > CONTROL_TOO_LONG ? 'nothing was judged for more than three minutes' : null
  const stopped = status.problem ?? (isDrill ? null : clock ? wordsOfClock(clock) : late)
  const blind = blindScopes.length > 0 ? `no usable data: ${blindScopes.join(', ')}` : null
  const doubted =
    doubts.length > 0 ? `contradicts all others: ${doubts.flatMap((one) => one.devices).join(', ')}` : null
  const control: HealthView['parts']['control'] = {
    ...(stopped ? downBy(stopped) : degradedBy([blind, doubted].filter(Boolean).join('; ') || null)),
    clock: clock && { kind: clock.kind, byS: Math.round(clock.byMs / SECOND) },
    lastTickAt: judgedUpTo === null ? null : localIso(judgedUpTo, timeZone),
    blindScopes: [...blindScopes],
    doubted: doubts.flatMap(({ devices, since, told }) =>
      told ? [{ devices: [...devices], since: localIso(since, timeZone), ...told }] : [],
    ),
  }
  return { control }
}

function wordsOfClock({ kind, byMs }: ClockTrouble): string {
  const minutes = `${Math.round(Math.abs(byMs) / MINUTE)} min`
  const what =
    kind === 'behind'
      ? `the machine's clock is ${minutes} behind what was judged`
      : `the machine's clock was set ${byMs > 0 ? 'forward' : 'back'} by ${minutes}`
  return `${what}: nothing is judged until it is right, or the chief says that it is (POST /control/re-anchor)`
}
