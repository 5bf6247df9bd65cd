import { describe, expect, it } from 'vitest'
import { createSamples } from '../../../../server/domain/air/samples.ts'
import type { LevelChange } from '../../../../server/domain/control/episode.ts'
import type { Device } from '../../../../server/domain/place.ts'
import { WINDY_DAY_DEFAULTS } from '../../../../server/domain/rules/windy-day/settings.ts'
import { moved } from '../../../../server/domain/rules/windy-day/state.ts'
import { windDevicesOf, windEvidence } from '../../../../server/domain/rules/windy-day/wind-evidence.ts'
import { HOUR, MINUTE, SECOND } from '../../../../server/domain/units.ts'
import { expectedDistrictTimeline, expectedTimeline, type HourlyWind } from '../../../support/hourly-windy-day.ts'
import { seededRandom } from '../../../support/random.ts'
import { type DeviceSamples, keptSamples } from '../kept-samples.ts'
import { type EvidenceAt, everySecond, gust, minutely, run, told as toldOf, wind } from './rig.ts'

const SEEDS = Array.from({ length: 60 }, (_, index) => index + 1)

/** A wandering wind that likes to sit at the bounds, with gaps. */
function wanderingWind(random: () => number, length: number, stepMps: number): (number | null)[] {
  const bounds = [4.5, 5.5, 7, 8, 9.8, 10.8, 12.9, 13.9, 16.2, 17.2]
  let mps = random() * 15
  let gap = 0
  return Array.from({ length }, () => {
    if (gap > 0) gap -= 1
    else if (random() < 0.003) gap = Math.ceil(random() * 40)
    mps = Math.min(20, Math.max(0, mps + (random() - 0.5 + (8 - mps) * 0.01) * stepMps))
    if (random() < 0.02) mps = bounds[Math.floor(random() * bounds.length)]!
    return gap > 0 ? null : mps
  })
}

describe('with a wandering wind', () => {
  it.each(SEEDS)('moves only as the rule says (seed %i)', (seed) => {
    const random = seededRandom(seed)
    const winds = wanderingWind(random, 2 * 1440, 0.2 + random() * 2)
    const { changes } = run(minutely(winds), { until: (winds.length - 1) * MINUTE })
    const between = (from: number, to: number) => winds.slice(from / MINUTE, to / MINUTE + 1)
    let level = 0
    let firstOpenedAt = 0
    let previous: LevelChange | null = null
    for (const change of changes) {
      const { at, from, to, reason } = change
      expect(from).toBe(level)
      if (to > from) expectRaise(change, between(at - 10 * MINUTE, at))
      else if (to === 0) {
        expect(between(at - 60 * MINUTE, at).every((mps) => mps !== null && mps < 4.5)).toBe(true)
        expect(at - firstOpenedAt).toBeGreaterThanOrEqual(120 * MINUTE)
      } else {
        expect(to).toBe(from - 1)
        expect(between(at - 30 * MINUTE, at).every((mps) => mps !== null && mps < reason.bound)).toBe(true)
        expect(at - previous!.at).toBeGreaterThanOrEqual(30 * MINUTE)
      }
      if (reason.code === 'opened') {
        if (previous) expect(at - previous.at).toBeGreaterThan(60 * MINUTE)
        firstOpenedAt = at
      }
      if (reason.code === 'reopened') expect(at - previous!.at).toBeLessThanOrEqual(60 * MINUTE)
      level = to
      previous = change
    }
  })

  it.each(SEEDS)('does the same when the clock is set anywhere on the way (seed %i)', (seed) => {
    const random = seededRandom(seed)
    const winds = wanderingWind(random, 1440, 0.2 + random() * 2)
    const [cut, by] = [Math.floor(random() * 1440) * MINUTE, Math.floor((random() - 0.5) * 600_000) * MINUTE]
    const until = (winds.length - 1) * MINUTE
    const whole = run(minutely(winds), { until })
    const first = run(minutely(winds), { until: cut })
    const later: EvidenceAt = (at) => minutely(winds)(at - by)
    const from = cut + MINUTE + by
    const rest = run(later, { from, until: until + by, before: moved(first.state, by) })
    const back = rest.changes.map((change) => ({ ...change, at: change.at - by }))
    expect(toldOf([...first.changes, ...back])).toEqual(toldOf(whole.changes))
    expect(moved(rest.state, -by)).toEqual(whole.state)
  })

  function expectRaise({ to }: LevelChange, window: readonly (number | null)[]): void {
    const bound = WINDY_DAY_DEFAULTS.levels.find((one) => one.level === to)!.boundMps
    const above = WINDY_DAY_DEFAULTS.levels.find((one) => one.level === to + 1)?.boundMps ?? Number.POSITIVE_INFINITY
    expect(window.length).toBe(11)
    expect(window.every((mps) => mps !== null && mps >= bound)).toBe(true)
    expect(window.every((mps) => mps !== null && mps >= above)).toBe(false)
  }

  it('really opens, lowers, closes and re-opens under these seeds', () => {
    const codes = new Set<string>()
    for (const seed of SEEDS) {
      const random = seededRandom(seed)
      const winds = wanderingWind(random, 2 * 1440, 0.2 + random() * 2)
      for (const { reason } of run(minutely(winds), { until: (winds.length - 1) * MINUTE }).changes)
        codes.add(reason.code)
    }
    expect([...codes].sort()).toEqual(['closed', 'lowered', 'opened', 'raised', 'reopened'])
  })

  it('never chatters when the wind swings round one bound all day', () => {
    for (const bound of [4.5, 5.5, 8.0, 10.8]) {
      const random = seededRandom(bound * 10)
      const winds = Array.from({ length: 1440 }, (_, minute) => bound + 0.6 * Math.sin(minute / 9) + (random() - 0.5))
      const { changes } = run(minutely(winds), { until: 1439 * MINUTE })
      expect(changes.filter((one) => one.reason.code === 'opened').length, `bound ${bound}`).toBeLessThanOrEqual(1)
      expect(
        changes.filter((one) => one.to === 0),
        `bound ${bound}`,
      ).toEqual([])
    }
  })
})

