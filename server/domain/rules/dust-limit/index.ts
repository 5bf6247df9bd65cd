/**
 * Rules of dust limits as guests of control: one rule for each pack, one episode per site.
 *
 * What differs between two of them is data (`pack.ts`); this is the engine they share.
 */
import type { Place } from '../../place.ts'
import { zoneOffsetMs } from '../../time.ts'
import { type EpochMs, HOUR } from '../../units.ts'
import { dustGuards } from '../dust/guards.ts'
import { type DustDevices, dustDevicesOf, isSite } from '../dust/site-devices.ts'
import { hourWeather, windowMeans } from '../dust/window.ts'
import type { Judgement, RuleKind, Scene } from '../rule.ts'
import { type AirAsked, appliesTo, isBrief, siteAir } from './air.ts'
import { borrowedSources, checkDustLimit } from './check.ts'
import { decideMeanwhile, decideWindow } from './decide.ts'
import type { DustLimitPack } from './pack.ts'
import { CALM, type DustLimitState, moved, nextDueAt, runningTimers } from './state.ts'

/** A pack that only advises may do so unasked; every other one is off until the office names it. */
export function dustLimit(defaults: DustLimitPack): RuleKind<DustLimitPack> {
  const { id } = defaults.rulePack
  return {
    id,
    defaults,
    defaultMode: defaults.isAdviseOnly ? 'advise' : 'off',
    isForeign: defaults.isForeign,
    check: (pack) => [...checkDustLimit(pack), ...borrowedSources(pack, defaults)],
    arm(pack, policy) {
      const { release, countdownMs } = policy
      const { rulePack, ...numbers } = pack
      const source = [...new Set(pack.steps.map((step) => step.source.document))].join(', ')
      const mode = pack.isAdviseOnly ? 'advise' : policy.mode
      return {
        id,
        pack: { ...rulePack, source, mode, release, countdownMs, numbers },
        isDelayedByNotices: false,
        quantities: [...new Set([pack.quantity, 'pm10', 'humidity', 'windSpeed', 'rain'] as const)],
        calm: CALM,
        scopesOf(registry) {
          const devicesOf = dustDevicesOf(registry)
          return registry.places.filter(isSite).map((site) => {
            const watch = { pack, site, devices: devicesOf(site), timeZone: policy.timeZone }
            return {
              scope: { kind: 'place', placeId: site.id },
              judge: (before: DustLimitState, scene) => judgeSite(watch, before, scene),
            }
          })
        },
        nextDueAt: (memory: DustLimitState, after) => nextDueAt(memory, pack, after),
        timers: (memory: DustLimitState) => runningTimers(memory, pack),
        moved,
      }
    },
  }
}

interface SiteWatch {
  readonly pack: DustLimitPack
  readonly site: Place
  readonly devices: DustDevices
  readonly timeZone: string
}

function judgeSite(
  { pack, site, devices, timeZone }: SiteWatch,
  before: DustLimitState,
  { at, samplesOf, heldOpenBy, declared }: Scene,
): Judgement<DustLimitState> {
  const isHeldOpen = heldOpenBy.length > 0
  const isOpen = before.level > 0
  // Where it no longer applies nothing opens; an episode that is open there goes on to its end.
  const isJudged = isOpen || (site.phase !== 'finished' && appliesTo(pack, site))
  if (!endsWindow(at, timeZone, pack)) return decideMeanwhile(before, at, isHeldOpen)
  const asked: AirAsked = { pack, devices, samplesOf, at }
  const air = isJudged ? siteAir(asked, pack.averagingMs) : null
  const isSameWindow = pack.clear.averagingMs === pack.averagingMs
  return decideWindow(
    before,
    {
      at,
      air,
      clearAir: !isOpen || isSameWindow ? air : siteAir(asked, pack.clear.averagingMs),
      timeZone,
      isHeldOpen,
      isBrief: (known, limit) => isBrief(asked, known, limit),
      onlyAdvise: () => guardsAt(asked, declared),
    },
    pack,
  )
}

function endsWindow(at: EpochMs, timeZone: string, { alignment, averagingMs }: DustLimitPack): boolean {
  return alignment === 'rolling' || (at + zoneOffsetMs(at, timeZone)) % averagingMs === 0
}

/** By the hour until now. The region is judged by PM10, whatever the pack limits: that is what stations measure. */
function guardsAt({ pack, devices, samplesOf, at: end }: AirAsked, declared: Scene['declared']): readonly string[] {
  const hour = { end, lengthMs: HOUR, alignment: 'rolling' } as const
  const weather = (quantity: Parameters<typeof hourWeather>[1]) => hourWeather(devices, quantity, samplesOf, hour)
  const around = {
    stations: windowMeans(devices.stations, 'pm10', samplesOf, hour),
    stationsNeeded: pack.stationsNeeded,
    humidityPercent: weather('humidity'),
    windMps: weather('windSpeed'),
    rainMmH: weather('rain'),
    declared,
  }
  return dustGuards(around, pack.guards)
}
