/** Get it, is it there, is it the version that was seen: asked before every act of a person, in one place. */
export interface Versioned {
  readonly version: number
}

export type NotActedOn =
  | { readonly kind: 'unknown' }
  /** It moved on meanwhile: nothing is changed. */
  | { readonly kind: 'stale'; readonly version: number }

/** `seen` is the version the person saw; null when they did not say. */
export async function actOn<T extends Versioned, Outcome>(
  found: T | null,
  seen: number | null,
  act: (found: T) => Promise<Outcome>,
): Promise<Outcome | NotActedOn> {
  if (!found) return { kind: 'unknown' }
  if (seen !== null && seen !== found.version) return { kind: 'stale', version: found.version }
  return act(found)
}
