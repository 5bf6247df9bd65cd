/**
 * Roles, and which of them may do which act: the only list of either. Routes and buttons name an act from here.
 *
 * Who decides what follows practice.md 2: not issuing, cancelling and an early release need the chief.
 */
export const ROLES = ['viewer', 'site', 'township', 'dutyOfficer', 'chief', 'system'] as const

export type Role = (typeof ROLES)[number]

/** Roles that act for one part of the district only, and what that part is; all others act for the whole of it. */
export const BOUND_TO = { site: 'place', township: 'township' } as const satisfies Partial<Record<Role, string>>

export function isBound(role: Role): role is keyof typeof BOUND_TO {
  return Object.hasOwn(BOUND_TO, role)
}

const OFFICE: readonly Role[] = ['dutyOfficer', 'chief']
/** The addressee, and whoever may act for them. */
const ADDRESSEES: readonly Role[] = ['site', 'township', 'dutyOfficer', 'chief']

const ALLOWED = {
  read: ROLES,
  /** Registry, readings in bulk, and a drill's clock. */
  setUp: ['dutyOfficer', 'chief', 'system'],
  pace: ['dutyOfficer', 'chief', 'system'],
  /** Issues or holds a draft, holds an episode open. */
  decide: OFFICE,
  /** 手动管控: decides and ends a manual control; a township for itself. */
  orderByHand: ['township', 'dutyOfficer', 'chief'],
  /** 交接班: writes a sheet, takes it over, settles its promises. */
  handOver: OFFICE,
  /** Records, amends, lifts and answers a notice from above. */
  notice: OFFICE,
  /** Does not issue what a rule proposed. */
  drop: ['chief'],
  /** Only whom it is addressed to has seen it: the office looking at a site's card is not the site. */
  see: ['site'],
  acknowledge: ADDRESSEES,
  /** 电话代签收, 电话代报: whoever is not the addressee acts for them after a call only. */
  onBehalf: ['township', 'dutyOfficer', 'chief'],
  done: ADDRESSEES,
  /** 做不到, 本工地无此作业: what a site answers when it cannot do what is asked. */
  answer: ADDRESSEES,
  /** 已核实, 不属实: whoever looked. */
  look: ['township', 'dutyOfficer', 'chief'],
  /** 豁免: approves what a department proposed, or takes it back. */
  exempt: OFFICE,
  /** Accepts or refuses what a site filed. */
  decideFiling: OFFICE,
  /** 转执法. */
  refer: OFFICE,
  comment: ADDRESSEES,
  /** 撤回: their own last act. */
  undo: ADDRESSEES,
  release: OFFICE,
  /** While the cause goes on. */
  releaseEarly: ['chief'],
  /** A hold is renewed by the chief only. */
  holdAgain: ['chief'],
  cancel: ['chief'],
  /** Says that the machine's clock is right, after it was set by minutes. */
  reanchor: ['chief'],
} as const satisfies Record<string, readonly Role[]>

export type Act = keyof typeof ALLOWED

export function rolesFor(act: Act): readonly Role[] {
  return ALLOWED[act]
}

export function mayAct(role: Role, act: Act): boolean {
  return rolesFor(act).includes(role)
}
