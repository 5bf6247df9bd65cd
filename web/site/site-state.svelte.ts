/**
 * What the site card knows: the place, its orders, why, and the realm clock. Asked every few seconds, because the live
 * stream begins with the whole district and that is too much for a slow line.
 */
import type { ClockView } from '../../server/contract/clock.ts'
import type { EpisodeView } from '../../server/contract/episode.ts'
import type { FilingView } from '../../server/contract/filing.ts'
import type { ManualView } from '../../server/contract/manual.ts'
import type { NoticeView } from '../../server/contract/notice.ts'
import type { OrderView } from '../../server/contract/order.ts'
import type { PlaceView } from '../../server/contract/registry.ts'
import type { SessionView } from '../../server/contract/session.ts'
import { ask } from '../api/ask.ts'
import { accessKey } from '../api/key.ts'
import { coversPlace, isDemanding } from '../logic/notice-state.ts'
import { realmNow } from '../logic/realm-now.ts'
import { type Cannot, shownFilings, tapsOf } from './cannot.ts'
import { Outbox, type Refusal, type Tap } from './outbox.svelte.ts'
import { askedText, siteCard } from './site-card.ts'
import { type Visitor, visitorAt } from './visitor-at.ts'

const ASK_EVERY_MS = 8_000
const TICK_MS = 1_000
const ACKNOWLEDGE = 'acknowledge'

