/**
 * Carries out what a person does to an order and tells how it went. On 409 the present order is fetched, so that the
 * screen can show what changed; nothing is repeated without a new decision.
 */

import type { OrderAfter } from '../../server/contract/acts.ts'
import type { OrderView } from '../../server/contract/order.ts'
import type { Act } from '../../server/domain/people/role.ts'
import { undoOrder } from '../api/acts.ts'
import { type Answer, ask } from '../api/ask.ts'
import { problemText } from '../logic/problem-text.ts'
import type { App } from '../state/app.svelte.ts'

export type ActOutcome =
  | { readonly kind: 'done' }
  /** The order had moved on; nothing was carried out. */
  | { readonly kind: 'stale' }
  /** In words for the person who asked. */
  | { readonly kind: 'refused'; readonly why: string }

export interface OrderActs {
  readonly isBusy: boolean
  run(act: Act, done: string, send: () => Promise<Answer<OrderAfter>>): Promise<ActOutcome>
}

export function orderActs(app: App, onDone: (after: OrderAfter) => void = () => {}): OrderActs {
  let isBusy = $state(false)

  async function run(act: Act, done: string, send: () => Promise<Answer<OrderAfter>>): Promise<ActOutcome> {
    isBusy = true
    const answer = await send()
    isBusy = false
    if (answer.kind === 'ok') {
      app.district.takeOrder(answer.value)
      const { id, changed } = answer.value
      if (changed) app.toasts.good(done, act === 'comment' ? null : () => void undo(id))
      else app.toasts.good(app.text('order.already'))
      onDone(answer.value)
      return { kind: 'done' }
    }
    if (answer.kind === 'refused' && answer.status === 409) return { kind: 'stale' }
    return { kind: 'refused', why: problemText(answer, app.text, { role: app.session.role, act }) }
  }

  async function undo(id: string): Promise<void> {
    const answer = await undoOrder(id)
    if (answer.kind === 'ok') {
      app.district.takeOrder(answer.value)
      app.toasts.good(app.text('order.undone'))
    } else app.toasts.bad(app.text('order.notUndone'))
  }

  return {
    get isBusy() {
      return isBusy
    },
    run,
  }
}

/** The order as it is now; null when it cannot be read. */
export async function presentOrder(id: string): Promise<OrderView | null> {
  const answer = await ask<OrderView>(`/orders/${id}`)
  return answer.kind === 'ok' ? answer.value : null
}
