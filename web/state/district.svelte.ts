/**
 * What the live stream tells: episodes, drafts, orders, notices and the newest values of every device.
 *
 * A snapshot replaces everything; later events replace one thing each. A change the screen has seen already carries a
 * version that is not newer and is passed over, so that hearing something twice harms nothing.
 */
import type { DraftView } from '../../server/contract/draft.ts'
import type { EpisodeView } from '../../server/contract/episode.ts'
import type { ExemptionView } from '../../server/contract/exemption.ts'
import type { FilingView } from '../../server/contract/filing.ts'
import type { HealthView } from '../../server/contract/health.ts'
import type { LiveData } from '../../server/contract/live.ts'
import type { ManualView } from '../../server/contract/manual.ts'
import type { NoticeView } from '../../server/contract/notice.ts'
import type { OrderView } from '../../server/contract/order.ts'
import type { LatestView } from '../../server/contract/reading.ts'
import type { TimerView } from '../../server/contract/timer.ts'
import type { Quantity } from '../../server/domain/air/quantity.ts'
import type { EpochMs } from '../../server/domain/units.ts'
import { type DeviceValues, newestOf, type Pulse, withPulse } from '../logic/device-values.ts'
import { withNewer } from '../logic/newer.ts'
import { pendingOf } from '../logic/pending.ts'

export type DeviceFacts = Pick<LatestView, 'name' | 'kind' | 'place' | 'townshipId' | 'intervalMs' | 'exposure'> & {
  readonly id: string
}

export class District {
  hasSnapshot = $state(false)
  episodes = $state.raw<ReadonlyMap<string, EpisodeView>>(new Map())
  drafts = $state.raw<ReadonlyMap<string, DraftView>>(new Map())
  orders = $state.raw<ReadonlyMap<string, OrderView>>(new Map())
  notices = $state.raw<ReadonlyMap<string, NoticeView>>(new Map())
  exemptions = $state.raw<ReadonlyMap<string, ExemptionView>>(new Map())
  filings = $state.raw<ReadonlyMap<string, FilingView>>(new Map())
  manualControls = $state.raw<ReadonlyMap<string, ManualView>>(new Map())
  /** What waits for a decision now. */
  readonly pending = $derived(pendingOf(this.drafts.values()))
  values = $state.raw<ReadonlyMap<string, DeviceValues>>(new Map())
  /** What is known of every device without the registry. */
  devices = $state.raw<ReadonlyMap<string, DeviceFacts>>(new Map())
  timers = $state.raw<readonly TimerView[]>([])
  health = $state.raw<HealthView | null>(null)
  /** The newest measuring time of all; null before the first. */
  newestAt = $state<EpochMs | null>(null)
  /** Pulses since the page was opened, for charts that grow. */
  readonly #pulseListeners = new Set<(pulses: readonly Pulse[]) => void>()

  takeSnapshot(snapshot: LiveData['snapshot']): void {
    this.episodes = byId(snapshot.episodes)
    this.drafts = byId(snapshot.drafts)
    this.orders = byId(snapshot.orders)
    this.notices = byId(snapshot.notices)
    this.exemptions = byId(snapshot.exemptions)
    this.filings = byId(snapshot.filings)
    this.manualControls = byId(snapshot.manualControls)
    this.values = new Map(snapshot.latest.map((one) => [one.device, newestOf(one)]))
    this.devices = new Map(snapshot.latest.map((one) => [one.device, { ...one, id: one.device }]))
    this.timers = snapshot.timers
    this.newestAt = this.#newestOfAll()
    this.hasSnapshot = true
  }

  takeEpisode(view: EpisodeView): void {
    this.episodes = withNewer(this.episodes, view)
  }

  takeDraft(view: DraftView): void {
    this.drafts = withNewer(this.drafts, view)
  }

  takeOrder(view: OrderView): void {
    this.orders = withNewer(this.orders, view)
  }

  takeNotice(view: NoticeView): void {
    this.notices = withNewer(this.notices, view)
  }

  takeExemption(view: ExemptionView): void {
    this.exemptions = withNewer(this.exemptions, view)
  }

  takeFiling(view: FilingView): void {
    this.filings = withNewer(this.filings, view)
  }

  takeManual(view: ManualView): void {
    this.manualControls = withNewer(this.manualControls, view)
  }

  takePulses(pulses: readonly Pulse[]): void {
    const values = new Map(this.values)
    for (const pulse of pulses) values.set(pulse.device, withPulse(values.get(pulse.device), pulse))
    this.values = values
    this.newestAt = Math.max(this.newestAt ?? Number.NEGATIVE_INFINITY, ...pulses.map((one) => one.ts))
    for (const listener of this.#pulseListeners) listener(pulses)
  }

  onPulses(listener: (pulses: readonly Pulse[]) => void): () => void {
    this.#pulseListeners.add(listener)
    return () => this.#pulseListeners.delete(listener)
  }

  value(device: string, quantity: Quantity) {
    return this.values.get(device)?.[quantity] ?? null
  }

  #newestOfAll(): EpochMs | null {
    let newest: EpochMs | null = null
    for (const values of this.values.values()) {
      for (const one of Object.values(values)) newest = Math.max(newest ?? one.at, one.at)
    }
    return newest
  }
}

function byId<T extends { readonly id: string }>(views: readonly T[]): ReadonlyMap<string, T> {
  return new Map(views.map((view) => [view.id, view]))
}
