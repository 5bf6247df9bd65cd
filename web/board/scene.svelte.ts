/**
 * What the panes of the board show: the district as it is now, or as it was at the minute somebody looks back to. All of
 * them read it here, so that no two panes can speak of different minutes.
 */
import { createContext } from 'svelte'
import type { DraftView } from '../../server/contract/draft.ts'
import type { EpisodeView } from '../../server/contract/episode.ts'
import type { ManualView } from '../../server/contract/manual.ts'
import type { NoticeView } from '../../server/contract/notice.ts'
import type { OrderView } from '../../server/contract/order.ts'
import type { EpochMs } from '../../server/domain/units.ts'
import { type DistrictState, districtState } from '../logic/district-state.ts'
import { waitingFilings } from '../logic/filing.ts'
import { focusLedger } from '../logic/ledger.ts'
import { pendingOf } from '../logic/pending.ts'
import type { App } from '../state/app.svelte.ts'
import { type BoardPhase, boardPhase, decisionSize } from './board-phase.ts'
import type { BoardView } from './board-view.svelte.ts'
import type { Replay } from './replay.svelte.ts'

export class Scene {
  readonly #app: App
  readonly #view: BoardView
  readonly #replay: Replay

  constructor(app: App, view: BoardView, replay: Replay) {
    this.#app = app
    this.#view = view
    this.#replay = replay
  }

  /** It is shown as it was: nothing can be done. */
  readonly isPast = $derived.by(() => this.#replay.at !== null)
  readonly now = $derived.by((): EpochMs => this.#replay.at ?? this.#app.clock.now)
  readonly isKnown = $derived.by(() => this.#app.district.hasSnapshot)
  readonly episodes = $derived.by(
    (): ReadonlyMap<string, EpisodeView> => this.#replay.episodes ?? this.#app.district.episodes,
  )
  readonly drafts = $derived.by((): ReadonlyMap<string, DraftView> => this.#replay.drafts ?? this.#app.district.drafts)
  readonly orders = $derived.by((): ReadonlyMap<string, OrderView> => this.#replay.orders ?? this.#app.district.orders)
  readonly notices = $derived.by(
    (): ReadonlyMap<string, NoticeView> => this.#replay.notices ?? this.#app.district.notices,
  )
  /** Each carries its own times, so those of now tell of the past as well. */
  readonly exemptions = $derived.by(() => this.#app.district.exemptions)
  /** Each carries its own times: at the minute looked back to, what was decided later is not there, and what ended later holds. */
  readonly manualControls = $derived.by((): ReadonlyMap<string, ManualView> => {
    const all = this.#app.district.manualControls
    if (!this.isPast) return all
    const known = [...all].filter(([, one]) => Date.parse(one.decidedAt) <= this.now)
    return new Map(
      known.map(([id, one]) => [id, Date.parse(one.endedAt ?? '') > this.now ? { ...one, endedAt: null } : one]),
    )
  })
  /** Newest values by device; what was measured at the minute looked back to, as far as it was read. */
  readonly values = $derived.by(() => this.#replay.values ?? this.#app.district.values)
  readonly timers = $derived.by(() => (this.isPast ? [] : this.#app.district.timers))

  readonly state: DistrictState | { readonly kind: 'unknown' } = $derived.by(() =>
    this.isKnown
      ? districtState(
          this.episodes.values(),
          this.orders.values(),
          this.drafts.values(),
          this.isPast ? null : (this.#app.district.health?.parts.control ?? null),
          this.notices.values(),
          this.manualControls.values(),
        )
      : { kind: 'unknown' as const },
  )
  readonly phase: BoardPhase = $derived.by(() => boardPhase(this.state))
  readonly pending = $derived.by(() => pendingOf(this.drafts.values()))
  /** Each carries its own times, so those of now tell of the past as well. */
  readonly filings = $derived.by(() => waitingFilings(this.#app.district.filings.values(), this.orders, this.now))
  readonly decisionSize = $derived.by(() => decisionSize(this.phase, this.pending, this.filings.length))
  readonly #all = $derived.by(() => focusLedger(this, this.now))
  readonly focus = $derived.by(() => this.#all.focus)
  /** Of the whole district: the figures of the state and of the funnel when nothing is filtered. */
  readonly ledger = $derived.by(() => {
    const { township } = this.#view
    if (township === '') return this.#all.ledger
    const orders = new Map([...this.orders].filter(([, one]) => one.townshipId === township))
    return focusLedger(
      {
        ...{ episodes: this.episodes, notices: this.notices, manualControls: this.manualControls },
        ...{ exemptions: this.exemptions, drafts: new Map(), orders },
      },
      this.now,
    ).ledger
  })
}

export const [useScene, provideScene] = createContext<Scene>()
