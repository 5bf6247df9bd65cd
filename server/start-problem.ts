/** Why the program cannot start, in plain words for a person at a terminal; main prints them all and exits with 1. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem'
}

/** What an error says, for a person. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
