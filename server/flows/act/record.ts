/**
 * The only writer of episodes, drafts, orders, notices, exemptions, filings and manual controls: state, audit line, notification and what changed, always together.
 *
 * Works inside one change of the operations database, so there is no state without its line (invariant 9) and no order
 * without its reason on record (invariant 6).
 */
import type { AuditAction, AuditEntry } from '../../domain/audit.ts'
import type { Draft } from '../../domain/control/draft.ts'
import type { Episode } from '../../domain/control/episode.ts'
import type { Exemption } from '../../domain/control/exemption.ts'
import type { Filing } from '../../domain/control/filing.ts'
import type { Handover } from '../../domain/control/handover.ts'
import type { ManualControl } from '../../domain/control/manual.ts'
import type { Notice } from '../../domain/control/notice.ts'
import type { Notification } from '../../domain/control/notification.ts'
import { type Order, presentRevision } from '../../domain/control/order.ts'
import type { NoticePhoto } from '../../domain/notices/photo.ts'
import type { EpochMs } from '../../domain/units.ts'
import { type Books, type Operations, OperationsUnavailable } from '../../ports/operations.ts'
import type { By } from '../common/by.ts'
import { type Changed, hasChanged } from './changed.ts'
import { storedAfterAll } from './stored-after-all.ts'

/** What an audit line says beside its subject and revision. */
export interface Said {
  readonly action: AuditAction
  readonly at: EpochMs
  readonly by: By
  readonly details?: Readonly<Record<string, unknown>>
}

export interface OrderChange {
  readonly order: Order
  readonly said: Said
  /** null: nobody needs to be told. */
  readonly notification: Notification | null
}

export interface Recorder {
  /** For reading, and for what the rules remember. */
  readonly books: Books
  /** With no line nothing is stored: there is no change without one. */
  episode(episode: Episode, lines: readonly Said[]): Promise<void>
  draft(draft: Draft, said: Said): Promise<void>
  /** With no line nothing is stored. */
  notice(notice: Notice, lines: readonly Said[]): Promise<void>
  exemption(exemption: Exemption, said: Said): Promise<void>
  filing(filing: Filing, said: Said): Promise<void>
  manualControl(control: ManualControl, said: Said): Promise<void>
  handover(handover: Handover, said: Said): Promise<void>
  /** The notice itself stays as it is. */
  noticePhoto(notice: Notice, photo: NoticePhoto, bytes: Uint8Array, said: Said): Promise<void>
  orders(changes: readonly OrderChange[]): Promise<void>
  /** Says something of an order; nothing of it is stored but the line. */
  remark(order: Order, said: Said): Promise<void>
  /** Says something of devices; nothing of theirs is stored but the line. */
  devices(ids: readonly string[], said: Said): Promise<void>
  /** Says something of the machine's clock. */
  clock(said: Said): Promise<void>
  notify(notifications: readonly Notification[]): Promise<void>
  /** Each thing as it was written last. */
  changed(): Changed
}

