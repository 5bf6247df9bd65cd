/** Runs the armed dust-exceedance rule over one site and stations given hour by hour, judging every whole minute. */
import { createSamples, type Samples } from '../../../../server/domain/air/samples.ts'
import type { LevelChange } from '../../../../server/domain/control/episode.ts'
import type { Device, Place, Registry } from '../../../../server/domain/place.ts'
import type { DustState } from '../../../../server/domain/rules/dust-exceedance/decide.ts'
import { dustExceedance } from '../../../../server/domain/rules/dust-exceedance/index.ts'
import { DUST_EXCEEDANCE_DEFAULTS } from '../../../../server/domain/rules/dust-exceedance/settings.ts'
import type { Judgement, RulePolicy } from '../../../../server/domain/rules/rule.ts'
import { HOUR, MINUTE, type Ms } from '../../../../server/domain/units.ts'
import { mast, place } from '../../../support/control-room.ts'
import { type DeviceSamples, keptSamples } from '../kept-samples.ts'

/** A midnight in Beijing. */
export const T0 = Date.parse('2026-11-20T00:00:00+08:00')

const POLICY: RulePolicy = {
  mode: 'automatic',
  isModeChosen: true,
  release: 'confirm',
  countdownMs: 3 * MINUTE,
  area: 'district',
  timeZone: 'Asia/Shanghai',
}

export const SITE = place('site-1', 't1')

export function monitor(id: string, placeId: string | null, intervalMs: Ms = HOUR): Device {
  return {
    ...mast(id, 't1'),
    kind: placeId === null ? 'streetMonitor' : 'dustMonitor',
    placeId,
    intervalMs,
    exposure: null,
  }
}

export const REGISTRY: Registry = {
  townships: [{ id: 't1', name: '侯寨乡' }],
  places: [SITE],
  devices: [monitor('own', 'site-1'), monitor('s1', null), monitor('s2', null), monitor('s3', null)],
}

/** Values of one device by minutes after T0: pm10 unless named otherwise. */
export type Sent = readonly (readonly [
  device: string,
  minute: number,
  value: number,
  quantity?: 'humidity' | 'windSpeed' | 'rain',
])[]

/** Hourly: the site's PM10 and that of each of three stations, for the hours 0:00, 1:00 …; null: nothing came. */
export function hourly(...hours: readonly (readonly [site: number | null, stations: number | null])[]): Sent {
  return hours.flatMap(([site, stations], hour) => [
    ...(site === null ? [] : [['own', hour * 60, site] as const]),
    ...(stations === null ? [] : ['s1', 's2', 's3'].map((id) => [id, hour * 60, stations] as const)),
  ])
}

export interface RunFacts {
  readonly registry?: Registry
  readonly policy?: Partial<RulePolicy>
  readonly site?: Place
  /** The last hour that is judged. */
  readonly hours: number
  /** Minutes up to this hour were judged before. */
  readonly after?: number
  readonly heldAt?: (minute: number) => boolean
  readonly before?: DustState
}

export interface Run {
  readonly changes: readonly LevelChange[]
  /** `2:0>1 opened`: the hour after T0, with minutes where it is no full one. */
  readonly told: readonly string[]
  readonly blind: readonly string[]
  readonly state: DustState
}

export function run(sent: Sent, { registry = REGISTRY, policy = {}, hours, after, heldAt, before }: RunFacts): Run {
  const devices = new Map<string, Partial<Record<string, Samples>>>()
  for (const [device, minute, value, quantity = 'pm10'] of sent) {
    const kept = devices.get(device) ?? {}
    devices.set(device, kept)
    kept[quantity] ??= createSamples(1_000 * HOUR)
    kept[quantity].add(T0 + minute * MINUTE, value)
  }
  const samplesOf = keptSamples(devices as ReadonlyMap<string, DeviceSamples>)
  const rule = dustExceedance.arm(DUST_EXCEEDANCE_DEFAULTS, { ...POLICY, ...policy })
  const [watch] = rule.scopesOf(registry)
  let state = before ?? (rule.calm as DustState)
  const changes: LevelChange[] = []
  const blind: string[] = []
  for (let minute = after === undefined ? 0 : after * 60 + 1; minute <= hours * 60; minute += 1) {
    const at = T0 + minute * MINUTE
    const heldOpenBy = heldAt?.(minute) ? ['wang'] : []
    const judgement = watch!.judge(state, { at, samplesOf, heldOpenBy, declared: [] }) as Judgement<DustState>
    state = judgement.next
    changes.push(...judgement.changes)
    if (judgement.blind !== null) blind.push(`${clock(minute)} ${judgement.blind}`)
  }
  const told = changes.map(({ at, from, to, reason }) => `${clock((at - T0) / MINUTE)}:${from}>${to} ${reason.code}`)
  return { changes, told, blind, state }
}

function clock(minute: number): string {
  return minute % 60 === 0 ? String(minute / 60) : `${Math.floor(minute / 60)}h${minute % 60}`
}
