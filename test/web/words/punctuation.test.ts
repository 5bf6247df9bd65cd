/**
 * Chinese texts are set as Chinese: full-width ，。：；（）？！, and one space between Han and a digit, a Latin word or a
 * value written in digits. 级 alone stands without it, because 平均4级、阵风7级 is the field's own word.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { reportWords } from '../../../server/contract/report-words.ts'
import { words } from '../../../web/words/index.ts'
import { site } from '../../../web/words/site.ts'
import type { Wording } from '../../../web/words/text.ts'

const web = join(import.meta.dirname, '../../../web')

const sources = readdirSync(web, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|svelte)$/.test(name))
  .map((name) => ({ name, source: readFileSync(join(web, name), 'utf8') }))

/** Every literal with Han in it, wherever it stands: the dictionaries, the words of the rules, a template in a page. */
const literals = sources.flatMap(({ name, source }) =>
  source
    .split('\n')
    .filter((line) => !/^\s*(\/\/|\/?\*|<!--)/.test(line))
    .flatMap((line) => line.match(/'(?:\\.|[^'\\])*'|`[^`]*`|"(?:\\.|[^"\\])*"/g) ?? [])
    .filter((literal) => /\p{Script=Han}/u.test(literal))
    .map((literal) => ({ name, text: literal.slice(1, -1) })),
)

/** The Chinese of every entry; some have no Han at all, only values and signs. */
const entries = Object.entries({ ...words, ...site, ...reportWords } as Readonly<Record<string, Wording>>).map(
  ([key, [chinese]]) => ({
    name: key,
    text: chinese,
  }),
)

const VALUE = /\{\{\w+\}\}|\$\{[^}]*\}/g
/** Values that are words, which need no space; all others are written in digits or Latin letters. */
const WORDS = /\{\{(cause|direction|issuer|measure|measures|notice|rule|scope|source|what|place|whom)\}\}/g

function spaced(text: string): string {
  return text.replaceAll(WORDS, '某').replaceAll(VALUE, '0')
}

describe('a Chinese text', () => {
  it('has full-width punctuation', () => {
    expect(literals.length).toBeGreaterThan(500)
    const wrong = [...literals, ...entries].filter(({ text }) => /[,;:()?!]/.test(text.replaceAll(VALUE, '')))
    expect(wrong).toEqual([])
  })

  it('is joined by full-width marks, too', () => {
    const pairs = sources.flatMap(({ name, source }) =>
      (source.match(/\['[,;:]\s?', '[,;:] ?'\]/g) ?? []).map((pair) => `${name} ${pair}`),
    )
    expect(pairs).toEqual([])
  })

  it('ends no sentence with a full stop of another script, and leaves no space beside full-width marks', () => {
    const wrong = literals.filter(({ text }) => /\p{Script=Han}\.|[，。：；（）？！] | [，。：；（）？！]/u.test(text))
    expect(wrong).toEqual([])
  })

  it('has one space between Han and digits, Latin or a value, but for 级', () => {
    const touching = /\p{Script=Han}[0-9A-Za-z]|[0-9A-Za-z%°×]\p{Script=Han}/u
    const wrong = [...literals, ...entries].filter(({ text }) =>
      touching.test(spaced(text).replaceAll(/(\p{Script=Han}?)[0-9]级/gu, '$1级')),
    )
    expect(wrong).toEqual([])
  })
})
