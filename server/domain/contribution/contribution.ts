/**
 * 「是本地还是全市」: how much of what is measured round a site comes from it, with everything the answer is made of.
 *
 * Source: algorithms.md 5 (ours; no rule text we could read prescribes a sector or a rule for calm). B is the median of
 * what stands upwind, D the highest that stands downwind, ΔC = D − B, negative values kept. Nothing is rounded. A weak or
 * turning wind is said and never blocks; then the difference of the ring warns as well. µg/m³, m/s, degrees.
 */
import type { MeanWind } from '../air/wind.ts'
import type { Degrees, Mps, UgM3 } from '../units.ts'
import { normalBelow } from './normal.ts'
import { apartDegrees, heldRole, type Role } from './roles.ts'

export interface ContributionSettings {
  /** From these on the wind is trusted to separate upwind from downwind. R = 0.70 swings about 48°. */
  readonly trustedMps: Mps
  readonly trustedConcentration: number
  /** A changed role counts after so many minutes. */
  readonly deadMinutes: number
  /** Standard deviation of a monitor relative to its value, from collocation. */
  readonly relativeSigma: number
  /** From this wind on a single high monitor is suspected to stand beside a source of its own. */
  readonly nearbySourceMps: Mps
  /** A neighbour that rose above B by this share of ΔC moved with it. */
  readonly movedShare: number
}

const CONTRIBUTION_SETTINGS: ContributionSettings = {
  trustedMps: 1,
  trustedConcentration: 0.7,
  deadMinutes: 5,
  relativeSigma: 0.1,
  nearbySourceMps: 2,
  movedShare: 0.2,
}

export interface RingMonitor {
  readonly device: string
  /** In which direction it lies as seen from the active work area. */
  readonly bearingDegrees: Degrees
  /** Its mean over the window; null when it says too little. */
  readonly value: UgM3 | null
}

export interface Background {
  readonly value: UgM3
  /** Whose median it is. */
  readonly devices: readonly string[]
}

export interface ContributionAsked {
  readonly monitors: readonly RingMonitor[]
  /** The mean over the window that ends at each minute, oldest first, the window asked for last; null: not known. */
  readonly winds: readonly (MeanWind | null)[]
  /** What stands in for a missing upwind monitor; null when nothing is near. */
  readonly background: Background | null
}

export interface MonitorInRole extends RingMonitor {
  /** null when the wind has no direction. */
  readonly role: Role | null
}

/** `noUpwind`: nothing measures what blows in. `blindSector`: nothing measures what blows out. */
export type NotEvaluable = 'noWind' | 'noDirection' | 'noMonitors' | 'noUpwind' | 'blindSector'

interface Working {
  readonly wind: MeanWind | null
  readonly monitors: readonly MonitorInRole[]
  /** Highest less lowest of the ring, when the wind is not trusted and two monitors say something: a warning only. */
  readonly ringUgM3: UgM3 | null
}

export interface Evaluated extends Working {
  readonly evaluable: true
  readonly windIsTrusted: boolean
  /** `indirect`: no upwind monitor, so B is the background's. */
  readonly grade: 'direct' | 'indirect'
  readonly upwindUgM3: UgM3
  /** Whose median `upwindUgM3` is. */
  readonly upwindDevices: readonly string[]
  readonly downwindUgM3: UgM3
  readonly downwindDevice: string
  readonly deltaUgM3: UgM3
  /** One standard deviation of the difference. */
  readonly sigmaUgM3: UgM3
  /** high: both measured in a trusted wind; medium: one of the two fails; low: both. */
  readonly confidence: 'high' | 'medium' | 'low'
  /** A single monitor is high and no neighbour within 90° moved: perhaps a source beside it. */
  readonly isNearbySource: boolean
}

export interface Unevaluated extends Working {
  readonly evaluable: false
  readonly because: NotEvaluable
}

export type Contribution = Evaluated | Unevaluated

