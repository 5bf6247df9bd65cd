/**
 * Stands before every route: which host is meant, where a write comes from, who calls, and whether that role may.
 *
 * Until accounts exist the server is for this machine alone, so a name that is not the loopback's comes from a page
 * that tricked a browser (DNS rebinding). Refused by default: a route missing from the table is closed.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import { matchedRoutes } from 'hono/route'
import type { Token } from '../config/tokens.ts'
import { ACCESS, ANONYMOUS, type Caller, KNOWN_ONLY } from './access.ts'
import type { HttpEnv } from './api.ts'
import { refuse } from './problem.ts'

/** Carries a token for pages; a header wins over it. */
export const SESSION_COOKIE = 'windbreak_session'

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]'])
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

export function isWrite(method: string): boolean {
  return !SAFE.has(method)
}

export const onlyThisHost: MiddlewareHandler = async (c, next) => {
  const host = hostOf(c)
  if (!LOOPBACK.has(host.replace(/:\d{1,5}$/, '').toLowerCase())) {
    refuse(421, 'this server answers to 127.0.0.1, localhost and [::1] only')
  }
  if (isWrite(c.req.method) && isFromElsewhere(c, host)) {
    refuse(403, 'a page of another site may not change anything here')
  }
  await next()
}

/** What a browser says of the page behind a call. Some leave Origin out, and none of it comes from a program. */
function isFromElsewhere(c: Context, host: string): boolean {
  const [origin, site] = [c.req.header('origin'), c.req.header('sec-fetch-site')]
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  return origin !== undefined && !isOwn(origin, host)
}

function hostOf(c: Context): string {
  return c.req.header('host') ?? new URL(c.req.url).host
}

function isOwn(origin: string, host: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === host.toLowerCase()
}

export function onlyAllowed(tokens: readonly Token[]): MiddlewareHandler<HttpEnv> {
  const known = tokens.map(({ token, role, scope, actor }) => ({
    digest: digestOf(token),
    caller: { role, scope, actor, isKnown: true },
  }))

  return async (c, next) => {
    const caller = callerOf(c.req.header('authorization'), getCookie(c, SESSION_COOKIE))
    c.set('caller', caller)
    // The dashboard behind the API answers every path (`*`); it holds nothing that is not public.
    const route = matchedRoutes(c).findLast(({ method, path }) => method !== 'ALL' && !path.endsWith('*'))
    if (route) authorise(caller, route.method, route.path)
    await next()
  }

  function callerOf(header: string | undefined, cookie: string | undefined): Caller {
    // A cookie left by an earlier demo must not lock anybody out of reading.
    if (header === undefined) return cookie === undefined ? ANONYMOUS : (match(cookie) ?? ANONYMOUS)
    const [, token] = /^Bearer +(\S+)$/i.exec(header) ?? []
    return match(token ?? '') ?? unknownCaller('the token is not known')
  }

  function match(token: string): Caller | undefined {
    const digest = digestOf(token)
    // All are compared, and digests have one length: the time taken tells nothing about any token.
    const matching = known.filter((one) => timingSafeEqual(one.digest, digest))
    return matching[0]?.caller
  }
}

/** Before a body is read and before anything is stored. */
export function onlyWithRoom(refusal: () => string | null): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const why = isWrite(c.req.method) ? refusal() : null
    if (why !== null) refuse(503, why, { headers: { 'retry-after': '10' } })
    await next()
  }
}

function authorise(caller: Caller, method: string, path: string): void {
  const route = `${method} ${path}`
  const allowed = ACCESS.get(route) ?? []
  if (isWrite(method) && !caller.isKnown) unknownCaller('a change needs a token')
  if (KNOWN_ONLY.has(route) && !caller.isKnown) unknownCaller('this needs a token')
  if (!allowed.includes(caller.role)) {
    const who = allowed.length > 0 ? allowed.join(', ') : 'nobody'
    refuse(403, `${caller.role} may not do this; allowed: ${who}`)
  }
}

function unknownCaller(detail: string): never {
  refuse(401, detail, { headers: { 'www-authenticate': 'Bearer' } })
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
