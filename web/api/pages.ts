/** Reads a list page by page until it ends, or until enough is there. */
import { type Answer, ask, type Question } from './ask.ts'

interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}

const PAGE_SIZE = 500

const MOST_ITEMS = 20_000

export async function askAll<T>(
  path: string,
  { signal }: Pick<Question, 'signal'> = {},
): Promise<Answer<readonly T[]>> {
  const items: T[] = []
  let cursor: string | null = null
  do {
    const join = path.includes('?') ? '&' : '?'
    const after: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const answer: Answer<Page<T>> = await ask<Page<T>>(`${path}${join}limit=${PAGE_SIZE}${after}`, { signal })
    if (answer.kind !== 'ok') return answer
    items.push(...answer.value.items)
    cursor = answer.value.nextCursor
  } while (cursor !== null && items.length < MOST_ITEMS)
  return { kind: 'ok', value: items }
}