export function createRecorder(books: Books): Recorder {
  const episodes = new Map<string, Episode>()
  const drafts = new Map<string, Draft>()
  const orders = new Map<string, Order>()
  const notices = new Map<string, Notice>()
  const exemptions = new Map<string, Exemption>()
  const filings = new Map<string, Filing>()
  const manualControls = new Map<string, ManualControl>()

  return {
    books,
    async episode(episode, lines) {
      if (lines.length === 0) return
      await books.episodes.save(episode)
      await books.audit.append(lines.map((said) => lineOf(`episode:${episode.id}`, episode.version, said)))
      episodes.set(episode.id, episode)
    },
    async draft(draft, said) {
      await books.drafts.save(draft)
      const { cause, kind, level, dueAt } = draft
      const details = { cause, kind, level, dueAt, ...said.details }
      await books.audit.append([lineOf(`draft:${draft.id}`, draft.version, { ...said, details })])
      drafts.set(draft.id, draft)
    },
    async notice(notice, lines) {
      if (lines.length === 0) return
      await books.notices.save(notice)
      await books.audit.append(lines.map((said) => lineOf(`notice:${notice.id}`, notice.version, said)))
      notices.set(notice.id, notice)
    },
    async exemption(exemption, said) {
      await books.exemptions.save(exemption)
      await books.audit.append([lineOf(`exemption:${exemption.id}`, exemption.version, said)])
      exemptions.set(exemption.id, exemption)
    },
    async filing(filing, said) {
      await books.filings.save(filing)
      await books.audit.append([lineOf(`filing:${filing.id}`, filing.version, said)])
      filings.set(filing.id, filing)
    },
    async manualControl(control, said) {
      await books.manualControls.save(control)
      await books.audit.append([lineOf(`manual:${control.id}`, control.version, said)])
      manualControls.set(control.id, control)
    },
    async handover(handover, said) {
      await books.handovers.save(handover)
      await books.audit.append([lineOf(`handover:${handover.id}`, handover.version, said)])
    },
    async noticePhoto(notice, photo, bytes, said) {
      await books.noticePhotos.add(photo, bytes)
      await books.audit.append([lineOf(`notice:${notice.id}`, notice.version, said)])
    },
    async orders(changes) {
      if (changes.length === 0) return
      await books.orders.save(changes.map(({ order }) => order))
      await books.notifications.add(changes.flatMap(({ notification }) => notification ?? []))
      await books.audit.append(
        changes.map(({ order, said }) => {
          const details = { number: order.number, place: order.placeId, version: order.version, ...said.details }
          return lineOf(`order:${order.id}`, presentRevision(order).n, { ...said, details })
        }),
      )
      for (const { order } of changes) orders.set(order.id, order)
    },
    remark: (order, said) => books.audit.append([lineOf(`order:${order.id}`, presentRevision(order).n, said)]),
    devices: (ids, said) => books.audit.append(ids.map((id) => lineOf(`device:${id}`, null, said))),
    clock: (said) => books.audit.append([lineOf('clock', null, said)]),
    notify: (notifications) => books.notifications.add(notifications),
    changed: () => ({
      episodes: [...episodes.values()],
      drafts: [...drafts.values()],
      orders: [...orders.values()],
      notices: [...notices.values()],
      exemptions: [...exemptions.values()],
      filings: [...filings.values()],
      manualControls: [...manualControls.values()],
    }),
  }
}

function lineOf(subject: string, revision: number | null, { action, at, by, details = {} }: Said): AuditEntry {
  return { at, actor: by.actor, action, subject, revision, cause: by.reason, details }
}

export type ChangeRecorded = <T>(work: (record: Recorder) => Promise<T>) => Promise<T>

export interface RecordedChanges {
  /** Runs work in one change, and tells what it changed once that is stored. */
  readonly change: ChangeRecorded
  /** Tells what was stored after all although its answer was lost. Rejects while the database does not answer. */
  tellUntold(): Promise<void>
}

export function recordedChanges(operations: Operations, tell: (changed: Changed) => void): RecordedChanges {
  const untold: Changed[] = []

  return {
    async change(work) {
      let tried: Changed | null = null
      try {
        const { result, changed } = await operations.change(async (books) => {
          const record = createRecorder(books)
          const done = { result: await work(record), changed: record.changed() }
          tried = done.changed
          return done
        })
        if (hasChanged(changed)) tell(changed)
        return result
      } catch (error) {
        if (tried !== null && error instanceof OperationsUnavailable) untold.push(tried)
        throw error
      }
    },
    async tellUntold() {
      for (let tried = untold[0]; tried; tried = untold[0]) {
        const stored = await storedAfterAll(tried, operations.read)
        untold.shift()
        if (hasChanged(stored)) tell(stored)
      }
    },
  }
}
