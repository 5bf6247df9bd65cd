/** What ⌘K finds: pages, places, orders, devices and townships by name, number or id. Pure. */
export interface Findable {
  readonly kind: 'page' | 'place' | 'order' | 'device' | 'township'
  readonly id: string
  readonly name: string
  /** More that is searched and shown beside the name. */
  readonly hint: string
  readonly href: string
}

const MOST_FOUND = 20

/** Every word must occur somewhere; what begins with the first word comes first, shorter names before longer ones. */
export function found(all: readonly Findable[], asked: string): readonly Findable[] {
  const words = asked.trim().toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return all.filter(({ kind }) => kind === 'page')
  return all
    .flatMap((one) => {
      const text = `${one.name} ${one.hint} ${one.id}`.toLowerCase()
      if (!words.every((word) => text.includes(word))) return []
      const begins = [one.name, one.id, one.hint].some((part) => part.toLowerCase().startsWith(words[0]!))
      return [{ one, rank: (begins ? 0 : 1_000) + one.name.length }]
    })
    .sort((a, b) => a.rank - b.rank || (a.one.id < b.one.id ? -1 : 1))
    .slice(0, MOST_FOUND)
    .map(({ one }) => one)
}
