/** Why the program cannot start, in plain words for a person at a terminal; main prints them all and exits with 1. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem'
}

/** What was thrown says, for a person; not everything that is thrown is an error. */
export function wordsOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message
  if (typeof thrown !== 'object' || thrown === null) return String(thrown)
  return 'message' in thrown ? String(thrown.message) : JSON.stringify(thrown)
}
