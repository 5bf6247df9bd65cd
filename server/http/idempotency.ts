/**
 * `Idempotency-Key`: the same change said twice by the same caller is carried out once and answered the same.
 *
 * Kept are answers that changed or decided something: what succeeded, and what was refused because of its state.
 * The answer is kept after the change. If the process is killed in between, the flows themselves say `already`.
 */
import { createHash } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import type { IdempotentAnswer } from '../flows/common/answers.ts'
import { accountOf, BASE } from './access.ts'
import type { HttpEnv } from './api.ts'
import type { AppParts } from './app-parts.ts'
import { isPhoto, STREAMED } from './body.ts'
import { isWrite } from './guards.ts'
import { refuse, refuseField } from './problem.ts'

/** Moving the clock and sending readings are harmless when said twice; a secret is never kept in an answer. */
const WITHOUT: ReadonlySet<string> = new Set([`${BASE}/clock`, `${BASE}/device-secrets`, STREAMED])

/** A photo is known by its bytes. */
function isWithout(path: string): boolean {
  return WITHOUT.has(path) || isPhoto(path)
}

export function onceOnly({ answers, log }: Pick<AppParts, 'answers' | 'log'>): MiddlewareHandler<HttpEnv> {
  /** A second request with the same key waits for the first. */
  const underWay = new Map<string, Promise<void>>()

  return async (c, next) => {
    const key = c.req.header('idempotency-key')
    if (key === undefined || !isWrite(c.req.method) || isWithout(c.req.path)) return next()
    if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
      refuseField('Idempotency-Key', JSON.stringify(key.slice(0, 64)), '1 to 200 printable ASCII characters')
    }
    return inTurn(underWay, `${accountOf(c.get('caller'))} ${key}`, () => answerOnce(c, key, next))
  }

  async function answerOnce(
    c: Context<HttpEnv>,
    key: string,
    next: () => Promise<void>,
  ): Promise<Response | undefined> {
    const account = accountOf(c.get('caller'))
    const fingerprint = await fingerprintOf(c)
    const known = await answers.find(account, key, fingerprint)
    if (known === 'mismatch') refuse(422, 'this Idempotency-Key was used for another request')
    if (known) return again(known)
    await next()
    if (c.res.ok || c.res.status === 409) await remember(account, key, fingerprint, await answerOf(c.res))
    return undefined
  }

  async function remember(account: string, key: string, fingerprint: string, answer: IdempotentAnswer): Promise<void> {
    try {
      await answers.remember(account, key, fingerprint, answer)
    } catch (error) {
      // The change itself is stored: its answer must not become a failure.
      log.warn('http.answer-not-kept', { why: error instanceof Error ? error.message : String(error) })
    }
  }
}

async function inTurn(
  underWay: Map<string, Promise<void>>,
  key: string,
  work: () => Promise<Response | undefined>,
): Promise<Response | undefined> {
  const result = (underWay.get(key) ?? Promise.resolve()).then(work)
  const settled = result.then(
    () => undefined,
    () => undefined,
  )
  underWay.set(key, settled)
  try {
    return await result
  } finally {
    if (underWay.get(key) === settled) underWay.delete(key)
  }
}

async function fingerprintOf(c: Context): Promise<string> {
  const { pathname, search } = new URL(c.req.url)
  const body = await c.req.text()
  return createHash('sha256')
    .update(JSON.stringify([c.req.method, pathname, search, body]))
    .digest('hex')
}

async function answerOf(response: Response): Promise<IdempotentAnswer> {
  return { status: response.status, body: await response.clone().text() }
}

function again({ status, body }: IdempotentAnswer): Response {
  const type = status < 400 ? 'application/json' : 'application/problem+json; charset=utf-8'
  return new Response(status === 204 ? null : body, {
    status,
    headers: { 'idempotency-replayed': 'true', ...(status === 204 ? {} : { 'content-type': type }) },
  })
}
