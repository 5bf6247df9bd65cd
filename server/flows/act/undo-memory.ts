/**
 * What a person may take back: their own last act on an order, within ten seconds of their life (not of a drill's clock),
 * as long as nothing else has happened to it. Kept in memory only: after a restart nothing is taken back.
 */
import type { Order } from '../../domain/control/order.ts'
import type { Ms } from '../../domain/units.ts'
import type { By } from '../common/by.ts'

const UNDO_WITHIN_MS: Ms = 10_000

export interface Undoable {
  /** As it was. */
  readonly before: Order
  readonly after: Order
  /** The audit action that is taken back. */
  readonly action: string
  readonly actor: string
}

export interface UndoMemory {
  remember(one: Undoable): void
  /** null: nothing of theirs, too late, or something has happened to it since. */
  find(order: Order, by: By): Undoable | null
}

export function createUndoMemory(uptimeMs: () => Ms): UndoMemory {
  /** By order: the last act only. */
  const last = new Map<string, Undoable & { readonly doneAt: Ms }>()

  function forgetOld(now: Ms): void {
    for (const [id, { doneAt }] of last) if (now - doneAt > UNDO_WITHIN_MS) last.delete(id)
  }

  return {
    remember(one) {
      const doneAt = uptimeMs()
      forgetOld(doneAt)
      last.set(one.after.id, { ...one, doneAt })
    },
    find(order, by) {
      forgetOld(uptimeMs())
      const found = last.get(order.id)
      return found && found.actor === by.actor && found.after.version === order.version ? found : null
    },
  }
}
