/**
 * SHOW: the numbers behind the analysis pictures. One long computation at a time, in slices between which everybody else
 * has their turn; who comes while too many wait is told so.
 */
import type { CalendarAnswer, PolarAnswer, RoseAnswer, TimeVariationAnswer } from '../../contract/analysis.ts'
import { polarBins } from '../../domain/analysis/polar-bins.ts'
import { POLAR_METHOD, polarSurface, polarUncertainty } from '../../domain/analysis/polar-surface.ts'
import { prettyBreaks, quantile } from '../../domain/analysis/pretty.ts'
import { pollutionRose, type Rose, windRose } from '../../domain/analysis/rose.ts'
import type { Sliced } from '../../domain/analysis/slices.ts'
import { calendar, type LocalValue, timeVariation } from '../../domain/analysis/time-variation.ts'
import { localIso } from '../../domain/time.ts'
import type { ReadingStore } from '../../ports/reading-store.ts'
import type { RegistryDesk } from '../district/registry.ts'
import { type HourlyRequest, type HourlyValues, hourlyValues, hourlyWind, joined } from './hourly-values.ts'

/** Each rejects with `StoreUnavailable` when the store cannot answer, and with `TooBusy` when too many wait. */
export interface Analysis {
  polar(request: HourlyRequest, withUncertainty: boolean): Promise<PolarAnswer>
  rose(request: HourlyRequest): Promise<RoseAnswer>
  timeVariation(request: HourlyRequest): Promise<TimeVariationAnswer>
  calendar(request: HourlyRequest): Promise<CalendarAnswer>
}

/** So many are at work or wait for it already. */
export class TooBusy extends Error {
  override readonly name = 'TooBusy'
}

const MOST_WAITING = 8
const BREAKS = 6

export function createAnalysis(
  store: Pick<ReadingStore, 'series'>,
  registry: Pick<RegistryDesk, 'current' | 'place' | 'timeZone'>,
): Analysis {
  let waiting = 0
  let turn: Promise<unknown> = Promise.resolve()

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (waiting >= MOST_WAITING) return Promise.reject(new TooBusy(`${waiting} analyses wait already`))
    waiting += 1
    const mine = turn.then(work).finally(() => {
      waiting -= 1
    })
    turn = mine.catch(() => undefined)
    return mine
  }

  async function withWind(request: HourlyRequest) {
    const values = await hourlyValues(store, request)
    const wind = await hourlyWind(store, registry, request)
    const rows = joined(values, wind)
    return { rows, facts: { device: values.device, wind: wind.device, valid: rows.length } }
  }

  function local({ values }: HourlyValues): readonly LocalValue[] {
    return [...values.entries()].map(([at, value]) => {
      const iso = localIso(at, registry.timeZone)
      const day = iso.slice(0, 10)
      // Noon of that day in UTC has that day's name wherever it is read.
      const weekday = new Date(`${day}T12:00:00Z`).getUTCDay() || 7
      return { day, hour: Number(iso.slice(11, 13)), weekday, month: Number(iso.slice(5, 7)), value }
    })
  }

  return {
    polar: (request, withUncertainty) =>
      inTurn(async () => {
        const { rows, facts } = await withWind(request)
        const polar = polarBins(rows)
        const surface = polar && (await driven(polarSurface(polar)))
        const uncertainty = polar && withUncertainty ? await driven(polarUncertainty(polar)) : null
        return {
          ...facts,
          method: POLAR_METHOD,
          bins: [...(polar?.bins ?? [])],
          fit: surface && { edf: surface.edf, gcv: surface.gcv },
          surface: surface && {
            ...{ n: surface.z.length, from: surface.from, to: surface.to },
            z: surface.z.map((line) => [...line]),
          },
          uncertainty: uncertainty && {
            n: uncertainty.n,
            central: copied(uncertainty.central),
            lower: copied(uncertainty.lower),
            upper: copied(uncertainty.upper),
          },
        }
      }),

    rose: (request) =>
      inTurn(async () => {
        const { rows, facts } = await withWind(request)
        const speed = windRose(rows)
        const sorted = rows.map(({ value }) => value).sort((a, b) => a - b)
        const breaks = sorted.length === 0 ? [0] : prettyBreaks(sorted[0]!, quantile(sorted, 0.9), BREAKS)
        return { ...facts, calm: speed.calm, speed: sectors(speed), pollution: sectors(pollutionRose(rows, breaks)) }
      }),

    timeVariation: (request) =>
      inTurn(async () => {
        const values = await hourlyValues(store, request)
        const { hour, weekday, month, hourWeekday } = timeVariation(local(values))
        const facts = { device: values.device, valid: values.values.size }
        return { ...facts, hour: [...hour], weekday: [...weekday], month: [...month], hourWeekday: [...hourWeekday] }
      }),

    calendar: (request) =>
      inTurn(async () => {
        const values = await hourlyValues(store, request)
        return { device: values.device, valid: values.values.size, days: [...calendar(local(values))] }
      }),
  }
}

/** Others have their turn after each slice. */
async function driven<T>(work: Sliced<T>): Promise<T> {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function sectors({ sectors: all }: Rose) {
  return all.map((one) => ({ ...one }))
}

function copied(grid: readonly (readonly number[])[]): number[][] {
  return grid.map((line) => [...line])
}
