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

/** Every word must occur somewhere; by name before by what stands beside it, shorter names before longer ones. */
export function found(all: readonly Findable[], asked: string): readonly Findable[] {
  const words = asked.trim().toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return all.filter(({ kind }) => kind === 'page')
  return all
    .flatMap((one) => {
      const text = `${one.name} ${one.hint} ${one.id}`.toLowerCase()
      if (!words.every((word) => text.includes(word))) return []
      return [{ one, rank: nearness(one, words[0]!) * 1_000 + one.name.length }]
    })
    .sort((a, b) => a.rank - b.rank || (a.one.id < b.one.id ? -1 : 1))
    .slice(0, MOST_FOUND)
    .map(({ one }) => one)
}

/** 0: its name or id begins with the word; 1: its name has it; 2: it stands elsewhere. */
function nearness({ name, id }: Findable, word: string): number {
  if ([name, id].some((part) => part.toLowerCase().startsWith(word))) return 0
  return name.toLowerCase().includes(word) ? 1 : 2
}
