/**
 * The one card of a site: the union of all its orders in force, and what has just ended.
 *
 * Invariant 13: "may resume" is said only when nothing is in force; while anything is, a release names what remains. A
 * measure two orders ask for is one line with the earlier deadline, done when every one of them has it.
 */
import type { NoticeView } from '../../server/contract/notice.ts'
import type { OrderView } from '../../server/contract/order.ts'
import { MEASURES, type Measure } from '../../server/domain/control/measure.ts'
import { resumeNotBefore } from '../../server/domain/control/resume.ts'
import { DAY, type EpochMs } from '../../server/domain/units.ts'

export interface CardMeasure {
  readonly measure: Measure
  readonly dueAt: EpochMs
  /** 安全收尾: its first deadline, and the number of the filing that moved it; null: not moved. */
  readonly moved: { readonly dueBefore: EpochMs; readonly filing: string } | null
  /** The last report; null while any order still waits for it. */
  readonly doneAt: EpochMs | null
  /** The last answer where all of them have it as no work of this site; null otherwise. */
  readonly noSuchWorkAt: EpochMs | null
  /** Orders that still wait for it. */
  readonly openIn: readonly string[]
}

export interface CardExemption {
  readonly measure: Measure
  readonly until: EpochMs
  readonly number: string
}

export interface SiteCard {
  /** Newest first. */
  readonly inForce: readonly OrderView[]
  readonly unacknowledged: readonly OrderView[]
  /** The last acknowledgement; null while one is missing. */
  readonly acknowledgedAt: EpochMs | null
  /** Asked again after it had been acknowledged before. */
  readonly isRaised: boolean
  /** Stops first, then by deadline. */
  readonly measures: readonly CardMeasure[]
  readonly level: number
  /** 豁免: what the site is spared now, each measure once. */
  readonly exempt: readonly CardExemption[]
  /** 依据 of all orders in force, each once. */
  readonly citations: OrderView['citations']
  /** Released within the past day and not in force again. */
  readonly released: readonly OrderView[]
  readonly cancelled: readonly OrderView[]
  /** Notices from above that demand something here now. */
  readonly declared: readonly NoticeView[]
  readonly resume: Resume
}

export type Resume =
  | { readonly kind: 'no' }
  | { readonly kind: 'now' }
  | { readonly kind: 'after'; readonly at: EpochMs }

const STOPS: ReadonlySet<Measure> = new Set([
  'stopEarthworks',
  'stopDemolition',
  'stopMuckTrucks',
  'stopDustyWork',
  'stopWorkAtHeight',
  'withdrawPeople',
])

export function isStop(measure: Measure): boolean {
  return STOPS.has(measure)
}

/** What an order asks now, as one string: two orders that ask the same ask nothing new. */
export function askedText({ revision, level, measures }: OrderView): string {
  const asked = measures.filter((one) => one.withdrawnAt === null).map((one) => `${one.measure}@${one.dueAt}`)
  return [revision, level, ...asked.sort()].join(' ')
}

/** `notices`: those in force for the place; while there is one, nobody is told that work may resume. */
export function siteCard(
  orders: readonly OrderView[],
  now: EpochMs,
  timeZone: string,
  notices: readonly NoticeView[] = [],
): SiteCard {
  const inForce = orders
    .filter((order) => order.state === 'issued')
    .sort((a, b) => Date.parse(b.issuedAt) - Date.parse(a.issuedAt))
  // Of whom nothing is asked any more nobody wants an answer.
  const unacknowledged = inForce.filter((order) => order.acknowledgedAt === null && asksSomething(order))
  const released = orders.filter((order) => order.state === 'released' && isRecent(order.releasedAt, now))
  const cancelled = orders.filter((order) => order.state === 'cancelled' && isRecent(order.cancelledAt, now))
  return {
    inForce,
    unacknowledged,
    acknowledgedAt:
      inForce.length === 0 || unacknowledged.length > 0 ? null : latest(inForce.map((one) => one.acknowledgedAt)),
    isRaised: unacknowledged.some((order) => order.seenAt !== null && asksMoreThanAtFirst(order)),
    measures: unionOf(inForce),
    exempt: exemptOf(inForce, now),
    citations: citationsOf(inForce),
    level: Math.max(0, ...inForce.map((order) => order.level)),
    released,
    cancelled,
    declared: notices,
    resume: notices.length > 0 ? { kind: 'no' } : resumeOf(inForce, released, now, timeZone),
  }
}

