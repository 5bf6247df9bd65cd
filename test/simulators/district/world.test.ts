import { describe, expect, it } from 'vitest'
import { ERQI } from '../../../simulators/district/erqi.ts'
import { pointTowards } from '../../../simulators/district/geometry.ts'
import type { DistrictDevice } from '../../../simulators/district/shapes.ts'
import type { WeatherNow } from '../../../simulators/district/weather.ts'
import { createWorld, type MeasuresDone, NOTHING_DONE, type World } from '../../../simulators/district/world.ts'
import { HOUR, MINUTE } from '../../../simulators/local-time.ts'
import { SCENARIOS } from '../../../simulators/scenarios/index.ts'
import { spanOf, weatherOf } from '../../../simulators/scenarios/weather.ts'

const NOON = Date.parse('2026-10-28T11:00:00+08:00')

const FAIR: WeatherNow = {
  windMps: 3,
  windFromDegrees: 270,
  gustFactor: 1.5,
  temperatureC: 16,
  humidityPercent: 45,
  pressureHpa: 1_012,
  rainMmH: 0,
  regionalPm10: 80,
  farDustPm10: 0,
}

function world(weather: Partial<WeatherNow> = {}, more: { seed?: number; devices?: DistrictDevice[] } = {}): World {
  const { seed = 1, devices = ERQI.devices } = more
  return createWorld({ district: { ...ERQI, devices }, weather: () => ({ ...FAIR, ...weather }), seed, dirt: {} })
}

