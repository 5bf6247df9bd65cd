/** What people do with hand-over sheets: write one, take it over, settle a promise. Each act is one audited change. */
import {
  type Handover,
  type HandoverOutcome,
  newHandover,
  type OpenPromise,
  settledPromise,
  takenOver,
} from '../../domain/control/handover.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Books } from '../../ports/operations.ts'
import { allPages } from '../common/all-pages.ts'
import type { By } from '../common/by.ts'
import { actOn, type NotActedOn } from './acted-on.ts'
import type { ChangeRecorded } from './record.ts'

export type HandoverAct = HandoverOutcome | NotActedOn

export interface HandoverDesk {
  /** Freezes the figures of this moment. */
  write(notes: string, promises: readonly NewPromise[], by: By): Promise<Handover>
  takeOver(id: string, seen: number | null, by: By): Promise<HandoverAct>
  settle(id: string, seen: number | null, n: number, how: 'kept' | 'dropped', by: By): Promise<HandoverAct>
}

export type NewPromise = Pick<OpenPromise, 'what' | 'dueAt' | 'orderId'>

export interface HandoverDeskParts {
  readonly change: ChangeRecorded
  readonly clock: Clock
  readonly newId: () => string
}

export function createHandoverDesk({ change, clock, newId }: HandoverDeskParts): HandoverDesk {
  return {
    write: (notes, promises, by) =>
      change(async (record) => {
        const at = clock.now()
        const figures = await figuresNow(record.books)
        const sheet = newHandover({ id: newId(), notes, promises, figures }, { at, by: by.actor })
        const details = { promises: promises.length, ...figures }
        await record.handover(sheet, { action: 'handover.written', at, by, details })
        return sheet
      }),

    takeOver: (id, seen, by) =>
      change(async (record) =>
        actOn(await record.books.handovers.get(id), seen, async (sheet): Promise<HandoverAct> => {
          const at = clock.now()
          const outcome = takenOver(sheet, { at, by: by.actor })
          if (outcome.kind === 'changed') await record.handover(outcome.handover, { action: 'handover.taken', at, by })
          return outcome
        }),
      ),

    settle: (id, seen, n, how, by) =>
      change(async (record) =>
        actOn(await record.books.handovers.get(id), seen, async (sheet): Promise<HandoverAct> => {
          const at = clock.now()
          const outcome = settledPromise(sheet, n, how, { at, by: by.actor })
          if (outcome.kind !== 'changed') return outcome
          const details = { what: sheet.promises[n - 1]?.what, how }
          await record.handover(outcome.handover, { action: 'handover.promise-settled', at, by, details })
          return outcome
        }),
      ),
  }
}

async function figuresNow(books: Books): Promise<Handover['figures']> {
  const open = await allPages((page) => books.episodes.list({ ...page, state: 'open', kind: null }))
  const inForce = await allPages((page) => books.orders.list({ ...page, state: 'issued', cause: null, place: null }))
  const notices = await allPages((page) => books.notices.list({ ...page, state: 'open' }))
  const owing = await books.notices.pending()
  return {
    openEpisodes: open.length,
    notices: notices.length,
    repliesOwed: owing.filter(({ replyBy, replies }) => replyBy !== null && replies.length === 0).length,
    manualControls: (await books.manualControls.open()).length,
    drafts: (await books.drafts.pending()).length,
    ordersInForce: inForce.length,
    exemptions: (await books.exemptions.open()).length,
  }
}
