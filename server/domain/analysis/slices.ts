/**
 * Long computations in slices: a generator that yields for breath between steps of some milliseconds, so that whoever
 * drives it can let others have their turn. What it returns is the result.
 */
export type Sliced<T> = Generator<void, T, void>

/** Runs it at once, without a breath. */
export function finish<T>(work: Sliced<T>): T {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
  }
}
