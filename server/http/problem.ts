/**
 * Refusals as RFC 9457 problem details: thrown anywhere, turned into an answer in one place.
 * Says what was found and what was expected; of a fault of ours it says nothing but that there was one.
 */
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Problem } from '../contract/common.ts'
import type { Log } from '../ports/log.ts'
import { OperationsUnavailable, StaleVersion } from '../ports/operations.ts'
import { StoreUnavailable } from '../ports/reading-store.ts'
import { SpoolFull } from '../ports/spool.ts'

export type ProblemFacts = Partial<Pick<Problem, 'errors' | 'version'>> & {
  readonly headers?: Readonly<Record<string, string>>
  /** Members of its own, beside those of every problem. */
  readonly more?: Readonly<Record<string, unknown>>
}

export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly status: ContentfulStatusCode
  readonly facts: ProblemFacts

  constructor(status: ContentfulStatusCode, detail: string, facts: ProblemFacts = {}) {
    super(detail)
    this.status = status
    this.facts = facts
  }
}

/** Ends the request with this problem. */
export function refuse(status: ContentfulStatusCode, detail: string, facts: ProblemFacts = {}): never {
  throw new ProblemError(status, detail, facts)
}

export function refuseField(field: string, found: string, expected: string): never {
  throw new ProblemError(400, `${field} is not as expected`, { errors: [{ field, found, expected }] })
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request cannot be understood',
  401: 'Who calls is not known',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not with this method',
  408: 'Took too long to arrive',
  409: 'Not in this state',
  413: 'Too large',
  415: 'Not in this format',
  421: 'Not this host',
  422: 'Cannot be carried out',
  429: 'Too many at once',
  500: 'A fault of the program',
  501: 'Not possible on this server',
  503: 'Not available now',
  504: 'Took too long',
}

export function answerProblem(c: Context, { status, message, facts }: ProblemError): Response {
  const { errors, version, headers, more } = facts
  const problem: Problem = {
    type: 'about:blank',
    title: TITLES[status] ?? 'Refused',
    status,
    detail: message,
    ...(errors ? { errors } : {}),
    ...(version === undefined ? {} : { version }),
  }
  return c.body(JSON.stringify({ ...problem, ...more }), status, {
    'content-type': 'application/problem+json; charset=utf-8',
    ...headers,
  })
}

const SOON = { headers: { 'retry-after': '2' } } as const

/** What went wrong, as a problem. Only a fault of the program is logged: the rest is an answer. */
export function problemOf(error: unknown, log: Log): ProblemError {
  if (error instanceof ProblemError) return error
  if (error instanceof OperationsUnavailable) {
    return new ProblemError(
      503,
      'the operations database does not answer; look whether it was changed before you try again',
      SOON,
    )
  }
  if (error instanceof StoreUnavailable) return new ProblemError(503, 'the reading store does not answer now', SOON)
  if (error instanceof SpoolFull) {
    return new ProblemError(503, 'there is no room for readings now; send them again later', SOON)
  }
  if (error instanceof StaleVersion) return new ProblemError(409, 'somebody else changed it first: read it again')
  if (error instanceof HTTPException) {
    const status = clientStatus(error.status)
    return new ProblemError(status, status === 415 ? 'send the body as application/json' : error.message)
  }
  const why = error instanceof Error ? (error.stack ?? error.message) : String(error)
  log.error('http.fault', { why })
  return new ProblemError(500, 'this should not have happened; it is in the log')
}

/** The framework refuses only what the client sent. */
function clientStatus(status: number): ContentfulStatusCode {
  return status === 413 || status === 415 ? status : 400
}