describe('judging per minute and at due times', () => {
  it.each([1, 2, 3, 4, 5, 6])('gives what judging every second gives (seed %i)', (seed) => {
    const random = seededRandom(seed)
    const winds = wanderingWind(random, 900, 2.5)
    const gusts = Array.from({ length: 900 }, () => random() < 0.01)
    const evidenceAt: EvidenceAt = (at) => {
      const minute = Math.floor(at / MINUTE)
      const mps = winds[minute] ?? null
      return wind(mps, { gust: mps !== null && mps >= 3.4 && gusts[minute] ? gust(minute * MINUTE) : null })
    }
    const odd = (length: number) => length + Math.floor(random() * 40) * SECOND
    const { raiseAfterMs, lowerAfterMs, closeAfterMs, minimumHoldMs, ...rest } = WINDY_DAY_DEFAULTS
    const settings = {
      ...rest,
      raiseAfterMs: odd(raiseAfterMs / 2),
      lowerAfterMs: odd(lowerAfterMs / 3),
      closeAfterMs: odd(closeAfterMs / 4),
      minimumHoldMs: odd(minimumHoldMs / 2),
    }
    const facts = { until: 899 * MINUTE, settings }
    const perMinute = run(evidenceAt, facts)
    const perSecond = everySecond(evidenceAt, facts)
    expect(perMinute.decisions).toEqual(perSecond.decisions)
    expect(perMinute.changes.length).toBeGreaterThan(2)
  })
})

describe('with hourly winds', () => {
  const T0 = 1_429_056_000_000

  function hourly(random: () => number, hours: number, stepMps: number): HourlyWind[] {
    return wanderingWind(random, hours, stepMps).map((mps, hour) => ({
      ts: T0 + hour * HOUR,
      windMps: mps === null || random() < 0.05 ? null : Math.round(mps * 10) / 10,
    }))
  }

  function station(id: string): Device {
    return {
      id,
      name: id,
      kind: 'weatherMast',
      townshipId: 't1',
      placeId: null,
      latitude: null,
      longitude: null,
      intervalMs: HOUR,
      exposure: 'open',
      underMaintenance: false,
    }
  }

  /** The whole way from stored samples to changes. */
  function judged(stations: readonly (readonly HourlyWind[])[], until: number): LevelChange[] {
    const devices = stations.map((_, index) => station(`s${index}`))
    const samples = new Map<string, DeviceSamples>(
      stations.map((hours, index) => {
        const windSpeed = createSamples(100 * 24 * HOUR)
        for (const { ts, windMps } of hours) if (windMps !== null) windSpeed.add(ts, windMps)
        return [`s${index}`, { windSpeed, windGust: createSamples(HOUR) }] as const
      }),
    )
    const scope = windDevicesOf({ kind: 'district' }, { devices })
    const evidenceAt: EvidenceAt = (at) => windEvidence(scope, keptSamples(samples), at, WINDY_DAY_DEFAULTS)
    return [...run(evidenceAt, { from: T0, until }).changes]
  }

  const told = (changes: readonly LevelChange[]) =>
    changes.map(({ at, from, to, reason }) => ({ at, from, to, code: reason.code }))

  it.each(SEEDS.slice(0, 24))('does what the rule read independently does, for one station (seed %i)', (seed) => {
    const random = seededRandom(seed)
    const hours = hourly(random, 15 * 24, 1 + random() * 5)
    const until = T0 + 15 * 24 * HOUR
    const expected = expectedTimeline(hours, until)
    expect(told(judged([hours], until))).toEqual(expected)
    expect(expected.length).toBeGreaterThan(0)
  })

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('does so for a district of seven stations with gaps (seed %i)', (seed) => {
    const random = seededRandom(seed)
    const base = wanderingWind(random, 10 * 24, 3)
    const stations = Array.from({ length: 7 }, () =>
      base.map((mps, hour) => {
        const isMissing = mps === null || random() < 0.35
        return { ts: T0 + hour * HOUR, windMps: isMissing ? null : Math.max(0, mps + (random() - 0.5) * 3) }
      }),
    )
    const until = T0 + 10 * 24 * HOUR
    const expected = expectedDistrictTimeline(stations, until)
    expect(told(judged(stations, until))).toEqual(expected)
    expect(expected.length).toBeGreaterThan(0)
  })

  it('knows one windy evening minute by minute', () => {
    const winds = [3, 6, 9, 9, 5, 4, 3, 3]
    const hours = winds.map((windMps, hour) => ({ ts: T0 + hour * HOUR, windMps }))
    const minutes = expectedTimeline(hours, T0 + 8 * HOUR).map(
      ({ at, from, to, code }) => `${(at - T0) / MINUTE}:${from}>${to} ${code}`,
    )
    expect(minutes).toEqual(['70:0>4 opened', '130:4>5 raised', '270:5>4 lowered', '360:4>0 closed'])
  })

  it('does not close at the hour when that hour reads 4.5', () => {
    const winds = [6, 6, 4.4, 4.5, 4.5, 4.5]
    const hours = winds.map((windMps, hour) => ({ ts: T0 + hour * HOUR, windMps }))
    expect(told(judged([hours], T0 + 6 * HOUR)).map((one) => one.code)).toEqual(['opened'])
  })
})
