/** The timers of the rules as they cross the wire: how near an area is to its next change of level. */
import { z } from 'zod'
import type { Scope } from '../domain/control/scope.ts'
import type { RunningTimer } from '../domain/rules/rule.ts'
import { localIso } from '../domain/time.ts'
import { IsoTime } from './common.ts'
import type { Lookup } from './lookup.ts'
import { QuantityName } from './reading.ts'

export const TimerView = z.object({
  rule: z.string(),
  townshipId: z.string().nullable().describe('null for the whole district'),
  township: z.string().nullable().describe('name'),
  what: z.enum(['raise', 'lower', 'close']),
  to: z.number().int().describe('control level from then on; 0: the episode closes'),
  quantity: QuantityName,
  bound: z.number().describe('reached or undercut since, in the unit of the quantity'),
  since: IsoTime,
  dueAt: IsoTime.describe('when it acts, if nothing breaks it'),
})

export type TimerView = z.infer<typeof TimerView>

type Told = RunningTimer & { readonly rule: string; readonly scope: Scope }

/** null for the timer of a single place, which is not told live. */
export function timerView({ rule, scope, ...timer }: Told, lookup: Lookup): TimerView | null {
  if (scope.kind === 'place') return null
  const townshipId = scope.kind === 'township' ? scope.townshipId : null
  return {
    rule,
    townshipId,
    township: townshipId === null ? null : lookup.townshipName(townshipId),
    what: timer.what,
    to: timer.to,
    quantity: timer.quantity,
    bound: timer.bound,
    since: localIso(timer.since, lookup.timeZone),
    dueAt: localIso(timer.dueAt, lookup.timeZone),
  }
}
