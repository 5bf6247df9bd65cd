/**
 * What became of a change whose answer was lost: what of it did reach the database, as it stands there now.
 *
 * Something is taken for stored when it has at least the version that was tried. Had somebody else made that version,
 * it is told a second time, which shows nothing new.
 */
import type { Operations } from '../../ports/operations.ts'
import type { Versioned } from './acted-on.ts'
import type { Changed } from './changed.ts'

/** Nothing in it when nothing of it was stored. */
export async function storedAfterAll(tried: Changed, read: Operations['read']): Promise<Changed> {
  return {
    episodes: await storedOf(tried.episodes, read.episodes.get),
    drafts: await storedOf(tried.drafts, read.drafts.get),
    orders: await storedOf(tried.orders, read.orders.get),
    notices: await storedOf(tried.notices, read.notices.get),
    exemptions: await storedOf(tried.exemptions, read.exemptions.get),
    filings: await storedOf(tried.filings, read.filings.get),
    manualControls: await storedOf(tried.manualControls, read.manualControls.get),
  }
}

async function storedOf<T extends Versioned & { readonly id: string }>(
  tried: readonly T[],
  get: (id: string) => Promise<T | null>,
): Promise<readonly T[]> {
  const found: T[] = []
  for (const { id, version } of tried) {
    const now = await get(id)
    if (now !== null && now.version >= version) found.push(now)
  }
  return found
}
