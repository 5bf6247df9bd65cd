/** A text cut into pieces, each marked by what was read of it. */
import type { NoticeReadingView } from '../../server/contract/notice-reading.ts'

export type Mark = 'found' | 'spared' | 'unclear' | null

export interface Piece {
  readonly text: string
  readonly mark: Mark
}

/** What must be looked at wins over what was read. */
export function markedText(text: string, reading: NoticeReadingView): readonly Piece[] {
  const marks: Mark[] = Array(text.length).fill(null)
  const paint = (spans: readonly { readonly from: number; readonly to: number }[], mark: Mark) => {
    for (const { from, to } of spans) marks.fill(mark, Math.max(0, from), Math.min(text.length, to))
  }
  paint(reading.found, 'found')
  paint(reading.exceptions, 'spared')
  paint([...reading.notUnderstood, ...reading.unread.flatMap(({ at }) => at ?? [])], 'unclear')
  const pieces: { text: string; mark: Mark }[] = []
  for (let n = 0; n < text.length; n += 1) {
    const last = pieces.at(-1)
    const mark = marks[n] ?? null
    if (last && last.mark === mark) last.text += text[n]
    else pieces.push({ text: text[n]!, mark })
  }
  return pieces
}