function isRecent(iso: string | null, now: EpochMs): boolean {
  return iso !== null && now - Date.parse(iso) < DAY
}

function asksMoreThanAtFirst({ issuedAt, measures }: OrderView): boolean {
  return measures.some((one) => one.withdrawnAt === null && Date.parse(one.askedAt) > Date.parse(issuedAt))
}

function asksSomething({ measures }: OrderView): boolean {
  return measures.some((one) => one.withdrawnAt === null)
}

/** Written by the server as `exempt:<measure>:<until>:<number>`. */
function exemptOf(inForce: readonly OrderView[], now: EpochMs): readonly CardExemption[] {
  const byMeasure = new Map<Measure, CardExemption>()
  for (const note of inForce.flatMap(({ notes }) => notes)) {
    const [, name, until, number = ''] = /^exempt:(\w+):(\d+):(.*)$/s.exec(note) ?? []
    const measure = MEASURES.find((one) => one === name)
    if (measure && Number(until) > now) byMeasure.set(measure, { measure, until: Number(until), number })
  }
  return [...byMeasure.values()]
}

function citationsOf(inForce: readonly OrderView[]): OrderView['citations'] {
  const byId = new Map(inForce.flatMap(({ citations }) => citations.map((one) => [one.id, one] as const)))
  return [...byId.values()]
}

function unionOf(inForce: readonly OrderView[]): readonly CardMeasure[] {
  const byMeasure = new Map<Measure, CardMeasure>()
  for (const order of inForce) {
    for (const asked of order.measures) {
      if (asked.withdrawnAt !== null) continue
      const known = byMeasure.get(asked.measure)
      const dueAt = Date.parse(asked.dueAt)
      const isOpen = asked.doneAt === null && asked.noSuchWork === null
      const openIn = [...(known?.openIn ?? []), ...(isOpen ? [order.id] : [])]
      const doneAt = Math.max(known?.doneAt ?? 0, instant(asked.doneAt))
      const noneAt = Math.max(known?.noSuchWorkAt ?? 0, instant(asked.noSuchWork?.at ?? null))
      byMeasure.set(asked.measure, {
        measure: asked.measure,
        dueAt: Math.min(known?.dueAt ?? dueAt, dueAt),
        moved: known && known.dueAt < dueAt ? known.moved : movedOf(asked),
        openIn,
        doneAt: openIn.length > 0 || doneAt === 0 ? null : doneAt,
        noSuchWorkAt: openIn.length > 0 || doneAt > 0 ? null : noneAt,
      })
    }
  }
  return [...byMeasure.values()].sort(
    (a, b) => Number(isStop(b.measure)) - Number(isStop(a.measure)) || a.dueAt - b.dueAt,
  )
}

function movedOf({ finish }: OrderView['measures'][number]): CardMeasure['moved'] {
  return finish && { dueBefore: Date.parse(finish.dueBefore), filing: finish.filing }
}

function instant(iso: string | null): EpochMs {
  return iso === null ? 0 : Date.parse(iso)
}

function resumeOf(
  inForce: readonly OrderView[],
  released: readonly OrderView[],
  now: EpochMs,
  timeZone: string,
): Resume {
  if (inForce.length > 0 || released.length === 0) return { kind: 'no' }
  const notBefore = resumeNotBefore(latest(released.map((one) => one.releasedAt)), timeZone)
  return notBefore === null || notBefore <= now ? { kind: 'now' } : { kind: 'after', at: notBefore }
}

function latest(times: readonly (string | null)[]): EpochMs {
  return Math.max(...times.map((iso) => Date.parse(iso ?? '')))
}
