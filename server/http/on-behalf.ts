import type { OnBehalfInput } from '../contract/acts.ts'
import type { PhoneCall } from '../domain/control/signature.ts'
import { mayAct, type Role, rolesFor } from '../domain/people/role.ts'
import { refuse, refuseField } from './problem.ts'

/** Whoever is not the addressee acts for them, after a call. null: the addressee themself. */
export function callOf(role: Role, { behalfOf, phone, heard }: Omit<OnBehalfInput, 'version'>): PhoneCall | null {
  if (!mayAct(role, 'onBehalf')) {
    if (behalfOf === undefined && phone === undefined && heard === undefined) return null
    refuse(403, `${role} may not act for somebody else; allowed: ${rolesFor('onBehalf').join(', ')}`)
  }
  if (behalfOf === undefined) return refuseField('behalfOf', 'nothing', 'who was called')
  if (phone === undefined) return refuseField('phone', 'nothing', 'the number that was called')
  if (heard === undefined) return refuseField('heard', 'nothing', 'what was heard')
  return { behalfOf, phone, heard }
}
