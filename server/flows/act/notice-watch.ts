/**
 * Notices as control looks at them: which of them hold an episode open, and what falls due about each: its end, the
 * reminder of an answer, an answer overdue. All of it is a row in the database; this only remembers what is pending.
 */
import { isSameCause } from '../../domain/control/cause.ts'
import { isPending } from '../../domain/control/draft.ts'
import type { Measure } from '../../domain/control/measure.ts'
import {
  ceasesAt,
  covers,
  fallenDue,
  holdsOpen,
  isInForce,
  type Notice,
  type NoticeKind,
  nextInstantOf,
  noticeCause,
} from '../../domain/control/notice.ts'
import type { Notification } from '../../domain/control/notification.ts'
import { isInScope, type Scope } from '../../domain/control/scope.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { Books, Operations } from '../../ports/operations.ts'
import { allPages } from '../common/all-pages.ts'
import type { BySystem } from '../common/by.ts'
import type { RegistryDesk } from '../district/registry.ts'
import { dropDrafts } from './cause-drafts.ts'
import type { CauseOrders } from './cause-orders.ts'
import type { Demands } from './demanding.ts'
import type { LetGo } from './let-go.ts'
import type { Recorder, Said } from './record.ts'

export interface NoticeWatch {
  load(): Promise<void>
  /** Tells which notices changed, after their change is stored. */
  note(notices: readonly Notice[]): void
  nextInstant(): EpochMs | null
  /** Some demand something, or an answer is owed. */
  areAny(): boolean
  /** Ids of the notices that hold an episode of this area open. */
  holding(area: Scope, at: EpochMs): readonly string[]
  /** What the notices in force for the whole of this area declare. */
  declared(area: Scope, at: EpochMs): readonly NoticeKind[]
  /** Carries out what has fallen due, inside one change. */
  fallDue(record: Recorder, at: EpochMs): Promise<void>
  /** Places registered meanwhile are ordered what the others of a notice were ordered. */
  orderNewPlaces(record: Recorder, at: EpochMs): Promise<void>
}

export interface NoticeWatchParts {
  readonly registry: Pick<RegistryDesk, 'place'>
  readonly operations: Operations
  readonly orders: CauseOrders
  readonly demands: Demands
  readonly letGo: LetGo
}

const NOTHING_DECLARED: readonly NoticeKind[] = []
const REPLY_OWED: BySystem = { actor: 'system', reason: 'reply-owed' }
const OVER: BySystem = { actor: 'system', reason: 'notice-over' }
const NEW_PLACES: BySystem = { actor: 'system', reason: 'places-changed' }

export function createNoticeWatch({ registry, operations, orders, demands, letGo }: NoticeWatchParts): NoticeWatch {
  const pending = new Map<string, Notice>()

  function note(notices: readonly Notice[]): void {
    for (const notice of notices) {
      if (nextInstantOf(notice) === null && notice.endedAt !== null) pending.delete(notice.id)
      else pending.set(notice.id, notice)
    }
  }

  /** A place in two townships belongs to both. */
  function speaksFor(scope: Scope, area: Scope): boolean {
    if (area.kind !== 'place') return covers(scope, area)
    const place = registry.place(area.placeId)
    return place !== undefined && isInScope(place, scope)
  }

  async function fallDue(record: Recorder, at: EpochMs): Promise<void> {
    for (const before of await record.books.notices.pending()) {
      const fallen = fallenDue(before, at)
      if (!fallen) continue
      const { notice, due } = fallen
      const lines: Record<(typeof due)[number], Said> = {
        ended: { action: 'notice.ended', at, by: OVER, details: { ceasedAt: ceasesAt(notice) } },
        replyReminded: { action: 'notice.reply-reminded', at, by: REPLY_OWED, details: { replyBy: notice.replyBy } },
        replyOverdue: { action: 'notice.reply-overdue', at, by: REPLY_OWED, details: { replyBy: notice.replyBy } },
      }
      await record.notice(
        notice,
        due.map((one) => lines[one]),
      )
      await record.notify(due.flatMap((one) => reminderOf(notice, one, at)))
      if (!due.includes('ended')) continue
      await dropDrafts(record, noticeCause(notice.id), ['issue'], at, 'notice-over')
      await letGo(record, at, OVER)
    }
  }

  async function orderNewPlaces(record: Recorder, at: EpochMs): Promise<void> {
    for (const notice of await record.books.notices.pending()) {
      const cause = demands.ofNotice(notice, at)
      if (cause.isOver || !(await isOrdered(record.books, notice))) continue
      const decided = await decidedMeasures(record.books, notice)
      const demand = { cause, level: notice.level ?? 0, at, by: NEW_PLACES, again: cause.again } as const
      await orders.include(record, demand, (_place, measure) => decided.includes(measure))
    }
  }

  return {
    async load() {
      pending.clear()
      note(await operations.read.notices.pending())
    },
    note,
    nextInstant() {
      const instants = [...pending.values()].flatMap((notice) => nextInstantOf(notice) ?? [])
      return instants.length === 0 ? null : Math.min(...instants)
    },
    areAny: () => pending.size > 0,
    holding: (area, at) => [...pending.values()].filter((one) => holdsOpen(one, area, at)).map(({ id }) => id),
    declared(area, at) {
      if (pending.size === 0) return NOTHING_DECLARED
      const inForce = [...pending.values()].filter((one) => isInForce(one, at))
      return inForce.flatMap(({ kind, scope }) => (kind !== null && speaksFor(scope, area) ? [kind] : []))
    },
    fallDue,
    orderNewPlaces,
  }
}

/**
 * What of it somebody has decided to order. What an amendment newly demands waits for a person, or was decided against:
 * then places that come meanwhile are ordered what it said before.
 */
async function decidedMeasures(books: Books, notice: Notice): Promise<readonly Measure[]> {
  const cause = noticeCause(notice.id)
  const drafts = await allPages(
    (page) => books.drafts.list({ ...page, state: null }),
    ({ createdAt }) => createdAt >= notice.recordedAt,
  )
  const [latest, ...earlier] = drafts.filter((one) => one.kind === 'issue' && isSameCause(one.cause, cause))
  const isOpen = latest && (isPending(latest) || (latest.state === 'dropped' && latest.decidedBy !== 'system'))
  const decidedAt = isOpen ? earlier.find(({ state }) => state === 'issued')?.decidedAt : null
  const since = notice.amendments.find((one) => decidedAt !== null && decidedAt !== undefined && one.at >= decidedAt)
  return since ? notice.measures.filter((measure) => since.before.measures.includes(measure)) : notice.measures
}

async function isOrdered(books: Books, { id }: Notice): Promise<boolean> {
  return (await books.orders.ofCause(noticeCause(id))).some((order) => order.state === 'issued')
}

function reminderOf(notice: Notice, due: string, at: EpochMs): readonly Notification[] {
  const { id, number, issuer, replyBy } = notice
  if (due === 'ended' || replyBy === null) return []
  const facts = { notice: id, number, issuer, replyBy }
  const common = { orderId: null, createdAt: at, facts }
  return due === 'replyOverdue'
    ? [{ ...common, key: `notice/${id}/reply-overdue/${replyBy}`, recipient: 'chief', kind: 'reply-overdue' }]
    : [{ ...common, key: `notice/${id}/reply-due/${replyBy}`, recipient: 'officer', kind: 'reply-due' }]
}
