/**
 * The realm clock on the screen: what time it is for readings, orders and deadlines.
 *
 * Between two words of the server it goes on with the machine's time × speed; a drill without a speed stands still until
 * the player moves it. Ages and countdowns read `now`, never the browser's clock.
 */
import type { ClockView } from '../../server/contract/clock.ts'
import type { EpochMs } from '../../server/domain/units.ts'
import { realmNow } from '../logic/realm-now.ts'

const TICK_MS = 1_000
const DEFAULT_ZONE = 'Asia/Shanghai'

export class RealmClock {
  #view = $state.raw<ClockView | null>(null)
  #receivedAt = 0
  #now = $state<EpochMs>(Date.now())

  /** Starts ticking; returns what stops it. */
  start(): () => void {
    const timer = setInterval(() => this.#tick(), TICK_MS)
    return () => clearInterval(timer)
  }

  take(view: ClockView): void {
    this.#view = view
    this.#receivedAt = Date.now()
    this.#tick()
  }

  #tick(): void {
    this.#now = realmNow(this.#view, this.#receivedAt, Date.now())
  }

  get now(): EpochMs {
    return this.#now
  }

  get isKnown(): boolean {
    return this.#view !== null
  }

  get timeZone(): string {
    return this.#view?.timeZone ?? DEFAULT_ZONE
  }

  get isDrill(): boolean {
    return this.#view?.realm === 'drill'
  }

  /** null: the player moves the clock. */
  get speed(): number | null {
    return this.#view?.speed ?? null
  }
}
