/**
 * Who may call what: the one table of all routes. A route that is not in it is refused to everybody.
 *
 * Who decides what follows practice.md 2: not issuing, cancelling and an early release need the chief.
 */
export const ROLES = ['viewer', 'site', 'township', 'dutyOfficer', 'chief', 'system'] as const
export type Role = (typeof ROLES)[number]

/** Whoever calls: a token's actor, or the anonymous viewer without one. */
export interface Caller {
  readonly role: Role
  readonly actor: string
  /** false without a token: such a caller may only read. */
  readonly isKnown: boolean
}

export const ANONYMOUS: Caller = { role: 'viewer', actor: 'anonymous', isKnown: false }

const READ: readonly Role[] = ROLES
const OFFICE: readonly Role[] = ['dutyOfficer', 'chief']
const REGISTRY: readonly Role[] = ['dutyOfficer', 'chief', 'system']
const ADDRESSEES: readonly Role[] = ['site', 'township', 'dutyOfficer', 'chief']
const CHIEF: readonly Role[] = ['chief']

/** Who may acknowledge for somebody else after a call (电话代签收). */
export const ON_BEHALF: readonly Role[] = ['township', 'dutyOfficer', 'chief']

const V1: Readonly<Record<string, readonly Role[]>> = {
  'GET /health': READ,
  'GET /openapi.json': READ,
  'GET /session': READ,
  'GET /clock': READ,
  'POST /clock': REGISTRY,
  'POST /clock/pace': REGISTRY,
  'GET /townships': READ,
  'POST /townships': REGISTRY,
  'PUT /townships/:id': REGISTRY,
  'DELETE /townships/:id': REGISTRY,
  'GET /places': READ,
  'POST /places': REGISTRY,
  'GET /places/:id': READ,
  'PUT /places/:id': REGISTRY,
  'DELETE /places/:id': REGISTRY,
  'GET /devices': READ,
  'POST /devices': REGISTRY,
  'GET /devices/:id': READ,
  'PUT /devices/:id': REGISTRY,
  'DELETE /devices/:id': REGISTRY,
  'POST /import': REGISTRY,
  'POST /import/readings': REGISTRY,
  'GET /latest': READ,
  'GET /series': READ,
  'GET /readings/count': READ,
  'GET /index': READ,
  'GET /episodes': READ,
  'GET /episodes/:id': READ,
  'POST /episodes/:id/hold': OFFICE,
  'GET /orders': READ,
  'GET /orders/:id': READ,
  'POST /orders/:id/seen': ADDRESSEES,
  'POST /orders/:id/acknowledge': ADDRESSEES,
  'POST /orders/:id/measures/:measure/done': ADDRESSEES,
  'POST /orders/:id/release': OFFICE,
  'POST /orders/:id/cancel': CHIEF,
  'GET /drafts': READ,
  'POST /drafts/:id/issue': OFFICE,
  'POST /drafts/:id/hold': OFFICE,
  'POST /drafts/:id/drop': CHIEF,
  'GET /notifications': READ,
  'GET /quarantine': READ,
  'GET /audit': READ,
  'GET /audit/verify': READ,
  'GET /drill/report': READ,
  'GET /live': READ,
}

export const BASE = '/api/v1'

/** Method and full path as the router knows them → roles allowed. */
export const ACCESS: ReadonlyMap<string, readonly Role[]> = new Map([
  ...Object.entries(V1).map(([route, roles]) => [route.replace(' ', ` ${BASE}`), roles] as const),
  ['GET /metrics', READ],
  ['GET /api/docs', READ],
  ['GET /api/docs.css', READ],
])

/** The methods a path answers to; empty when there is no such path. */
export function methodsOf(path: string): string[] {
  return [...ACCESS.keys()].flatMap((route) => {
    const [method = '', pattern = ''] = route.split(' ')
    return new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+').replaceAll('.', '\\.')}$`).test(path) ? [method] : []
  })
}
