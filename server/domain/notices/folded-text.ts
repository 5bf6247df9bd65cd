/**
 * The text of a notice, made even for reading: one width of digits and punctuation, no spaces inside Chinese, no
 * characters nobody sees, and lines that a page's edge broke put together again.
 *
 * What is read in it can always be pointed at in the text as it was pasted. It only drops and replaces characters and
 * knows nothing of what they mean; mark-up is text like any other.
 */

/** A stretch of text, in UTF-16 units: `from` is in it, `to` is not. */
export interface Span {
  readonly from: number
  readonly to: number
}

export interface FoldedText {
  readonly text: string
  /** Where each character of `text` stands in the text as it was pasted. */
  readonly origins: readonly number[]
}

/** A notice has one to three pages of 1,500 characters. What stands beyond this is not read. */
export const MAX_CHARACTERS_READ = 50_000

/** Controls, joiners, marks of writing direction, soft hyphens, variation selectors. */
const UNSEEN = /\p{Cc}|\p{Cf}|[\ufe00-\ufe0f]/u
const LINE_BREAK = /[\n\r\v\f\u2028\u2029]/
const SPACE = /[\s\u3000]/
const WORD = /[0-9A-Za-z]/

const EVEN: Readonly<Record<string, string>> = {
  ...{
    '—': '-',
    '–': '-',
    '―': '-',
    '−': '-',
    '‐': '-',
    '〜': '~',
    '∼': '~',
    '∶': ':',
    '○': '〇',
    '﹝': '〔',
    '﹞': '〕',
  },
  ...{ ⅰ: 'Ⅰ', ⅱ: 'Ⅱ', ⅲ: 'Ⅲ' },
}

export function foldText(original: string): FoldedText {
  const characters: string[] = []
  const origins: number[] = []
  const end = Math.min(original.length, MAX_CHARACTERS_READ)
  let spaceBefore = false
  for (let index = 0; index < end; index++) {
    const character = evenCharacter(original.charAt(index))
    if (character === ' ') spaceBefore = true
    if (character === ' ' || character === '') continue
    const last = characters.at(-1)
    // 2026-11-27 08:00 must not become one number; everywhere else a space says nothing.
    if (spaceBefore && last !== undefined && WORD.test(last) && WORD.test(character)) {
      characters.push(' ')
      origins.push(index - 1)
    }
    spaceBefore = false
    characters.push(character)
    origins.push(index)
  }
  return withoutWraps(characters.join(''), origins)
}

/** `\n` for every line break, a space for every space, nothing for what cannot be seen. */
function evenCharacter(character: string): string {
  if (LINE_BREAK.test(character)) return '\n'
  if (SPACE.test(character)) return ' '
  if (UNSEEN.test(character)) return ''
  const code = character.charCodeAt(0)
  return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : (EVEN[character] ?? character)
}

const NARROWEST_PAGE = 20
const WIDEST_PAGE = 60
/** How much shorter than the page a full line may be: an indent of two, and digits at half width. */
const RAGGED = 4
const ENDS_A_LINE = /[。;:!?)》】]$|通知$/

/** Text copied from a page has lines of one width, broken anywhere. Text written on a phone has not. */
function withoutWraps(text: string, origins: readonly number[]): FoldedText {
  const lines = text.split('\n')
  const width = lines.reduce((widest, line) => Math.max(widest, line.length), 0)
  const isFull = (line: string) => line.length >= width - RAGGED
  if (width < NARROWEST_PAGE || width > WIDEST_PAGE || lines.filter(isFull).length < 2) return { text, origins }
  const joined: string[] = []
  const kept: number[] = []
  let from = 0
  for (const line of lines) {
    const isWrapped = isFull(line) && !ENDS_A_LINE.test(line.slice(-2))
    const to = from + line.length + (isWrapped || from + line.length === text.length ? 0 : 1)
    joined.push(text.slice(from, to))
    for (let index = from; index < to; index++) kept.push(origins[index]!)
    from += line.length + 1
  }
  return { text: joined.join(''), origins: kept }
}

/** Where a stretch of the folded text stands in the text as it was pasted. */
export function originalSpan({ origins }: FoldedText, { from, to }: Span): Span {
  return { from: origins[from] ?? 0, to: (origins[to - 1] ?? -1) + 1 }
}

/** The characters as they were pasted, without spaces, line breaks and what cannot be seen. */
export function originalWords({ text, origins }: FoldedText, original: string, { from, to }: Span): string {
  let words = ''
  for (let index = from; index < to; index++) {
    if (text[index] !== '\n') words += text[index] === ' ' ? ' ' : original.charAt(origins[index]!)
  }
  return words
}
