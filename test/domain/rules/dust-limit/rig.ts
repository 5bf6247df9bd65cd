/** Runs an armed rule of dust limits over one site and three stations, judging every whole minute. */
import { createSamples, type Samples } from '../../../../server/domain/air/samples.ts'
import type { LevelChange } from '../../../../server/domain/control/episode.ts'
import type { Registry } from '../../../../server/domain/place.ts'
import { dustLimit } from '../../../../server/domain/rules/dust-limit/index.ts'
import type { DustLimitPack } from '../../../../server/domain/rules/dust-limit/pack.ts'
import type { DustLimitState } from '../../../../server/domain/rules/dust-limit/state.ts'
import type { Judgement, RulePolicy } from '../../../../server/domain/rules/rule.ts'
import { HOUR, MINUTE } from '../../../../server/domain/units.ts'
import { monitor, REGISTRY, T0 } from '../dust-exceedance/rig.ts'
import { type DeviceSamples, keptSamples } from '../kept-samples.ts'
import { SMALL } from './packs.ts'

export const POLICY: RulePolicy = {
  mode: 'automatic',
  isModeChosen: true,
  release: 'confirm',
  countdownMs: 3 * MINUTE,
  area: 'district',
  timeZone: 'Asia/Shanghai',
}

/** One device at the site that reports each minute. */
export const EACH_MINUTE: Registry = {
  ...REGISTRY,
  devices: [monitor('own', 'site-1', MINUTE), ...REGISTRY.devices.slice(1)],
}

/** A value of one device by minutes after T0: of the pack's quantity unless named. */
export type Sent = readonly (readonly [device: string, minute: number, value: number, quantity?: string])[]

/** The site's values, one a minute from the first; null: nothing came. */
export function minutes(...values: readonly (number | null)[]): Sent {
  return values.flatMap((value, minute) => (value === null ? [] : [['own', minute, value] as const]))
}

/** The same value so many times. */
export function times(count: number, value: number | null): readonly (number | null)[] {
  return Array.from({ length: count }, () => value)
}

export interface RunFacts {
  readonly pack?: DustLimitPack
  readonly registry?: Registry
  readonly policy?: Partial<RulePolicy>
  /** The last minute that is judged. */
  readonly until: number
  /** Minutes up to this one were judged before. */
  readonly after?: number
  readonly heldAt?: (minute: number) => boolean
  readonly before?: DustLimitState
}

export interface Run {
  readonly changes: readonly LevelChange[]
  /** `5:0>2 opened`: the minute after T0. */
  readonly told: readonly string[]
  readonly blind: readonly string[]
  readonly state: DustLimitState
}

function samplesOf(sent: Sent, quantity: string) {
  const devices = new Map<string, Partial<Record<string, Samples>>>()
  for (const [device, minute, value, named = quantity] of sent) {
    const kept = devices.get(device) ?? {}
    devices.set(device, kept)
    kept[named] ??= createSamples(10_000 * HOUR)
    kept[named].add(T0 + minute * MINUTE, value)
  }
  return keptSamples(devices as ReadonlyMap<string, DeviceSamples>)
}

export function run(sent: Sent, facts: RunFacts): Run {
  const { pack = SMALL, registry = EACH_MINUTE, policy = {}, until, after = -1, heldAt, before } = facts
  const kept = samplesOf(sent, pack.quantity)
  const rule = dustLimit(pack).arm(pack, { ...POLICY, ...policy })
  const [watch] = rule.scopesOf(registry)
  let state = before ?? (rule.calm as DustLimitState)
  const changes: LevelChange[] = []
  const blind: string[] = []
  for (let minute = after + 1; minute <= until; minute += 1) {
    const scene = {
      at: T0 + minute * MINUTE,
      samplesOf: kept,
      heldOpenBy: heldAt?.(minute) ? ['wang'] : [],
      declared: [],
    }
    const judgement = watch!.judge(state, scene) as Judgement<DustLimitState>
    state = judgement.next
    changes.push(...judgement.changes)
    if (judgement.blind !== null) blind.push(`${minute} ${judgement.blind}`)
  }
  const told = changes.map(({ at, from, to, reason }) => `${(at - T0) / MINUTE}:${from}>${to} ${reason.code}`)
  return { changes, told, blind, state }
}
