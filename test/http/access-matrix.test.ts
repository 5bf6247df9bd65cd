/**
 * Who may do what to whose order: every route × every kind of caller × every owner. The table below is written by hand
 * and not read from the program: a route that is not in it fails the first test.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Token } from '../../server/config/tokens.ts'
import type { Scope } from '../../server/domain/control/scope.ts'
import { HOUR } from '../../server/domain/units.ts'
import { mast, place, T0 } from '../support/control-room.ts'
import { type HttpWorld, openHttpWorld } from '../support/http-world.ts'

/** `addressee`: the site itself; `answering`, `filing`: the site, and after a call whoever may act for it; `looking`: those others. */
type Allowed =
  | 'anyone'
  | 'known'
  | 'setUp'
  | 'office'
  | 'chief'
  | 'addressee'
  | 'answering'
  | 'filing'
  | 'looking'
  | 'concerned'
  | 'byHand'

const MATRIX: Readonly<Record<string, Allowed>> = {
  'GET /api/docs': 'anyone',
  'GET /api/docs.css': 'anyone',
  'GET /metrics': 'anyone',
  'GET /api/v1/health': 'anyone',
  'GET /api/v1/openapi.json': 'anyone',
  'GET /api/v1/session': 'anyone',
  'GET /api/v1/clock': 'anyone',
  'POST /api/v1/clock': 'setUp',
  'POST /api/v1/clock/pace': 'setUp',
  'POST /api/v1/control/re-anchor': 'chief',
  'GET /api/v1/townships': 'anyone',
  'POST /api/v1/townships': 'setUp',
  'PUT /api/v1/townships/:id': 'setUp',
  'DELETE /api/v1/townships/:id': 'setUp',
  'GET /api/v1/places': 'anyone',
  'POST /api/v1/places': 'setUp',
  'GET /api/v1/places/:id': 'anyone',
  'PUT /api/v1/places/:id': 'setUp',
  'DELETE /api/v1/places/:id': 'setUp',
  'GET /api/v1/devices': 'anyone',
  'POST /api/v1/devices': 'setUp',
  'GET /api/v1/devices/:id': 'anyone',
  'PUT /api/v1/devices/:id': 'setUp',
  'DELETE /api/v1/devices/:id': 'setUp',
  'POST /api/v1/import': 'setUp',
  'POST /api/v1/device-secrets': 'setUp',
  'DELETE /api/v1/devices/:id/secret': 'setUp',
  'GET /api/v1/broker/passwords': 'setUp',
  'GET /api/v1/joins': 'setUp',
  'POST /api/v1/import/readings': 'setUp',
  'POST /api/v1/readings/ship-again': 'setUp',
  'GET /api/v1/latest': 'anyone',
  'GET /api/v1/series': 'anyone',
  'GET /api/v1/district/curve': 'anyone',
  'GET /api/v1/readings/count': 'anyone',
  'GET /api/v1/index': 'anyone',
  'GET /api/v1/analysis/polar': 'anyone',
  'GET /api/v1/analysis/rose': 'anyone',
  'GET /api/v1/analysis/time-variation': 'anyone',
  'GET /api/v1/analysis/calendar': 'anyone',
  'GET /api/v1/contribution': 'anyone',
  'GET /api/v1/rules': 'anyone',
  'GET /api/v1/episodes': 'anyone',
  'GET /api/v1/episodes/:id': 'anyone',
  'POST /api/v1/episodes/:id/hold': 'office',
  'GET /api/v1/notices': 'anyone',
  'GET /api/v1/notices/:id': 'anyone',
  'GET /api/v1/notices/:id/report': 'anyone',
  'GET /api/v1/notices/:id/report.xlsx': 'known',
  'GET /api/v1/notices/:id/report.png': 'known',
  'GET /api/v1/notices/:id/photos': 'anyone',
  'GET /api/v1/notices/:id/photos/:n': 'anyone',
  'POST /api/v1/notices/:id/photos': 'office',
  'POST /api/v1/notices': 'office',
  'POST /api/v1/notices/read': 'office',
  'POST /api/v1/notices/:id/amend': 'office',
  'POST /api/v1/notices/:id/lift': 'office',
  'POST /api/v1/notices/:id/reply': 'office',
  'GET /api/v1/exemptions': 'anyone',
  'POST /api/v1/exemptions': 'office',
  'POST /api/v1/exemptions/:id/revoke': 'office',
  'POST /api/v1/orders/:id/exempt': 'office',
  'GET /api/v1/handovers': 'anyone',
  'POST /api/v1/handovers': 'office',
  'POST /api/v1/handovers/:id/take': 'office',
  'POST /api/v1/handovers/:id/promises/:n/settle': 'office',
  'GET /api/v1/filings': 'anyone',
  'GET /api/v1/filings/:id': 'anyone',
  'POST /api/v1/filings/:id/accept': 'office',
  'POST /api/v1/filings/:id/refuse': 'office',
  'POST /api/v1/orders/:id/finish-safely': 'filing',
  'GET /api/v1/manual-controls': 'anyone',
  'GET /api/v1/manual-controls/:id': 'anyone',
  'POST /api/v1/manual-controls': 'byHand',
  'POST /api/v1/manual-controls/preview': 'byHand',
  'POST /api/v1/manual-controls/:id/end': 'byHand',
  'GET /api/v1/orders': 'anyone',
  'GET /api/v1/orders/:id': 'anyone',
  'POST /api/v1/orders/:id/seen': 'addressee',
  'POST /api/v1/orders/:id/acknowledge': 'answering',
  'POST /api/v1/orders/:id/measures/:measure/done': 'answering',
  'POST /api/v1/orders/:id/measures/:measure/no-such-work': 'answering',
  'POST /api/v1/orders/:id/verify': 'looking',
  'POST /api/v1/orders/:id/visit': 'looking',
  'POST /api/v1/orders/:id/untrue': 'looking',
  'POST /api/v1/orders/:id/refer': 'office',
  'POST /api/v1/orders/:id/comment': 'concerned',
  'POST /api/v1/orders/:id/undo': 'concerned',
  'POST /api/v1/orders/:id/release': 'office',
  'POST /api/v1/orders/:id/cancel': 'chief',
  'GET /api/v1/drafts': 'anyone',
  'GET /api/v1/drafts/:id': 'anyone',
  'POST /api/v1/drafts/:id/issue': 'office',
  'POST /api/v1/drafts/:id/hold': 'office',
  'POST /api/v1/drafts/:id/drop': 'chief',
  'GET /api/v1/notifications': 'anyone',
  'GET /api/v1/quarantine': 'anyone',
  'GET /api/v1/audit': 'anyone',
  'GET /api/v1/audit/verify': 'known',
  'GET /api/v1/drill/report': 'anyone',
  'GET /api/v1/live': 'anyone',
}

