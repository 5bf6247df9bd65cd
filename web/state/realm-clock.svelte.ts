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
  readonly isKnown = $derived(this.#view !== null)
  readonly timeZone = $derived(this.#view?.timeZone ?? DEFAULT_ZONE)
  readonly isDrill = $derived(this.#view?.realm === 'drill')
  /** null: the player moves the clock. */
  readonly speed = $derived(this.#view?.speed ?? null)

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
}
