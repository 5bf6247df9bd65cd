/** Everything the pages share, made once in Shell.svelte and handed down by context. */
import { createContext } from 'svelte'
import type { ClockView } from '../../server/contract/clock.ts'
import type { HealthView } from '../../server/contract/health.ts'
import type { LiveData, LiveEventName } from '../../server/contract/live.ts'
import type { EpochMs } from '../../server/domain/units.ts'
import { ask } from '../api/ask.ts'
import { waitingFilings } from '../logic/filing.ts'
import { clockText, fullTimeText } from '../logic/time-text.ts'
import type { Pen } from '../rules/rule-words.ts'
import { type TextKey, words } from '../words/index.ts'
import { Language } from '../words/language.svelte.ts'
import { District } from './district.svelte.ts'
import { DistrictCurve } from './district-curve.svelte.ts'
import { LiveStream } from './live-stream.svelte.ts'
import { RealmClock } from './realm-clock.svelte.ts'
import { Registry } from './registry.svelte.ts'
import { Session } from './session.svelte.ts'
import { Theme } from './theme.svelte.ts'
import { Toasts } from './toasts.svelte.ts'

const HEALTH_EVERY_MS = 15_000
/** The registry is not in the stream; it changes rarely. */
const REGISTRY_EVERY_MS = 120_000

export class App {
  readonly language = new Language<TextKey>(words)
  readonly theme = new Theme()
  readonly clock = new RealmClock()
  readonly district = new District()
  readonly registry = new Registry()
  readonly curve = new DistrictCurve(this.district, this.clock)
  readonly session = new Session()
  readonly toasts = new Toasts()
  readonly stream = new LiveStream((message) => this.#take(message.event ?? '', message.data))
  readonly text = this.language.text

  /** Decisions that wait for the office: drafts and filings. */
  readonly waiting = $derived.by(() => {
    const { pending, filings, orders } = this.district
    return pending.length + waitingFilings(filings.values(), orders, this.clock.now).length
  })

  start(): () => void {
    const stopClock = this.clock.start()
    const stopStream = this.stream.start()
    // These never reject: a failure is a state that the pages show.
    void this.session.load()
    void this.registry.load()
    void this.#readClock()
    void this.#readHealth()
    const health = setInterval(() => void this.#readHealth(), HEALTH_EVERY_MS)
    const registry = setInterval(() => void this.registry.load(), REGISTRY_EVERY_MS)
    return () => {
      stopClock()
      stopStream()
      clearInterval(health)
      clearInterval(registry)
    }
  }

  /** An ISO time or instant, short, in the district's zone. */
  readonly time = (at: string | EpochMs): string =>
    clockText(typeof at === 'string' ? Date.parse(at) : at, this.clock.now, this.clock.timeZone)

  /** For the words of the rules. */
  readonly pen: Pen = { say: this.language.say, time: this.time }

  readonly fullTime = (at: string | EpochMs): string =>
    fullTimeText(typeof at === 'string' ? Date.parse(at) : at, this.clock.timeZone)

  /** Before the stream's snapshot, which is large: no page is shown until it is known whether it is a drill. */
  async #readClock(): Promise<void> {
    const answer = await ask<ClockView>('/clock')
    if (answer.kind === 'ok' && !this.clock.isKnown) this.clock.take(answer.value)
  }

  async #readHealth(): Promise<void> {
    const answer = await ask<HealthView>('/health')
    if (answer.kind === 'ok') this.district.health = answer.value
  }

  #take(type: string, data: string): void {
    const take: ((data: never) => void) | undefined = this.#takers[type as LiveEventName]
    // The server of the same build writes the views of the contract; an event of a newer one is left alone.
    take?.(JSON.parse(data) as never)
  }

  readonly #takers: { readonly [K in LiveEventName]: (data: LiveData[K]) => void } = {
    snapshot: (snapshot) => {
      this.clock.take(snapshot.clock)
      this.district.takeSnapshot(snapshot)
    },
    readings: ({ readings }) => this.district.takePulses(readings),
    episode: (view) => this.district.takeEpisode(view),
    draft: (view) => this.district.takeDraft(view),
    order: (view) => this.district.takeOrder(view),
    notice: (view) => this.district.takeNotice(view),
    exemption: (view) => this.district.takeExemption(view),
    filing: (view) => this.district.takeFiling(view),
    manual: (view) => this.district.takeManual(view),
    timers: ({ timers }) => {
      this.district.timers = timers
    },
    clock: (view) => this.clock.take(view),
  }
}

export const [useApp, provideApp] = createContext<App>()
