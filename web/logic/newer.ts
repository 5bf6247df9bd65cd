/** Puts a view into a map unless the one there is at least as new. */
export function withNewer<T extends { readonly id: string; readonly version: number }>(
  all: ReadonlyMap<string, T>,
  view: T,
): ReadonlyMap<string, T> {
  const known = all.get(view.id)
  if (known && known.version >= view.version) return all
  return new Map(all).set(view.id, view)
}
