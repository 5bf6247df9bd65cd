/**
 * What a cause's end means for its orders: released at once, or proposed to a person, as the office chose.
 *
 * What the gate holds back is neither released nor proposed: it is asked again when the notice that held it has ended.
 */
import { type CauseRef, isSameCause } from '../../domain/control/cause.ts'
import type { ReleaseMode } from '../../domain/rules/rule.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { By } from '../common/by.ts'
import type { RegistryDesk } from '../district/registry.ts'
import { openDraft, pendingOf } from './cause-drafts.ts'
import type { CauseOrders } from './cause-orders.ts'
import type { Demanding, Demands } from './demanding.ts'
import type { Recorder } from './record.ts'

/**
 * Lets go the orders of every cause that is over, wherever: a place may have left the township of the notice that held
 * it back.
 */
export type LetGo = (record: Recorder, at: EpochMs, by: By) => Promise<void>

export interface LetGoParts {
  readonly registry: Pick<RegistryDesk, 'current'>
  readonly orders: CauseOrders
  readonly demands: Demands
  readonly release: ReleaseMode
  readonly newId: () => string
}

/** The orders of one cause that is over. */
export async function endOrders(
  record: Recorder,
  { orders, newId }: Pick<LetGoParts, 'orders' | 'newId'>,
  { cause, level, release }: { readonly cause: Demanding; readonly level: number; readonly release: ReleaseMode },
  at: EpochMs,
  by: By,
): Promise<void> {
  if (release === 'automatic') return orders.releaseAll(record, cause, at, by)
  if ((await pendingOf(record.books, cause.ref, ['release'])).length > 0) return
  const effect = await orders.effectOfRelease(record.books, cause, at)
  if (effect.places.length === 0) return
  const draft = { id: newId(), kind: 'release', cause: cause.ref, level, dueAt: null, effect } as const
  await openDraft(record, draft, at, { actor: 'system', reason: by.reason })
}

export function createLetGo(parts: LetGoParts): LetGo {
  return async (record, at, by) => {
    const placeIds = parts.registry.current().places.map(({ id }) => id)
    const inForce = await record.books.orders.inForceAt(placeIds)
    const causes: CauseRef[] = []
    for (const { cause } of inForce) if (!causes.some((one) => isSameCause(one, cause))) causes.push(cause)
    for (const ref of causes) {
      const cause = await parts.demands.find(record.books, ref, at)
      if (!cause?.isOver) continue
      const level = Math.max(...inForce.filter((order) => isSameCause(order.cause, ref)).map((order) => order.level))
      await endOrders(record, parts, { cause, level, release: parts.release }, at, by)
    }
  }
}
