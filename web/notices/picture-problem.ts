/** Why there is no long picture, for a person who can print the page instead. */
import type { Answer } from '../api/ask.ts'
import type { Text } from '../logic/phrases.ts'
import { problemText } from '../logic/problem-text.ts'
import type { TextKey } from '../words/index.ts'

const KNOWN: Readonly<Record<number, TextKey>> = {
  429: 'report.pictureBusy',
  501: 'report.noPicture',
  504: 'report.pictureLate',
}

export function pictureProblem(answer: Exclude<Answer<unknown>, { kind: 'ok' }>, text: Text): string {
  const key = answer.kind === 'refused' ? KNOWN[answer.status] : undefined
  return key ? text(key) : problemText(answer, text)
}
