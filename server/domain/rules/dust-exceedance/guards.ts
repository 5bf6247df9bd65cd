/**
 * Why a rise of the dust-exceedance rule is advice only, whatever its mode. algorithms.md 9, "dust-exceedance" (ours).
 *
 * A guard needs data to hold: what is not known makes nothing advice only. A declared sandstorm is not among them until
 * official notices are recorded.
 */
import type { KnownHour } from './hour.ts'
import type { DustExceedanceSettings } from './settings.ts'

/** `few-days`: too little is known of the site's own difference, and nobody chose the mode. */
export type DustGuard = 'few-days' | 'fog' | 'rain' | 'regional'

export interface DustSurroundings {
  readonly hour: KnownHour
  readonly humidityPercent: number | null
  readonly windMps: number | null
  readonly rainMmH: number | null
  /** Days of which the site's difference is known. */
  readonly knownDays: number
  readonly isModeChosen: boolean
}

export function dustGuards(around: DustSurroundings, { guards, adviseDays }: DustExceedanceSettings): DustGuard[] {
  const { hour, humidityPercent, windMps, rainMmH, knownDays, isModeChosen } = around
  const isDamp = humidityPercent !== null && humidityPercent >= guards.fogHumidityPercent
  const isStill = windMps !== null && windMps < guards.fogBelowMps
  const held: readonly (readonly [DustGuard, boolean])[] = [
    ['few-days', !isModeChosen && knownDays < adviseDays],
    ['fog', isDamp && isStill],
    ['rain', rainMmH !== null && rainMmH > guards.rainAboveMmH],
    ['regional', hour.stations.every(({ value }) => value > guards.regionalAboveUgM3)],
  ]
  return held.flatMap(([guard, holds]) => (holds ? [guard] : []))
}