/** Mean of one quantity over an hour and all devices of the kinds. */
function mean(one: World, kinds: readonly string[], quantity: string, done: MeasuresDone = NOTHING_DONE): number {
  const devices = one.devices.filter(({ kind }) => kinds.includes(kind))
  const values = devices.flatMap((device) =>
    [0, 10, 20, 30, 40, 50].map((minute) => one.valuesOf(device, NOON + minute * MINUTE, done)[quantity]!),
  )
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

const DEMOLITION = ERQI.places.find(({ kind, phase }) => kind === 'demolitionSite' && phase === 'active')!

/** A monitor 150 m from a demolition site. */
function monitor(id: string, bearingDegrees: number): DistrictDevice {
  const template = ERQI.devices.find(({ kind }) => kind === 'dustMonitor')!
  return { ...template, id, placeId: DEMOLITION.id, at: pointTowards(DEMOLITION.at, bearingDegrees, 150) }
}

describe('the air of the simulated district', () => {
  it('has more coarse dust in more wind', () => {
    const at = (windMps: number) => mean(world({ windMps }), ['officialStation'], 'pm10')
    expect(at(9)).toBeGreaterThan(at(6))
    expect(at(12)).toBeGreaterThan(at(9))
  })

  it('has less haze in more wind: wind also cleans', () => {
    const at = (windMps: number) => mean(world({ windMps }), ['officialStation'], 'pm25')
    expect(at(7)).toBeLessThan(at(2))
  })

  it('goes on at night above a site that works around the clock, and nowhere else', () => {
    const night = NOON - 9 * HOUR
    const devices = [monitor('downwind', 90)]
    const settings = { district: { ...ERQI, devices }, weather: () => FAIR, seed: 1, dirt: {} }
    const at = (nightWork: readonly string[]) =>
      createWorld({ ...settings, nightWork }).valuesOf(devices[0]!, night, NOTHING_DONE).pm10!
    expect(at([DEMOLITION.id])).toBeGreaterThan(1.2 * at([]))
    expect(at(['another'])).toBe(at([]))
  })

  it('shows a site’s plume downwind of it and not upwind', () => {
    const one = world({}, { devices: [monitor('downwind', 90), monitor('upwind', 270)] })
    const own = (id: string) => {
      const device = one.devices.find((found) => found.id === id)!
      return [0, 20, 40].reduce((sum, m) => sum + one.valuesOf(device, NOON + m * MINUTE, NOTHING_DONE).pm10! / 3, 0)
    }
    expect(own('downwind')).toBeGreaterThan(own('upwind') + 30)
  })

  it.each([
    { case: 'stops work', measures: ['stopEarthworks', 'stopDemolition', 'stopMuckTrucks'], windMps: 3 },
    { case: 'sprays', measures: ['spray'], windMps: 3 },
    { case: 'covers bare soil in strong wind', measures: ['coverBareSoil', 'coverRubble'], windMps: 9 },
  ])('is cleaner downwind when the site $case', ({ measures, windMps }) => {
    const one = world({ windMps }, { devices: [monitor('downwind', 90)] })
    const done = new Map([[DEMOLITION.id, new Set(measures)]])
    expect(mean(one, ['dustMonitor'], 'pm10', done)).toBeLessThan(mean(one, ['dustMonitor'], 'pm10') - 5)
  })

  it('is cleaner in the wind where road sections were flushed, and only in that township', () => {
    const one = world({ windMps: 10 })
    const sections = ERQI.places.filter(({ kind, townshipId }) => kind === 'roadSection' && townshipId === 'houzhai')
    const done = new Map(sections.map(({ id }) => [id, new Set(['sprinklerRun'])]))
    const at = (id: string, measures: MeasuresDone) =>
      one.valuesOf(one.devices.find((device) => device.id === id)!, NOON, measures).pm10!
    expect(at('os-houzhai', done)).toBeLessThan(at('os-houzhai', NOTHING_DONE))
    expect(at('os-huaihelu', done)).toBe(at('os-huaihelu', NOTHING_DONE))
  })

  it('makes optical sensors over-read in fog, and official stations not', () => {
    const fog = world({ humidityPercent: 98, windMps: 1 })
    const clear = world({ humidityPercent: 60, windMps: 1 })
    const official = (one: World) => mean(one, ['officialStation'], 'pm10')
    const optical = (one: World) => mean(one, ['streetMonitor'], 'pm10')
    expect(official(fog)).toBe(official(clear))
    expect(optical(fog)).toBeGreaterThan(2 * optical(clear))
  })

  it('is washed by rain', () => {
    expect(mean(world({ rainMmH: 2 }), ['officialStation'], 'pm10')).toBeLessThan(
      0.7 * mean(world(), ['officialStation'], 'pm10'),
    )
  })

  it('brings far dust to everyone alike', () => {
    const one = world({ farDustPm10: 600 })
    const official = mean(one, ['officialStation'], 'pm10')
    expect(official).toBeGreaterThan(600)
    expect(Math.abs(mean(one, ['streetMonitor'], 'pm10') - official)).toBeLessThan(0.1 * official)
  })

  it('blows at open masts as the weather says, and less at sheltered ones', () => {
    const one = world({ windMps: 8 })
    const at = (id: string) =>
      mean(
        { ...one, devices: one.devices.filter((device) => device.id === id) },
        ['weatherMast', 'weatherBureau'],
        'windSpeed',
      )
    expect(Math.abs(at('wb-erqi') - 8)).toBeLessThan(0.8)
    expect(at('wm-dehuajie')).toBeLessThan(0.6 * at('wb-erqi'))
  })
})

describe('readings of the simulated district', () => {
  it('are the same for the same seed in any order of asking, and others for another', () => {
    const all = (one: World, instants: readonly number[]) =>
      instants.map((at) => one.devices.map((device) => JSON.stringify(one.valuesOf(device, at, NOTHING_DONE))))
    const instants = [0, 1, 2, 3].map((hour) => NOON + hour * HOUR)
    const forwards = all(world(), instants)
    expect(all(world(), instants.toReversed()).toReversed()).toEqual(forwards)
    expect(all(world({}, { seed: 2 }), instants)).not.toEqual(forwards)
  })

  it('come from each device at its own interval', () => {
    const one = world()
    for (const device of one.devices) {
      const due = Array.from({ length: 120 }, (_, minute) => NOON + minute * MINUTE).filter((at) =>
        one.isDue(device, at),
      )
      expect(due).toHaveLength((120 * MINUTE) / device.intervalMs)
    }
  })

  it.each(SCENARIOS.map((scenario) => ({ scenario, case: scenario.name })))(
    'stay within what can be measured on $case, with PM2.5 ≤ PM10 ≤ TSP and mean ≤ gust',
    ({ scenario }) => {
      const { from, to } = spanOf(scenario)
      const { seed, dirt } = scenario
      const one = createWorld({ district: ERQI, weather: weatherOf(scenario), seed, dirt })
      for (let at = from; at < to; at += 41 * MINUTE) {
        for (const device of one.devices) {
          const values = one.valuesOf(device, at, NOTHING_DONE)
          for (const [quantity, value] of Object.entries(values)) {
            const [least, most] = RANGES[quantity]!
            const isPlausible = value >= least && value <= most
            if (!isPlausible) expect.fail(`${device.id} ${quantity} ${value} at ${new Date(at).toISOString()}`)
          }
          const { pm25 = 0, pm10 = 0, tsp = pm10, windSpeed = 0, windGust = windSpeed } = values
          const isOrdered = pm25 <= pm10 && pm10 <= tsp && windSpeed <= windGust
          if (!isOrdered) expect.fail(`${device.id} ${JSON.stringify(values)} at ${new Date(at).toISOString()}`)
        }
      }
    },
  )
})

/** What can happen in Zhengzhou, much narrower than what an instrument can say. */
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  pm10: [5, 3_000],
  pm25: [2, 600],
  tsp: [5, 6_000],
  windSpeed: [0, 20],
  windGust: [0, 30],
  windDirection: [0, 359],
  temperature: [-10, 40],
  humidity: [5, 100],
  pressure: [980, 1_040],
  noise: [40, 90],
  rain: [0, 50],
  so2: [1, 50],
  no2: [3, 120],
  o3: [5, 250],
  co: [0.1, 4],
}
