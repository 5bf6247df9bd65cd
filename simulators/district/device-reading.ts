/** What each kind of device measures, and what it says of the air around it. Quantities and units: architecture.md 4. */
import { type EpochMs, HOUR, MINUTE, type Ms } from '../local-time.ts'
import { type Dust, scaled, sumOf } from './dust.ts'
import { workAt } from './emissions.ts'
import { between, opticalOverRead, particlesOf, rounded } from './instruments.ts'
import type { DistrictDevice, DistrictPlace } from './shapes.ts'
import { smoothNoise, steppedNoise } from './smooth-noise.ts'
import type { WeatherNow } from './weather.ts'
import { windAt } from './wind.ts'

export interface Surroundings {
  readonly at: EpochMs
  readonly hour: number
  readonly now: WeatherNow
  /** The dust around the device at an instant. */
  readonly dustAt: (at: EpochMs) => Dust
  /** The place it watches. */
  readonly place: DistrictPlace | null
  readonly done: ReadonlySet<string>
  readonly seeds: { readonly district: number; readonly mast: number; readonly place: number }
}

type Values = Record<string, number>

export function readingOf(device: DistrictDevice, around: Surroundings): Values {
  switch (device.kind) {
    case 'weatherBureau':
      return { ...windOf(device, around), ...airOf(around), ...pressureOf(around), rain: rainOf(around) }
    case 'weatherMast':
      return { ...windOf(device, around), ...airOf(around), rain: rainOf(around) }
    case 'dustMonitor': {
      const { windGust: _gust, ...wind } = windOf(device, around)
      return { ...opticalOf(around), ...wind, ...airOf(around), ...pressureOf(around), noise: noiseOf(around) }
    }
    case 'streetMonitor': {
      const { tsp: _tsp, ...particles } = opticalOf(around)
      return { ...particles, ...airOf(around) }
    }
    case 'officialStation':
      return { ...weighedOf(around, device.intervalMs), ...gasesOf(around), ...airOf(around) }
  }
}

function windOf({ siting }: DistrictDevice, { now, seeds, at }: Surroundings): Values {
  const { speedMps, gustMps, fromDegrees } = windAt(now, siting, seeds, at)
  return {
    windSpeed: rounded(speedMps, 1),
    windGust: Math.max(rounded(speedMps, 1), rounded(gustMps, 1)),
    windDirection: Math.round(fromDegrees) % 360,
  }
}

function airOf({ now, seeds, at }: Surroundings): Values {
  const warmer = 0.5 * smoothNoise(seeds.mast + 3, at, 2 * HOUR)
  const moister = 1.5 * smoothNoise(seeds.mast + 4, at, 2 * HOUR)
  return {
    temperature: rounded(now.temperatureC + warmer, 1),
    humidity: rounded(between(5, now.humidityPercent + moister, 100), 1),
  }
}

function pressureOf({ now, seeds, at }: Surroundings): Values {
  return { pressure: rounded(now.pressureHpa + 0.4 * smoothNoise(seeds.mast + 5, at, 2 * HOUR), 1) }
}

function rainOf({ now, seeds, at }: Surroundings): number {
  return rounded(now.rainMmH * (1 + 0.3 * smoothNoise(seeds.mast + 6, at, 10 * MINUTE)), 1)
}

function opticalOf(around: Surroundings): Values {
  const { at, now } = around
  return { ...particlesOf(around.dustAt(at), errorOf(around) * opticalOverRead(now.humidityPercent)) }
}

/** The mean over the period that ends now, at a quarter, half, three quarters and the end of it. */
function weighedOf(around: Surroundings, period: Ms): Values {
  const parts = [0.75, 0.5, 0.25, 0].map((part) => around.dustAt(around.at - part * period))
  const { pm10, pm25 } = particlesOf(scaled(sumOf(parts), 1 / parts.length), errorOf(around))
  return { pm10, pm25 }
}

/** A lasting fault of the instrument, and one that changes from minute to minute. */
function errorOf({ seeds, at }: Surroundings): number {
  const lasting = 0.06 * steppedNoise(seeds.mast + 7, 0, 1)
  return 1 + lasting + 0.03 * steppedNoise(seeds.mast + 8, at, MINUTE)
}

function gasesOf({ now, hour, seeds, at }: Surroundings): Values {
  const traffic = 1 + 0.35 * Math.cos((2 * Math.PI * (hour - 8)) / 12)
  const thinned = 1 / (0.85 + 0.08 * now.windMps)
  const sun = Math.max(0, Math.sin((Math.PI * (hour - 6)) / 13))
  const own = 1 + 0.1 * smoothNoise(seeds.mast + 9, at, HOUR)
  return {
    so2: Math.round(9 * thinned * own),
    no2: Math.round(34 * traffic * thinned * own),
    o3: Math.round((18 + sun * Math.max(20, 5 * now.temperatureC)) * own),
    co: rounded(0.7 * traffic * thinned * own, 2),
  }
}

/** dB(A) at the fence: the town, the work that goes on, the wind at the microphone. */
function noiseOf({ place, done, now, hour, seeds, at }: Surroundings): number {
  const town = hour >= 6 && hour < 22 ? 52 : 45
  const isStopped = ['stopEarthworks', 'stopDemolition', 'stopDustyWork'].some((measure) => done.has(measure))
  const work = place === null || isStopped ? 0 : 16 * Math.min(1, workAt(place, { at, hour, seed: seeds.place }))
  const wind = 0.7 * Math.max(0, now.windMps - 5)
  return rounded(town + work + wind + 2 * steppedNoise(seeds.mast + 10, at, MINUTE), 1)
}
