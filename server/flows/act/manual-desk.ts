/**
 * What people do with manual controls: decide one, confirm it as the second person, end it. Each act is one audited
 * change. One that reaches few places is ordered at once; one that reaches many waits as a draft for another person.
 */
import type { Draft, DraftEffect } from '../../domain/control/draft.ts'
import { confirmed, type ManualContent, type ManualControl, newManual } from '../../domain/control/manual.ts'
import type { Order } from '../../domain/control/order.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Books, Operations } from '../../ports/operations.ts'
import type { By } from '../common/by.ts'
import { actOn, type NotActedOn } from './acted-on.ts'
import { openDraft } from './cause-drafts.ts'
import type { CauseOrders } from './cause-orders.ts'
import type { Demands } from './demanding.ts'
import type { EndManual } from './manual-watch.ts'
import type { ChangeRecorded, Recorder } from './record.ts'

export interface ManualDesk {
  /** What it would ask of whom, as things stand; nothing is stored. */
  preview(content: ManualContent): Promise<ManualPreview>
  /** `townshipId`: the township that decides for itself; null: the office. */
  decide(content: ManualContent, townshipId: string | null, by: By): Promise<ManualDecided>
  end(id: string, seen: number | null, by: ManualEnder): Promise<ManualEnded>
}

export interface ManualPreview {
  readonly effect: DraftEffect
  readonly needsSecond: boolean
}

export type ManualDecided =
  | {
      readonly kind: 'decided'
      readonly control: ManualControl
      /** What waits for the second person; null: it was ordered. */
      readonly draft: Draft | null
      readonly orders: readonly Order[]
    }
  /** Nobody in its scope owes anything of it. */
  | { readonly kind: 'reaches-nobody' }

export interface ManualEnder extends By {
  /** A township ends its own only; null: the office ends any. */
  readonly townshipId: string | null
  /** What many places were asked is ended early by the chief only. */
  readonly mayEndEarly: boolean
}

export type ManualEnded =
  | { readonly kind: 'changed'; readonly control: ManualControl }
  | NotActedOn
  | { readonly kind: 'over'; readonly control: ManualControl }
  | { readonly kind: 'needs-chief' | 'not-theirs'; readonly control: ManualControl }

export type SecondPerson = 'confirmed' | 'same-person' | 'over'

/** What a draft of a manual cause means for its control. */
export interface ManualDrafts {
  /** The draft is carried out by this person: that makes it the second one, unless it is the first. */
  confirm(record: Recorder, id: string, at: EpochMs, by: By): Promise<SecondPerson>
  /** The draft is not carried out: nothing is left of the control. */
  dropped(record: Recorder, id: string, at: EpochMs, by: By): Promise<void>
}

export interface ManualDeskParts {
  readonly operations: Operations
  readonly change: ChangeRecorded
  readonly orders: CauseOrders
  readonly demands: Demands
  readonly end: EndManual
  readonly clock: Clock
  readonly newId: () => string
  /** From so many places on it takes two persons. */
  readonly massFrom: number
}

export function createManualDesk(parts: ManualDeskParts): ManualDesk {
  const { operations, change, orders, demands, clock, newId } = parts

  async function previewOf(books: Books, content: ManualContent, at: EpochMs): Promise<ManualPreview> {
    const unsaid = { id: '', townshipId: null, needsSecond: false }
    const cause = demands.ofManual(newManual({ ...content, ...unsaid }, { at, by: '' }))
    const effect = await orders.effectOfRaise(books, { cause, level: 0, at })
    return { effect, needsSecond: effect.places.length >= parts.massFrom }
  }

  return {
    preview: (content) => previewOf(operations.read, content, clock.now()),

    decide: (content, townshipId, by) =>
      change(async (record): Promise<ManualDecided> => {
        const at = clock.now()
        const { effect, needsSecond } = await previewOf(record.books, content, at)
        if (effect.places.length === 0) return { kind: 'reaches-nobody' }
        const control = newManual({ ...content, id: newId(), townshipId, needsSecond }, { at, by: by.actor })
        const { scope, placeKinds, measures, endsAt } = control
        const details = { scope, placeKinds, measures, endsAt, places: effect.places.length, needsSecond }
        await record.manualControl(control, { action: 'manual.decided', at, by, details })
        const cause = demands.ofManual(control)
        if (needsSecond) {
          const facts = { id: newId(), kind: 'issue', cause: cause.ref, level: 0, dueAt: null, effect } as const
          return { kind: 'decided', control, draft: await openDraft(record, facts, at, by), orders: [] }
        }
        await orders.raise(record, { cause, level: 0, at, by, again: cause.again })
        return { kind: 'decided', control, draft: null, orders: record.changed().orders }
      }),

    end: (id, seen, by) =>
      change(async (record) =>
        actOn(await record.books.manualControls.get(id), seen, async (control): Promise<ManualEnded> => {
          if (by.townshipId !== null && by.townshipId !== control.townshipId) return { kind: 'not-theirs', control }
          if (control.endedAt !== null) return { kind: 'over', control }
          // Whoever decided it may take it back as long as nobody was ordered.
          const isMass = control.needsSecond && control.orderedAt !== null
          if (isMass && !by.mayEndEarly) return { kind: 'needs-chief', control }
          return { kind: 'changed', control: await parts.end(record, control, clock.now(), by) }
        }),
      ),
  }
}

export function createManualDrafts(end: EndManual): ManualDrafts {
  return {
    async confirm(record, id, at, by) {
      const control = await record.books.manualControls.get(id)
      if (!control) throw new Error(`a draft names manual control ${id}, which does not exist`)
      const outcome = confirmed(control, { at, by: by.actor })
      if (outcome.kind !== 'changed') return outcome.kind
      await record.manualControl(outcome.control, { action: 'manual.confirmed', at, by })
      return 'confirmed'
    },
    async dropped(record, id, at, by) {
      const control = await record.books.manualControls.get(id)
      if (control) await end(record, control, at, by)
    },
  }
}
