/** Who may call what: the one table of all routes, each with its act. A route that is not in it is refused to everybody. */
import { type Scope, scopeKey } from '../domain/control/scope.ts'
import { type Act, type Role, rolesFor } from '../domain/people/role.ts'

/** Whoever calls: a token's actor, or the anonymous viewer without one. */
export interface Caller {
  readonly role: Role
  /** Where they may act. */
  readonly scope: Scope
  readonly actor: string
  /** false without a token: such a caller may only read. */
  readonly isKnown: boolean
}

export const ANONYMOUS: Caller = {
  role: 'viewer',
  scope: { kind: 'district' },
  actor: 'anonymous',
  isKnown: false,
}

/** What is counted and kept by caller is kept under this: namesakes who act for different places are different people. */
export function accountOf({ actor, scope }: Caller): string {
  return scope.kind === 'district' ? actor : `${actor} ${scopeKey(scope)}`
}

const V1: Readonly<Record<string, Act>> = {
  'GET /health': 'read',
  'GET /openapi.json': 'read',
  'GET /session': 'read',
  'GET /clock': 'read',
  'POST /clock': 'setUp',
  'POST /clock/pace': 'pace',
  'POST /control/re-anchor': 'reanchor',
  'GET /townships': 'read',
  'POST /townships': 'setUp',
  'PUT /townships/:id': 'setUp',
  'DELETE /townships/:id': 'setUp',
  'GET /places': 'read',
  'POST /places': 'setUp',
  'GET /places/:id': 'read',
  'PUT /places/:id': 'setUp',
  'DELETE /places/:id': 'setUp',
  'GET /devices': 'read',
  'POST /devices': 'setUp',
  'GET /devices/:id': 'read',
  'PUT /devices/:id': 'setUp',
  'DELETE /devices/:id': 'setUp',
  'POST /device-secrets': 'setUp',
  'DELETE /devices/:id/secret': 'setUp',
  'GET /broker/passwords': 'setUp',
  'GET /joins': 'setUp',
  'POST /import': 'setUp',
  'POST /import/readings': 'setUp',
  'GET /latest': 'read',
  'GET /series': 'read',
  'GET /district/curve': 'read',
  'GET /readings/count': 'read',
  'POST /readings/ship-again': 'setUp',
  'GET /index': 'read',
  'GET /analysis/polar': 'read',
  'GET /analysis/rose': 'read',
  'GET /analysis/time-variation': 'read',
  'GET /analysis/calendar': 'read',
  'GET /contribution': 'read',
  'GET /rules': 'read',
  'GET /episodes': 'read',
  'GET /episodes/:id': 'read',
  'POST /episodes/:id/hold': 'decide',
  'GET /notices': 'read',
  'GET /notices/:id': 'read',
  'GET /notices/:id/report': 'read',
  'GET /notices/:id/report.xlsx': 'read',
  'GET /notices/:id/report.png': 'read',
  'GET /notices/:id/photos': 'read',
  'GET /notices/:id/photos/:n': 'read',
  'POST /notices/:id/photos': 'notice',
  'POST /notices': 'notice',
  'POST /notices/read': 'notice',
  'POST /notices/:id/amend': 'notice',
  'POST /notices/:id/lift': 'notice',
  'POST /notices/:id/reply': 'notice',
  'GET /exemptions': 'read',
  'POST /exemptions': 'exempt',
  'POST /exemptions/:id/revoke': 'exempt',
  'POST /orders/:id/exempt': 'exempt',
  'GET /handovers': 'read',
  'POST /handovers': 'handOver',
  'POST /handovers/:id/take': 'handOver',
  'POST /handovers/:id/promises/:n/settle': 'handOver',
  'GET /filings': 'read',
  'GET /filings/:id': 'read',
  'POST /filings/:id/accept': 'decideFiling',
  'POST /filings/:id/refuse': 'decideFiling',
  'POST /orders/:id/finish-safely': 'answer',
  'GET /manual-controls': 'read',
  'GET /manual-controls/:id': 'read',
  'POST /manual-controls': 'orderByHand',
  'POST /manual-controls/preview': 'orderByHand',
  'POST /manual-controls/:id/end': 'orderByHand',
  'GET /orders': 'read',
  'GET /orders/:id': 'read',
  'POST /orders/:id/seen': 'see',
  'POST /orders/:id/acknowledge': 'acknowledge',
  'POST /orders/:id/measures/:measure/done': 'done',
  'POST /orders/:id/measures/:measure/no-such-work': 'answer',
  'POST /orders/:id/verify': 'look',
  'POST /orders/:id/visit': 'look',
  'POST /orders/:id/untrue': 'look',
  'POST /orders/:id/refer': 'refer',
  'POST /orders/:id/comment': 'comment',
  'POST /orders/:id/undo': 'undo',
  'POST /orders/:id/release': 'release',
  'POST /orders/:id/cancel': 'cancel',
  'GET /drafts': 'read',
  'GET /drafts/:id': 'read',
  'POST /drafts/:id/issue': 'decide',
  'POST /drafts/:id/hold': 'decide',
  'POST /drafts/:id/drop': 'drop',
  'GET /notifications': 'read',
  'GET /quarantine': 'read',
  'GET /audit': 'read',
  'GET /audit/verify': 'read',
  'GET /drill/report': 'read',
  'GET /live': 'read',
}

export const BASE = '/api/v1'

/** Method and full path as the router knows them → roles allowed. */
export const ACCESS: ReadonlyMap<string, readonly Role[]> = new Map([
  ...Object.entries(V1).map(([route, act]) => [route.replace(' ', ` ${BASE}`), rolesFor(act)] as const),
  ['GET /metrics', rolesFor('read')],
  ['GET /api/docs', rolesFor('read')],
  ['GET /api/docs.css', rolesFor('read')],
])

/** Reading that costs the database more than a page does: not without a token. */
export const KNOWN_ONLY: ReadonlySet<string> = new Set([
  `GET ${BASE}/audit/verify`,
  `GET ${BASE}/broker/passwords`,
  `GET ${BASE}/joins`,
  `GET ${BASE}/notices/:id/report.xlsx`,
  `GET ${BASE}/notices/:id/report.png`,
])

/** The methods a path answers to; empty when there is no such path. */
export function methodsOf(path: string): string[] {
  return [...ACCESS.keys()].flatMap((route) => {
    const [method = '', pattern = ''] = route.split(' ')
    return new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+').replaceAll('.', '\\.')}$`).test(path) ? [method] : []
  })
}
