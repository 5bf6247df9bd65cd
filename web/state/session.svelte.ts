/** Who is looking, and what that role may do. A server without sessions means: look only. */

import { type Act, mayAct, ROLES, type Role } from '../../server/domain/people/role.ts'
import { ask } from '../api/ask.ts'

interface SessionView {
  readonly actor: string
  readonly role: string
  readonly demo?: boolean
}

export class Session {
  actor = $state<string | null>(null)
  role = $state<Role>('viewer')
  isDemo = $state(false)

  async load(): Promise<void> {
    const answer = await ask<SessionView>('/session')
    if (answer.kind !== 'ok') return
    this.actor = answer.value.actor
    this.role = ROLES.find((one) => one === answer.value.role) ?? 'viewer'
    this.isDemo = answer.value.demo ?? false
  }

  may(act: Act): boolean {
    return mayAct(this.role, act)
  }
}
