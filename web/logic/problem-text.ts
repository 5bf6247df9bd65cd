/** What a refused or missing answer means, in plain words. */

import { type Act, isBound, mayAct, type Role, rolesFor } from '../../server/domain/people/role.ts'
import type { Answer } from '../api/ask.ts'
import type { Text } from './phrases.ts'

export function problemText(
  answer: Exclude<Answer<unknown>, { kind: 'ok' }>,
  text: Text,
  who?: { role: Role; act: Act },
) {
  if (answer.kind === 'unreachable') return text('common.unreachable')
  if (answer.status === 403 && who && isBound(who.role) && mayAct(who.role, who.act)) return text('common.notYours')
  if (answer.status === 401) return text('common.needsKey')
  // The role may do it as a rule, so it is the moment that forbids it.
  if (answer.status === 403 && who?.act === 'release' && mayAct(who.role, 'release')) return text('order.needsChief')
  if (answer.status === 403 && who) {
    const needed = rolesFor(who.act).map((role) => text(`session.${role}`))
    return text('common.notAllowed', { role: text(`session.${who.role}`), needed: needed.join('、') })
  }
  if (answer.status === 503) return text('common.notNow')
  const { problem } = answer
  const fields = problem?.errors?.map((one) => `${one.field}: ${one.expected}`).join('; ')
  return text('common.refused', { detail: fields || problem?.detail || String(answer.status) })
}