export class SiteState {
  readonly placeId: string
  status = $state<'loading' | 'ready' | 'unknown' | 'failed'>('loading')
  isOffline = $state(false)
  place = $state.raw<PlaceView | null>(null)
  orders = $state.raw<readonly OrderView[]>([])
  episode = $state.raw<EpisodeView | null>(null)
  /** What a person decided that has an order here; null: nothing. */
  manual = $state.raw<ManualView | null>(null)
  /** Notices from above that are open, of the whole district. */
  #declared = $state.raw<readonly NoticeView[]>([])
  #filed = $state.raw<readonly FilingView[]>([])
  visitor = $state<Visitor>('nobody')
  isKeyWrong = $state(false)
  /** What became of a tap the server did not take; null when all is well. */
  notice = $state.raw<
    | { readonly kind: 'changed' | 'notFiled' | 'notFiledSoLate' }
    | { readonly kind: 'refused'; readonly why: string }
    | null
  >(null)
  readonly outbox: Outbox
  #clock = $state.raw<ClockView | null>(null)
  #receivedAt = 0
  #now = $state(Date.now())
  /** Acknowledgements refused because the order had moved on. */
  #doubted: Tap[] = []
  readonly card = $derived.by(() => siteCard(this.orders, this.#now, this.timeZone, this.declared))

  /** 报备, the last one first. */
  readonly filings = $derived.by(() => shownFilings(this.#filed, this.card, this.#now))

  /** Those that demand something here now. */
  readonly declared = $derived.by(() => {
    const { place } = this
    return place ? this.#declared.filter((one) => isDemanding(one, this.#now) && coversPlace(one, place)) : []
  })

  constructor(placeId: string) {
    this.placeId = placeId
    this.outbox = new Outbox(placeId, (tap, refusal) => this.#tellRefused(tap, refusal))
  }

  get now(): number {
    return this.#now
  }

  get timeZone(): string {
    return this.#clock?.timeZone ?? 'Asia/Shanghai'
  }

  /** Only whom it is addressed to taps, and has seen it by looking. */
  get mayAct(): boolean {
    return this.visitor === 'addressee'
  }

  get isDrill(): boolean {
    return this.#clock?.realm === 'drill'
  }

  start(): () => void {
    const refresh = () => void this.refresh()
    const ticking = setInterval(() => {
      this.#now = realmNow(this.#clock, this.#receivedAt, Date.now())
    }, TICK_MS)
    const asking = setInterval(() => {
      if (!document.hidden) refresh()
    }, ASK_EVERY_MS)
    const lost = () => {
      this.isOffline = true
    }
    addEventListener('online', refresh)
    addEventListener('offline', lost)
    document.addEventListener('visibilitychange', refresh)
    refresh()
    return () => {
      clearInterval(ticking)
      clearInterval(asking)
      removeEventListener('online', refresh)
      removeEventListener('offline', lost)
      document.removeEventListener('visibilitychange', refresh)
    }
  }

  /** Sends what waits, then reads what holds. */
  async refresh(): Promise<void> {
    await this.outbox.send()
    const id = encodeURIComponent(this.placeId)
    const [place, orders, declared, filed, clock, session] = await Promise.all([
      this.place ? ({ kind: 'ok', value: this.place } as const) : ask<PlaceView>(`/places/${id}`),
      ask<{ items: readonly OrderView[] }>(`/orders?place=${id}&limit=50`),
      ask<{ items: readonly NoticeView[] }>('/notices?state=open&limit=500'),
      ask<{ items: readonly FilingView[] }>(`/filings?place=${id}&limit=20`),
      ask<ClockView>('/clock'),
      ask<SessionView>('/session'),
    ])
    if (session.kind === 'refused' && session.status === 401) this.isKeyWrong = accessKey() !== null
    if (clock.kind === 'ok') {
      this.#clock = clock.value
      this.#receivedAt = Date.now()
      this.#now = clock.value.epochMs
    }
    if (place.kind === 'refused' && place.status === 404) {
      this.status = 'unknown'
      return
    }
    // Without the notices nobody knows whether work may resume.
    if (place.kind !== 'ok' || orders.kind !== 'ok' || declared.kind !== 'ok') {
      this.isOffline = true
      if (this.status === 'loading') this.status = 'failed'
      return
    }
    this.place = place.value
    this.#declared = declared.value.items
    if (filed.kind === 'ok') this.#filed = filed.value.items
    if (session.kind === 'ok') this.visitor = visitorAt(place.value, session.value)
    this.orders = await this.#see(orders.value.items)
    this.isOffline = false
    this.status = 'ready'
    await this.#readCause()
    this.#settleDoubts()
  }

  acknowledge(): void {
    this.notice = null
    for (const order of this.card.unacknowledged) this.#addAcknowledgement(order)
    void this.refresh()
  }

  #addAcknowledgement(order: OrderView): void {
    this.outbox.add({
      orderId: order.id,
      what: ACKNOWLEDGE,
      path: `/orders/${order.id}/acknowledge`,
      body: { version: order.version },
      asked: askedText(order),
    })
  }

  /** Without a version: that a measure was done stays true whatever else has changed. */
  done(measure: string, openIn: readonly string[]): void {
    this.notice = null
    for (const orderId of openIn) {
      const path = `/orders/${orderId}/measures/${measure}/done`
      this.outbox.add({ orderId, what: measure, path, body: {}, asked: '' })
    }
    void this.refresh()
  }

  /** 本工地无此作业: as true as a report, whatever else has changed. */
  noSuchWork(measure: string, openIn: readonly string[]): void {
    this.notice = null
    for (const orderId of openIn) {
      const path = `/orders/${orderId}/measures/${measure}/no-such-work`
      this.outbox.add({ orderId, what: measure, path, body: {}, asked: '' })
    }
    void this.refresh()
  }

  /** 做不到: waits for the office's word; until then everything stays asked. */
  file(cannot: Cannot): void {
    this.notice = null
    for (const tap of tapsOf(cannot, this.card, this.#now)) this.outbox.add(tap)
    void this.refresh()
  }

  async #readCause(): Promise<void> {
    await this.#readManual()
    const id = this.card.inForce.find(({ episode }) => episode !== null)?.episode ?? null
    if (id === null) {
      this.episode = null
      return
    }
    const answer = await ask<EpisodeView>(`/episodes/${encodeURIComponent(id)}`)
    if (answer.kind === 'ok') this.episode = answer.value
  }

  async #readManual(): Promise<void> {
    const id = this.card.inForce.find(({ cause }) => cause.kind === 'manual')?.cause.id ?? null
    if (id === null || id === this.manual?.id) {
      if (id === null) this.manual = null
      return
    }
    const answer = await ask<ManualView>(`/manual-controls/${encodeURIComponent(id)}`)
    if (answer.kind === 'ok') this.manual = answer.value
  }

  /**
   * The addressee who looks at the card has seen what is on it; nobody else has. Said before it is shown, because it moves the version on which an
   * acknowledgement rests; what does not arrive is said again with the next look.
   */
  #see(orders: readonly OrderView[]): Promise<OrderView[]> {
    const maySee = this.mayAct && !document.hidden
    return Promise.all(
      orders.map(async (order) => {
        if (!maySee || order.state !== 'issued' || order.seenAt !== null) return order
        const answer = await ask<OrderView>(`/orders/${order.id}/seen`, { method: 'POST', body: {} })
        return answer.kind === 'ok' ? answer.value : order
      }),
    )
  }

  /**
   * An order's version grows also when it is only seen. A refused acknowledgement is sent again when the order still
   * asks exactly what the person saw; otherwise they are asked to look again.
   */
  #settleDoubts(): void {
    const doubted = this.#doubted
    this.#doubted = []
    for (const tap of doubted) {
      const order = this.card.unacknowledged.find((one) => one.id === tap.orderId)
      if (!order) continue
      if (askedText(order) === tap.asked) this.#addAcknowledgement(order)
      else this.notice = { kind: 'changed' }
    }
    if (this.outbox.taps.length > 0 && doubted.length > 0) void this.refresh()
  }

  #tellRefused(tap: Tap, { status, problem }: Refusal): void {
    if (status === 401) this.isKeyWrong = true
    if (status === 409 && tap.what === ACKNOWLEDGE) this.#doubted.push(tap)
    else if (tap.path.endsWith('/finish-safely') && (status === 409 || status === 400))
      this.notice = { kind: status === 409 ? 'notFiled' : 'notFiledSoLate' }
    // Done for a measure that is not asked any more needs no answer; the card shows what is.
    else if (status !== 409 && status !== 404) this.notice = { kind: 'refused', why: problem?.detail ?? String(status) }
  }
}
