import type { Page, PageQuery } from '../../ports/books/page.ts'

const ITEMS_PER_PAGE = 500

/** Every item of a list, page after page, until the last one or until `wanted` says that the rest is of no use. */
export async function allPages<T>(
  list: (query: PageQuery) => Promise<Page<T>>,
  wanted: (item: T) => boolean = () => true,
): Promise<T[]> {
  const all: T[] = []
  let cursor: string | null = null
  do {
    const page: Page<T> = await list({ limit: ITEMS_PER_PAGE, cursor })
    all.push(...page.items)
    const last = page.items.at(-1)
    cursor = last !== undefined && wanted(last) ? page.nextCursor : null
  } while (cursor !== null)
  return all
}
