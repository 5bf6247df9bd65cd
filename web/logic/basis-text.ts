/** Legal bases as an order cites them: 《中华人民共和国生态环境法典》第二百四十条, or Ecological and Environmental Code, art. 240. */
import type { LegalBasis } from '../../server/domain/law/legal-basis.ts'
import type { LanguageName } from '../words/first-language.ts'

type Cited = Pick<LegalBasis, 'document' | 'documentEn' | 'number' | 'article'>

/** 依据：… on one line, each document once; null when nothing is cited. */
export function basisText(bases: readonly Cited[], language: LanguageName): string | null {
  if (bases.length === 0) return null
  const documents = byDocument(bases)
  return language === 'en'
    ? `Legal basis: ${documents.map(inEnglish).join('; ')}`
    : `依据：${documents.map(inChinese).join('；')}`
}

/** One document and its articles, in the order in which they came. */
interface CitedDocument extends Omit<Cited, 'article'> {
  readonly articles: readonly number[]
}

function byDocument(bases: readonly Cited[]): readonly CitedDocument[] {
  return [...new Set(bases.map(({ document }) => document))].flatMap((document) => {
    const [first, ...others] = bases.filter((one) => one.document === document)
    if (first === undefined) return []
    return [{ ...first, articles: [first, ...others].flatMap(({ article }) => article ?? []) }]
  })
}

function inChinese({ document, number, articles }: CitedDocument): string {
  const title = number === null ? `《${document}》` : `《${document}》（${number}）`
  // Numbers of articles are words: no spaces beside them.
  return title + articles.map((article) => ['第', chineseNumber(article), '条'].join('')).join('、')
}

function inEnglish({ documentEn, number, articles }: CitedDocument): string {
  const title = number === null ? documentEn : `${documentEn} (${number})`
  if (articles.length === 0) return title
  return `${title}, ${articles.length === 1 ? 'art.' : 'arts.'} ${articles.join(', ')}`
}

const DIGITS = [...'零一二三四五六七八九']
const UNITS = [...'千百十', '']

/** 一千一百二十八 for 1128: whole numbers from 1 to 9999. Ten alone and its teens are 十 and 十二, without 一. */
export function chineseNumber(value: number): string {
  const digits = [...String(value).padStart(UNITS.length, '0')].map(Number)
  const text = digits.map((digit, place) => (digit === 0 ? '零' : `${DIGITS[digit]}${UNITS[place]}`)).join('')
  return text
    .replaceAll(/零+/g, '零')
    .replaceAll(/^零|零$/g, '')
    .replace(/^一十/, '十')
}
