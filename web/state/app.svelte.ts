/** Everything the pages share, made once in App.svelte and handed down by context. */
import { createContext } from 'svelte'
import type { ClockView } from '../../server/contract/clock.ts'
import type { DraftView } from '../../server/contract/draft.ts'
import type { EpisodeView } from '../../server/contract/episode.ts'
import type { HealthView } from '../../server/contract/health.ts'
import type { OrderView } from '../../server/contract/order.ts'
import type { EpochMs } from '../../server/domain/units.ts'
import { ask } from '../api/ask.ts'
import { en } from '../i18n/en.ts'
import { Language } from '../i18n/language.svelte.ts'
import { type TextKey, zhCn } from '../i18n/zh-cn.ts'
import type { Pulse } from '../logic/device-values.ts'
import { clockText, fullTimeText } from '../logic/time-text.ts'
import { District, type SnapshotView } from './district.svelte.ts'
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
  readonly language = new Language<TextKey>({ zhCn, en })
  readonly theme = new Theme()
  readonly clock = new RealmClock()
  readonly district = new District()
  readonly registry = new Registry()
  readonly session = new Session()
  readonly toasts = new Toasts()
  readonly stream = new LiveStream((message) => this.#take(message.event ?? '', message.data))
  readonly text = this.language.text

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
    const content: unknown = JSON.parse(data)
    // The server of the same build writes the views of the contract.
    switch (type) {
      case 'snapshot': {
        const snapshot = content as SnapshotView
        this.clock.take(snapshot.clock)
        this.district.takeSnapshot(snapshot)
        break
      }
      case 'readings':
        this.district.takePulses((content as { readings: readonly Pulse[] }).readings)
        break
      case 'episode':
        for (const view of listOf(content as EpisodeView | EpisodeView[])) this.district.takeEpisode(view)
        break
      case 'draft':
        for (const view of listOf(content as DraftView | DraftView[])) this.district.takeDraft(view)
        break
      case 'order':
        for (const view of listOf(content as OrderView | OrderView[])) this.district.takeOrder(view)
        break
      case 'clock':
        this.clock.take(content as ClockView)
        break
      case 'health':
        this.district.health = content as HealthView
        break
    }
  }
}

function listOf<T>(content: T | T[]): readonly T[] {
  return Array.isArray(content) ? content : [content]
}

export const [useApp, provideApp] = createContext<App>()
