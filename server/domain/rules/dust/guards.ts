/**
 * Why a rise of a rule of site dust is advice only, whatever its mode. algorithms.md 9, "dust-exceedance" (ours).
 *
 * A guard needs data to hold: what is not known makes nothing advice only. A sandstorm is declared by a notice from above.
 */
import type { EvidenceReading } from '../../control/episode.ts'
import type { NoticeKind } from '../../control/notice.ts'
import type { Mps, UgM3 } from '../../units.ts'

export type DustGuard = 'fog' | 'rain' | 'regional' | 'sandstorm'

/** What makes a rise advice only. */
export interface DustGuardSettings {
  /** Every station that counts has more PM10 than this: the dust is the region's. */
  readonly regionalAboveUgM3: UgM3
  /** Damp air that hardly moves: the instrument may see droplets. */
  readonly fogHumidityPercent: number
  readonly fogBelowMps: Mps
  /** More rain than this. */
  readonly rainAboveMmH: number
}

export const DUST_GUARD_DEFAULTS: DustGuardSettings = {
  regionalAboveUgM3: 150,
  fogHumidityPercent: 85,
  fogBelowMps: 2,
  rainAboveMmH: 0,
}

export interface DustSurroundings {
  /** PM10 of the last hour at the stations that stand at no site. */
  readonly stations: readonly EvidenceReading[]
  /** With fewer stations nothing is said of the region. */
  readonly stationsNeeded: number
  readonly humidityPercent: number | null
  readonly windMps: number | null
  readonly rainMmH: number | null
  readonly declared: readonly NoticeKind[]
}

export function dustGuards(around: DustSurroundings, guards: DustGuardSettings): DustGuard[] {
  const { stations, stationsNeeded, humidityPercent, windMps, rainMmH, declared } = around
  const isDamp = humidityPercent !== null && humidityPercent >= guards.fogHumidityPercent
  const isStill = windMps !== null && windMps < guards.fogBelowMps
  const isEveryHigh = stations.every(({ value }) => value > guards.regionalAboveUgM3)
  const held: readonly (readonly [DustGuard, boolean])[] = [
    ['fog', isDamp && isStill],
    ['rain', rainMmH !== null && rainMmH > guards.rainAboveMmH],
    ['sandstorm', declared.includes('sandstorm')],
    ['regional', stations.length >= Math.max(1, stationsNeeded) && isEveryHigh],
  ]
  return held.flatMap(([guard, holds]) => (holds ? [guard] : []))
}

/** The dust is no site's own. */
export function isEverybodys(guards: readonly string[]): boolean {
  return guards.includes('regional') || guards.includes('sandstorm')
}

/** Every problem of the guards' numbers, each naming the field. */
export function guardProblems({ regionalAboveUgM3, fogHumidityPercent }: DustGuardSettings): string[] {
  const problems: string[] = []
  if (!(regionalAboveUgM3 > 0)) problems.push(`guards.regionalAboveUgM3: ${regionalAboveUgM3} must be above 0`)
  if (!(fogHumidityPercent > 0 && fogHumidityPercent <= 100)) {
    problems.push(`guards.fogHumidityPercent: ${fogHumidityPercent} must be above 0 and at most 100`)
  }
  return problems
}
