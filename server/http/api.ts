/** What every group of routes is made with: the typed app, how a wrong request is told, how pages are read. */
import { OpenAPIHono, type z } from '@hono/zod-openapi'
import { DEFAULT_LIMIT, Problem } from '../contract/common.ts'
import { fieldProblems } from '../flows/common/field-problems.ts'
import { BadCursor, type Page, type PageQuery } from '../ports/books/page.ts'
import type { Caller } from './access.ts'
import { ProblemError, refuseField } from './problem.ts'

export interface HttpEnv {
  Variables: { caller: Caller }
}

export type Api = OpenAPIHono<HttpEnv>

export function newApi(): Api {
  return new OpenAPIHono<HttpEnv>({
    defaultHook: (result) => {
      if (result.success) return
      // Handed over by the validator beside the result: the request as it was before the check.
      const input: unknown = 'data' in result ? result.data : undefined
      const errors = fieldProblems(result.error.issues, input)
      // An id no thing can have names nothing.
      if (result.target === 'param') throw new ProblemError(404, 'there is nothing with such an id', { errors })
      throw new ProblemError(400, wording(errors.length), { errors })
    },
  })
}

function wording(fields: number): string {
  return fields === 1 ? '1 field is not as expected' : `${fields} fields are not as expected`
}

const ProblemSchema = Problem.meta({ id: 'Problem' })

export function problems(...statuses: number[]) {
  const content = { 'application/problem+json': { schema: ProblemSchema } }
  return Object.fromEntries(statuses.map((status) => [status, { description: WHEN[status] ?? 'refused', content }]))
}

const WHEN: Readonly<Record<number, string>> = {
  400: 'the request cannot be understood',
  401: 'no token, or an unknown one',
  403: 'this role may not',
  404: 'there is no such thing',
  408: 'the body took too long to arrive',
  409: 'not in its present state; with `version` when somebody else changed it first',
  413: 'too large',
  415: 'not in this format',
  422: 'nothing was stored',
  429: 'too many at once',
  501: 'this server cannot',
  503: 'try again later',
  504: 'took too long',
}

export function json<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { 'application/json': { schema } } }
}

/** Reads one page; a cursor that no page ever gave is the caller's mistake. */
export async function readPage<T>(
  query: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
  list: (query: PageQuery) => Promise<Page<T>>,
): Promise<{ items: T[]; nextCursor: string | null }> {
  const cursor = query.cursor ?? null
  try {
    const { items, nextCursor } = await list({ limit: query.limit ?? DEFAULT_LIMIT, cursor })
    return { items: [...items], nextCursor }
  } catch (error) {
    if (cursor !== null && error instanceof BadCursor) refuseCursor(cursor)
    throw error
  }
}

export function refuseCursor(cursor: string): never {
  refuseField('cursor', JSON.stringify(cursor.slice(0, 64)), 'the nextCursor of the page before')
}
