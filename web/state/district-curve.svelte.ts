/**
 * The district's last day as one curve: read when the board opens and after each return of the connection (by the board),
 * then grown by what the live stream tells. The step
 * that runs is worked out from the newest values, so that nothing is asked again while the screen is open.
 */
import type { DistrictCurveAnswer } from '../../server/contract/curve.ts'
import { DAY, type EpochMs, MINUTE, type Ms } from '../../server/domain/units.ts'
import { ask } from '../api/ask.ts'
import { districtDust } from '../logic/district-dust.ts'
import { windDevices } from '../logic/wind.ts'
import type { District } from './district.svelte.ts'
import type { RealmClock } from './realm-clock.svelte.ts'
import type { Loading } from './registry.svelte.ts'

export type CurvePoint = DistrictCurveAnswer['points'][number]

const KEPT = DAY
/** Steps whose gap may only mean that they were not stored yet when the day was read. */
const LATELY = 3
const READ_AGAIN_AFTER_MS = 60_000

export class DistrictCurve {
  status = $state<Loading>('loading')
  points = $state.raw<readonly CurvePoint[]>([])
  wind = $state.raw<DistrictCurveAnswer['wind']>(null)
  stepMs = $state<Ms>(10 * MINUTE)
  readonly #district: District
  readonly #clock: RealmClock
  #readAt = Number.NEGATIVE_INFINITY

  constructor(district: District, clock: RealmClock) {
    this.#district = district
    this.#clock = clock
  }

  /** Reads the day, then grows until the returned function is called. */
  start(): () => void {
    void this.load()
    return this.#district.onPulses(() => this.#grow())
  }

  readonly load = async (): Promise<void> => {
    const now = this.#clock.now
    const answer = await ask<DistrictCurveAnswer>(`/district/curve?from=${now - KEPT}&to=${now}`)
    if (answer.kind !== 'ok') {
      if (this.status !== 'ready') this.status = 'failed'
      return
    }
    this.stepMs = answer.value.stepMs
    this.points = answer.value.points
    this.wind = answer.value.wind
    this.status = 'ready'
    this.#readAt = Date.now()
  }

  /** Steps that were missed here may be in the store by now; asked rarely, whatever the clock does. */
  #readAgain(): void {
    if (Date.now() - this.#readAt < READ_AGAIN_AFTER_MS) return
    this.#readAt = Date.now()
    void this.load()
  }

  #grow(): void {
    if (this.status !== 'ready') return
    const { now } = this.#clock
    const at = Math.floor(now / this.stepMs) * this.stepMs
    const point = this.#present(at)
    const before = this.points.filter((one) => one.at < at && one.at >= now - KEPT)
    // Steps nobody was told of have no data here: a gap, not a line across.
    for (let missed = (before.at(-1)?.at ?? at) + this.stepMs; missed < at; missed += this.stepMs) {
      before.push({ at: missed, pm10: null, devices: 0, windMps: null, gustMps: null })
    }
    if (before.slice(-LATELY).some(({ pm10, windMps }) => pm10 === null && windMps === null)) this.#readAgain()
    const last = this.points.find((one) => one.at === at)
    const gusts = [last?.gustMps, point.gustMps].filter((one) => typeof one === 'number')
    this.points = [...before, { ...point, gustMps: gusts.length === 0 ? null : Math.max(...gusts) }]
  }

  /** What the values of this step say together. */
  #present(at: EpochMs): CurvePoint {
    const { values, devices } = this.#district
    const spread = districtDust(devices.values(), values, this.#clock.now)
    const [main] = windDevices([...devices.values()], values, this.#clock.now)
    const isNow = main !== undefined && main.speed.at >= at
    if (main && this.wind === null) this.wind = { device: main.device.id, name: main.device.name }
    return {
      at,
      pm10: spread && [spread.low, spread.median, spread.high],
      devices: spread?.count ?? 0,
      windMps: isNow ? main.speed.value : null,
      gustMps: isNow ? (main.gust?.value ?? null) : null,
    }
  }
}