/** Bodies of what a site files. */
const FILED: Readonly<Record<string, object>> = {
  'POST /api/v1/orders/:id/finish-safely': {
    ...{ measures: ['stopDemolition'], reason: '正在浇筑', until: T0 + 2 * HOUR },
  },
}

type Owner = 'site-1' | 'site-2' | 'shared'
const OWNERS: readonly Owner[] = ['site-1', 'site-2', 'shared']

interface Who {
  /** null: no token. */
  readonly token: Token | null
  readonly may: readonly Allowed[]
  /** Whose orders they answer. */
  readonly answersFor: readonly Owner[]
}

function who(role: Token['role'], may: readonly Allowed[], answersFor: readonly Owner[], scope: Scope): Who {
  const token = `${role}-${'placeId' in scope ? scope.placeId : 'townshipId' in scope ? scope.townshipId : 'all'}`
  return { token: { token, role, scope, actor: token }, may: ['anyone', 'known', ...may], answersFor }
}

const EVERYWHERE: Scope = { kind: 'district' }
const CALLERS: readonly Who[] = [
  { token: null, may: ['anyone'], answersFor: [] },
  who('viewer', [], [], EVERYWHERE),
  who('system', ['setUp'], [], EVERYWHERE),
  who('site', ['addressee', 'answering', 'filing', 'concerned'], ['site-1'], { kind: 'place', placeId: 'site-1' }),
  who('site', ['addressee', 'answering', 'filing', 'concerned'], ['site-2'], { kind: 'place', placeId: 'site-2' }),
  who('site', ['addressee', 'answering', 'filing', 'concerned'], [], { kind: 'place', placeId: 'no-such-place' }),
  who('township', ['answering', 'filing', 'looking', 'concerned', 'byHand'], ['site-1', 'shared'], {
    kind: 'township',
    townshipId: 't1',
  }),
  who('township', ['answering', 'filing', 'looking', 'concerned', 'byHand'], ['site-2', 'shared'], {
    kind: 'township',
    townshipId: 't2',
  }),
  who('dutyOfficer', ['answering', 'filing', 'looking', 'concerned', 'byHand', 'setUp', 'office'], OWNERS, EVERYWHERE),
  who(
    'chief',
    ['answering', 'filing', 'looking', 'concerned', 'byHand', 'setUp', 'office', 'chief'],
    OWNERS,
    EVERYWHERE,
  ),
]

/** Has the name of another site's caller. */
const NAMESAKE: Token = {
  ...{ token: 'namesake-site-2', role: 'site', actor: 'site-site-1' },
  scope: { kind: 'place', placeId: 'site-2' },
}

