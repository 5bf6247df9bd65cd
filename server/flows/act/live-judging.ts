/**
 * Control in the live realm: every second it judges up to the machine's clock, as long as that clock can be believed.
 *
 * When it cannot, judging stands still in plain sight until the clock is right again or a chief says that it is right;
 * nothing is judged, ordered or released by the step itself.
 */
import type { AuditAction } from '../../domain/audit.ts'
import type { EpochMs, Ms } from '../../domain/units.ts'
import type { Log } from '../../ports/log.ts'
import type { Operations } from '../../ports/operations.ts'
import type { By, BySystem } from '../common/by.ts'
import { createClockWatch, LONGEST_STEP_MS, type SteadyClock } from './clock-watch.ts'
import type { Control } from './control.ts'
import { createRecorder } from './record.ts'

/** Live, instant t is judged at t + 5 s, so that readings on their way are there (algorithms.md 9, "Order of time"). */
export const JUDGE_AFTER_MS: Ms = 5_000

/** Why the machine's clock is not believed. */
export type ClockTrouble =
  /** It was set while the program ran, by so much. */
  | { readonly kind: 'stepped'; readonly byMs: Ms }
  /** More was judged than it has reached: it was ahead in an earlier life of the program, or is behind now. */
  | { readonly kind: 'behind'; readonly byMs: Ms }

export type Reanchored =
  | { readonly kind: 'reanchored'; readonly goesOnFrom: EpochMs; readonly movedMs: Ms }
  /** The clock is believed: there is nothing to set right. */
  | { readonly kind: 'not-needed' }

export interface LiveJudging {
  /** Judges what is due. Never throws. */
  beat(): Promise<void>
  /** Why nothing is judged; null while it is. */
  trouble(): ClockTrouble | null
  /** A person says that the clock is right as it stands: judging goes on from here, and no timer has run meanwhile. */
  reanchor(by: By): Promise<Reanchored>
}

export interface LiveJudgingParts {
  readonly control: Pick<Control, 'advanceTo' | 'goOnFrom' | 'status'>
  readonly machine: SteadyClock
  readonly operations: Pick<Operations, 'change'>
  readonly saveCheckpoint: () => Promise<void>
  readonly log: Log
}

export function createLiveJudging({
  control,
  machine,
  operations,
  saveCheckpoint,
  log,
}: LiveJudgingParts): LiveJudging {
  const watch = createClockWatch(machine)
  /** The kind that stands in the record and in the log; null: the clock is believed there. */
  let told: ClockTrouble['kind'] | null = null

  const target = () => machine.now() - JUDGE_AFTER_MS

  function trouble(): ClockTrouble | null {
    const step = watch.step()
    if (Math.abs(step) > LONGEST_STEP_MS) return { kind: 'stepped', byMs: step }
    const ahead = (control.status().judgedUpTo ?? 0) - target()
    return ahead > LONGEST_STEP_MS ? { kind: 'behind', byMs: ahead } : null
  }

  async function tell(now: ClockTrouble | null): Promise<void> {
    const kind = now?.kind ?? null
    if (kind === told) return
    const action: AuditAction = now === null ? 'clock.believed' : 'clock.doubted'
    const details = { why: kind ?? told, byMs: now?.byMs ?? 0, judgedUpTo: control.status().judgedUpTo }
    if (now) log.warn('control.clock-doubted', { ...details, goOn: 'set the clock right, or POST /control/re-anchor' })
    else log.info('control.clock-believed', details)
    const by: BySystem = { actor: 'system', reason: now === null ? 'clock-back' : 'clock-doubted' }
    await operations.change((books) => createRecorder(books).clock({ action, at: machine.now(), by, details }))
    told = kind
  }

  return {
    trouble,
    async beat() {
      const now = trouble()
      // What cannot be written now is written at the next beat; judging does not wait for it.
      await tell(now).catch((error: unknown) => log.error('control.clock-not-told', { why: String(error) }))
      if (now === null) await control.advanceTo(target())
    },
    async reanchor(by) {
      if (trouble() === null) return { kind: 'not-needed' }
      const goesOnFrom = target()
      const movedMs = await control.goOnFrom(goesOnFrom, by)
      watch.anchor()
      told = null
      await saveCheckpoint()
      return { kind: 'reanchored', goesOnFrom, movedMs }
    },
  }
}
