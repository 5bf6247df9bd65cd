/** The dust-exceedance rule (扬尘高值过程) as a guest of control: one episode per site, judged at each full hour. */
import type { Place } from '../../place.ts'
import { zoneOffsetMs } from '../../time.ts'
import { HOUR } from '../../units.ts'
import { dustGuards } from '../dust/guards.ts'
import { type DustDevices, dustDevicesOf, isSite } from '../dust/site-devices.ts'
import { hourWeather } from '../dust/window.ts'
import type { Judgement, RuleKind, RulePolicy, Scene } from '../rule.ts'
import { CALM, type DustState, decideHour, decideMeanwhile } from './decide.ts'
import { knownHour } from './hour.ts'
import { checkDustExceedanceSettings, DUST_EXCEEDANCE_DEFAULTS, type DustExceedanceSettings } from './settings.ts'

export const dustExceedance: RuleKind<DustExceedanceSettings> = {
  id: DUST_EXCEEDANCE_DEFAULTS.rulePack.id,
  defaults: DUST_EXCEEDANCE_DEFAULTS,
  // Entered step by step: advice only until enough days of the site are known.
  defaultMode: 'countdown',
  check: checkDustExceedanceSettings,
  arm(settings, policy) {
    const { mode, release, countdownMs } = policy
    const { rulePack, ...numbers } = settings
    const source = 'DB13/2934-2019'
    return {
      id: DUST_EXCEEDANCE_DEFAULTS.rulePack.id,
      pack: { ...rulePack, source, mode, release, countdownMs, numbers },
      isDelayedByNotices: false,
      quantities: ['pm10', 'humidity', 'windSpeed', 'rain'],
      calm: CALM,
      scopesOf(registry) {
        const devicesOf = dustDevicesOf(registry)
        return registry.places.filter(isSite).map((site) => {
          const devices = devicesOf(site)
          return {
            scope: { kind: 'place', placeId: site.id },
            judge: (before: DustState, scene) => judgeSite(site, devices, before, scene, { settings, policy }),
          }
        })
      },
      // Full hours are whole minutes, which control judges in any case.
      nextDueAt: () => null,
      // It counts hours of the day and runs no timer.
      timers: () => [],
      moved: (memory: DustState, by) => ({
        ...memory,
        blindSince: memory.blindSince === null ? null : memory.blindSince + by,
      }),
    }
  },
}

interface Armed {
  readonly settings: DustExceedanceSettings
  readonly policy: RulePolicy
}

function judgeSite(
  site: Place,
  devices: DustDevices,
  before: DustState,
  { at, samplesOf, heldOpenBy, declared }: Scene,
  { settings, policy }: Armed,
): Judgement<DustState> {
  const { timeZone, isModeChosen } = policy
  const isHeldOpen = heldOpenBy.length > 0
  const isFullHour = (at + zoneOffsetMs(at, timeZone)) % HOUR === 0
  // A finished site is not asked anything; an episode that is open there goes on to its end.
  const isJudged = isFullHour && (before.level > 0 || site.phase !== 'finished')
  if (!isJudged) return decideMeanwhile(before, at, isHeldOpen)
  return decideHour(
    before,
    {
      at,
      hour: knownHour(devices, samplesOf, at, settings),
      timeZone,
      isHeldOpen,
      onlyAdvise: ({ stations }, { knownDays }) => {
        const weather = (quantity: Parameters<typeof hourWeather>[1]) =>
          hourWeather(devices, quantity, samplesOf, { end: at, alignment: 'clock' })
        const around = {
          stations,
          stationsNeeded: settings.stationsNeeded,
          humidityPercent: weather('humidity'),
          windMps: weather('windSpeed'),
          rainMmH: weather('rain'),
          declared,
        }
        // Too little is known of the site's own difference, and nobody chose the mode.
        const fewDays = !isModeChosen && knownDays < settings.adviseDays ? ['few-days'] : []
        return [...fewDays, ...dustGuards(around, settings.guards)]
      },
    },
    settings,
  )
}