describe('roles × routes × owners', () => {
  let world: HttpWorld
  const orderOf = new Map<string, string>()

  beforeAll(async () => {
    world = await openHttpWorld({
      mode: 'automatic',
      tokens: [...CALLERS.flatMap(({ token }) => token ?? []), NAMESAKE],
      registry: {
        townships: [
          { id: 't1', name: '侯寨乡' },
          { id: 't2', name: '马寨镇' },
        ],
        places: [place('site-1', 't1'), place('site-2', 't2'), { ...place('shared', 't2'), helperTownshipId: 't1' }],
        devices: [mast('mast-1', 't1'), mast('mast-2', 't2')],
      },
    })
    while (orderOf.size < OWNERS.length) {
      await world.room.blow(6, 1)
      for (const { placeId, id } of await world.room.orders()) orderOf.set(placeId, id)
    }
  })
  afterAll(() => world.close())

  async function statusFor({ token }: Who, route: string, ids: Readonly<Record<string, string>>): Promise<number> {
    const [method = '', path = ''] = route.split(' ')
    const concrete = path.replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? 'nothing')
    const isAnswer = MATRIX[route] === 'answering' || MATRIX[route] === 'filing'
    const call = { behalfOf: '赵经理', phone: '0371-60000000', heard: '马上停' }
    const body = { ...FILED[route], ...(isAnswer && token !== null && token.role !== 'site' ? call : {}) }
    const sent = Object.keys(body).length > 0 ? { body } : {}
    return (await world.call(method, concrete, token ? { as: token.token, ...sent } : {})).status
  }

  it('lists every route of the app, and no other', () => {
    const registered = world.app.routes.filter(({ method }) => method !== 'ALL')
    expect([...new Set(registered.map(({ method, path }) => `${method} ${path}`))].sort()).toEqual(
      Object.keys(MATRIX).sort(),
    )
  })

  // A stream that never ends has tests of its own.
  it.each(Object.entries(MATRIX).filter(([route]) => !route.endsWith('/live')))(
    '%s is for %s',
    async (route, allowed) => {
      for (const caller of CALLERS) {
        const status = await statusFor(caller, route, {})
        const expected = caller.may.includes(allowed) ? 'let in' : caller.token ? 403 : 401
        const found = status === 401 || status === 403 ? status : 'let in'
        expect({ who: caller.token?.token, found }).toEqual({ who: caller.token?.token, found: expected })
      }
    },
  )

  const ownRoutes = Object.entries(MATRIX).filter(
    ([, allowed]) => allowed === 'addressee' || allowed === 'answering' || allowed === 'filing',
  )

  it.each(ownRoutes)('%s is done for one’s own places only, by %s', async (route, allowed) => {
    for (const owner of OWNERS) {
      const answers = (one: Who) => one.answersFor.includes(owner) && one.may.includes(allowed)
      const ids = { id: orderOf.get(owner)!, measure: 'stopEarthworks' }
      for (const caller of CALLERS.filter((one) => !answers(one))) {
        const before = (await world.room.audit()).length
        const status = await statusFor(caller, route, ids)
        const lines = (await world.room.audit()).length - before
        const name = caller.token?.token
        expect({ owner, name, status, lines }).toEqual({ owner, name, status: caller.token ? 403 : 401, lines: 0 })
      }
      for (const caller of CALLERS.filter(answers)) {
        const name = caller.token?.token
        const status = await statusFor(caller, route, ids)
        // What was filed once waits for the office: whoever files it again is told so.
        const isTaken = allowed === 'filing' ? status === 201 || status === 409 : status === 200
        expect({ owner, name, status, isTaken }).toEqual({ owner, name, status, isTaken: true })
      }
    }
  })

  it('tells nothing of an order of others, not even that it has moved on', async () => {
    const { status, body } = await world.post(
      `orders/${orderOf.get('site-2')}/acknowledge`,
      { version: 99 },
      'site-site-1',
    )
    expect(status).toBe(403)
    expect(body.detail).toBe('the order is for place site-2: this token does not act for it')
    expect(body).not.toHaveProperty('version')
  })

  it('answers a namesake who acts for another place by themself, also with the same Idempotency-Key', async () => {
    const acknowledge = (as: string) =>
      world.post(`orders/${orderOf.get('site-1')}/acknowledge`, {}, as, { 'idempotency-key': 'k1' })
    expect((await acknowledge('site-site-1')).status).toBe(200)
    expect((await acknowledge(NAMESAKE.token)).status).toBe(403)
    expect((await acknowledge('site-site-1')).headers.get('idempotency-replayed')).toBe('true')
  })

  it('says to each caller what they are bound to', async () => {
    const session = async (as: string) => (await world.get('session', { as })).body
    expect(await session('site-site-1')).toMatchObject({ role: 'site', place: 'site-1', township: null })
    expect(await session('township-t2')).toMatchObject({ role: 'township', place: null, township: 't2' })
    expect(await session('chief-all')).toMatchObject({ role: 'chief', place: null, township: null })
  })
})
