/**
 * The numbers of the dust-exceedance rule pack: defaults, and the check a changed set must pass before it may be armed.
 *
 * Sources: difference and daily allowance DB13/2934-2019 (Hebei, 80 µg/m³ above the district's mean of the hour, twice a
 * day); the other numbers are ours, algorithms.md 9 "dust-exceedance" (b).
 */
import type { UgM3 } from '../../units.ts'
import { DUST_GUARD_DEFAULTS, type DustGuardSettings, guardProblems } from '../dust/guards.ts'
import type { RuleNumbers } from '../rule.ts'

export interface DustExceedanceSettings extends RuleNumbers {
  /** More than this above the median of the stations makes an exceeding hour. */
  readonly aboveUgM3: UgM3
  /** At most this above the median closes. */
  readonly closeAtUgM3: UgM3
  /** So many exceeding hours a day are told and ask nothing. */
  readonly allowedHours: number
  /** With fewer stations that count the hour is unknown. */
  readonly stationsNeeded: number
  /** While the difference of fewer days is known, a mode that nobody chose is advice only. */
  readonly adviseDays: number
  /** So many known hours make a known day. */
  readonly knownDayHours: number
  readonly guards: DustGuardSettings
}

export const DUST_EXCEEDANCE_DEFAULTS: DustExceedanceSettings = {
  rulePack: { id: 'dust-exceedance', version: '1.0.0' },
  aboveUgM3: 80,
  closeAtUgM3: 60,
  allowedHours: 2,
  stationsNeeded: 3,
  adviseDays: 30,
  knownDayHours: 18,
  guards: DUST_GUARD_DEFAULTS,
}

/** Every problem of a set of numbers, each naming the field; empty when it may be used. */
export function checkDustExceedanceSettings(settings: DustExceedanceSettings): string[] {
  const { rulePack, aboveUgM3, closeAtUgM3, guards } = settings
  const problems: string[] = []
  const demand = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem)
  }
  const whole = (
    name: 'allowedHours' | 'stationsNeeded' | 'adviseDays' | 'knownDayHours',
    least: number,
    most: number,
  ) => {
    const found = settings[name]
    const isFitting = Number.isInteger(found) && found >= least && found <= most
    demand(isFitting, `${name}: ${found} must be a whole number from ${least} to ${most}`)
  }
  demand(rulePack.id !== '' && rulePack.version !== '', 'rulePack: id and version must not be empty')
  demand(aboveUgM3 > 0, `aboveUgM3: ${aboveUgM3} must be above 0`)
  demand(closeAtUgM3 <= aboveUgM3, `closeAtUgM3: ${closeAtUgM3} must not be above aboveUgM3 ${aboveUgM3}`)
  whole('allowedHours', 0, 24)
  whole('stationsNeeded', 1, 1_000)
  whole('adviseDays', 0, 366)
  whole('knownDayHours', 1, 24)
  return [...problems, ...guardProblems(guards)]
}
