/**
 * The minute somebody looks back to, and the district as it was then. Episodes and orders carry their own times; drafts
 * that were decided and what was measured are asked of the server.
 */
import type { DraftView } from '../../server/contract/draft.ts'
import type { EpisodeView } from '../../server/contract/episode.ts'
import type { OrderView } from '../../server/contract/order.ts'
import type { SeriesAnswer } from '../../server/contract/reading.ts'
import { type EpochMs, MINUTE } from '../../server/domain/units.ts'
import { ask } from '../api/ask.ts'
import { draftAt, episodeAt, noticeAt, orderAt } from '../logic/as-at.ts'
import type { DeviceValues } from '../logic/device-values.ts'
import type { District } from '../state/district.svelte.ts'
import type { Registry } from '../state/registry.svelte.ts'

const QUANTITIES = ['pm10', 'windSpeed', 'windGust', 'windDirection'] as const
const DECIDED_KEPT = 200
/** No value older than this stands for the minute looked back to. */
const LOOK_BEHIND = 15 * MINUTE
/** The server takes so many devices at once, and 20,000 points. */
const DEVICES_AT_ONCE = 300

const NOTHING: ReadonlyMap<string, DeviceValues> = new Map()

export class Replay {
  /** null: now. */
  at = $state<EpochMs | null>(null)
  /** null: now. Empty while the minute is read, and when it cannot be. */
  values = $state.raw<ReadonlyMap<string, DeviceValues> | null>(null)
  #decided = $state.raw<readonly DraftView[]>([])
  readonly #district: District
  readonly #registry: Registry
  #attempt: AbortController | null = null

  constructor(district: District, registry: Registry) {
    this.#district = district
    this.#registry = registry
  }

  readonly episodes = $derived.by(() => this.#then(this.#district.episodes.values(), episodeAt))
  readonly notices = $derived.by(() => this.#then(this.#district.notices.values(), noticeAt))
  readonly drafts = $derived.by(() => this.#then([...this.#decided, ...this.#district.drafts.values()], draftAt))
  readonly orders = $derived.by((): ReadonlyMap<string, OrderView> | null => {
    const { episodes } = this
    if (episodes === null) return null
    return this.#then(this.#district.orders.values(), (order, at) =>
      orderAt(order, at, levelOf(episodes.get(order.cause.id))),
    )
  })

  readonly look = (at: EpochMs | null, now: EpochMs): void => {
    const minute = at === null ? null : Math.floor(at / MINUTE) * MINUTE
    const isLive = minute === null || minute >= now - MINUTE
    if (isLive) {
      this.at = null
      this.values = null
      this.#attempt?.abort()
      return
    }
    if (this.at === null) void this.#readDecided()
    if (minute !== this.at) {
      // What was measured at another minute must not stand for this one while it is read.
      this.values = NOTHING
      void this.#readValues(minute)
    }
    this.at = minute
  }

  #then<T extends { readonly id: string }>(
    all: Iterable<T>,
    at: (one: T, instant: EpochMs) => T | null,
  ): ReadonlyMap<string, T> | null {
    const instant = this.at
    if (instant === null) return null
    return new Map([...all].flatMap((one) => at(one, instant) ?? []).map((one) => [one.id, one]))
  }

  async #readDecided(): Promise<void> {
    const answers = await Promise.all(
      ['issued', 'dropped'].map((state) =>
        ask<{ items: readonly DraftView[] }>(`/drafts?state=${state}&limit=${DECIDED_KEPT}`),
      ),
    )
    this.#decided = answers.flatMap((answer) => (answer.kind === 'ok' ? answer.value.items : []))
  }

  async #readValues(at: EpochMs): Promise<void> {
    this.#attempt?.abort()
    const attempt = new AbortController()
    this.#attempt = attempt
    const ids = this.#registry.devices.map(({ id }) => id)
    const groups = Array.from({ length: Math.ceil(ids.length / DEVICES_AT_ONCE) }, (_, n) =>
      ids.slice(n * DEVICES_AT_ONCE, (n + 1) * DEVICES_AT_ONCE),
    )
    const answers = await Promise.all(
      groups.map((group) => {
        const query = new URLSearchParams({
          ...{ device: group.join(','), quantity: QUANTITIES.join(','), every: '1m' },
          ...{ from: String(at - LOOK_BEHIND), to: String(at + 1) },
        })
        return ask<SeriesAnswer>(`/series?${query}`, { signal: attempt.signal })
      }),
    )
    if (attempt.signal.aborted) return
    const values = new Map<string, DeviceValues>()
    for (const answer of answers) {
      if (answer.kind !== 'ok') continue
      for (const { device, quantity, points } of answer.value.series) {
        const last = [...points].reverse().find(([, value]) => value !== null)
        if (!last || last[1] === null) continue
        values.set(device, { ...values.get(device), [quantity]: { value: last[1], at: last[0], isUsable: true } })
      }
    }
    this.values = values
  }
}

function levelOf(episode: EpisodeView | undefined): number | null {
  return episode?.level ?? null
}