export function contributionOf(
  { monitors, winds, background }: ContributionAsked,
  settings: ContributionSettings = CONTRIBUTION_SETTINGS,
): Contribution {
  const wind = winds.at(-1) ?? null
  const windIsTrusted =
    wind !== null && wind.scalarMps >= settings.trustedMps && wind.concentration >= settings.trustedConcentration
  const directions = winds.map((one) => one?.directionDegrees ?? null)
  const hasDirection = (wind?.directionDegrees ?? null) !== null
  const inRole = monitors.map((one) => ({
    ...one,
    role: hasDirection ? heldRole(one.bearingDegrees, directions, settings.deadMinutes) : null,
  }))
  const heard = inRole.flatMap((one) => (one.value === null ? [] : [{ ...one, value: one.value }]))
  const working = { wind, monitors: inRole, ringUgM3: windIsTrusted ? null : ringDifference(heard) }
  const not = (because: NotEvaluable): Unevaluated => ({ ...working, evaluable: false, because })

  if (heard.length === 0) return not('noMonitors')
  if (wind === null) return not('noWind')
  if (!hasDirection) return not('noDirection')
  const [first, ...others] = heard.filter(({ role }) => role === 'downwind')
  if (!first) return not('blindSector')
  const highest = others.reduce((best, one) => (one.value > best.value ? one : best), first)
  const upwind = heard.filter(({ role }) => role === 'upwind')
  const direct = upwind.length > 0
  if (!direct && background === null) return not('noUpwind')

  const upwindUgM3 = direct ? median(upwind.map(({ value }) => value)) : background!.value
  const deltaUgM3 = highest.value - upwindUgM3
  const fails = (windIsTrusted ? 0 : 1) + (direct ? 0 : 1)
  return {
    ...working,
    evaluable: true,
    windIsTrusted,
    grade: direct ? 'direct' : 'indirect',
    upwindUgM3,
    upwindDevices: direct ? upwind.map(({ device }) => device) : background!.devices,
    downwindUgM3: highest.value,
    downwindDevice: highest.device,
    deltaUgM3,
    sigmaUgM3: settings.relativeSigma * Math.hypot(highest.value, upwindUgM3),
    confidence: fails === 0 ? 'high' : fails === 1 ? 'medium' : 'low',
    isNearbySource:
      deltaUgM3 > 0 &&
      wind.scalarMps >= settings.nearbySourceMps &&
      standsAlone(highest, heard, upwindUgM3 + settings.movedShare * deltaUgM3),
  }
}

/** P that the true difference is above a limit, 0 to 1: for ranking, never for the trigger, which stays `ΔC > L`. */
export function probabilityAbove(
  { deltaUgM3, sigmaUgM3 }: Pick<Evaluated, 'deltaUgM3' | 'sigmaUgM3'>,
  limit: UgM3,
): number {
  if (sigmaUgM3 === 0) return deltaUgM3 > limit ? 1 : 0
  return normalBelow((deltaUgM3 - limit) / sigmaUgM3)
}

type Heard = MonitorInRole & { readonly value: UgM3 }

/** False when it has no neighbour that could tell. */
function standsAlone(highest: Heard, heard: readonly Heard[], movedFrom: UgM3): boolean {
  const near = heard.filter(
    (one) =>
      one.device !== highest.device &&
      one.role !== 'upwind' &&
      apartDegrees(one.bearingDegrees, highest.bearingDegrees) <= 90,
  )
  return near.length > 0 && near.every(({ value }) => value < movedFrom)
}

function ringDifference(heard: readonly Heard[]): UgM3 | null {
  const values = heard.map(({ value }) => value)
  return values.length < 2 ? null : Math.max(...values) - Math.min(...values)
}

/** Of at least one. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return (sorted[(sorted.length - 1) >>> 1]! + sorted[sorted.length >>> 1]!) / 2
}
