/**
 * Which role is offered which button. The server decides for itself (its table of routes); this only spares people
 * buttons that would be refused. Who decides what: practice.md 2.
 */
export const ROLES = ['viewer', 'site', 'township', 'dutyOfficer', 'chief', 'system'] as const
export type Role = (typeof ROLES)[number]

export type Act = 'decide' | 'drop' | 'acknowledge' | 'onBehalf' | 'done' | 'release' | 'cancel' | 'pace'

const ALLOWED: Readonly<Record<Act, readonly Role[]>> = {
  decide: ['dutyOfficer', 'chief'],
  drop: ['chief'],
  acknowledge: ['site', 'township', 'dutyOfficer', 'chief'],
  onBehalf: ['township', 'dutyOfficer', 'chief'],
  done: ['site', 'township', 'dutyOfficer', 'chief'],
  release: ['dutyOfficer', 'chief'],
  cancel: ['chief'],
  pace: ['dutyOfficer', 'chief', 'system'],
}

export function mayAct(role: Role, act: Act): boolean {
  return ALLOWED[act].includes(role)
}

export function rolesFor(act: Act): readonly Role[] {
  return ALLOWED[act]
}
