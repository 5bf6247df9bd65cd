/** Reads where a notice holds: the district, unless it names exactly one of its townships as the place. */
import type { Township } from '../place.ts'
import { foldText } from './folded-text.ts'
import type { NoticeScope } from './notice-reading.ts'
import { type Piece, sentencesOf, spanIn } from './pieces.ts'
import type { Doubt, Read, Said } from './read.ts'

const DISTRICT = /全市|全区|全域|我市|我区|各(?:乡镇|镇|街道|区县|县区|县|区|开发区|成员单位)/
const PART_OF_IT =
  /[一二三四五六东南西北]环(?:路|线)?(?:以)?[内外]|绕城(?:高速)?(?:以)?内|建成区|城区内|以[东南西北](?:区域)?/
const SUFFIX = /(?:街道办事处|办事处|街道|管委会|乡|镇)$/
/** 侯寨乡站点 tells of a station; 侯寨乡辖区内 and 侯寨乡: say where. */
const AS_A_PLACE = /^(?:乡|镇|街道|办事处|街道办事处|管委会)?(?:辖区|范围|境内|全域|区域|内|[:、])/

export function readScope(text: string, townships: readonly Township[]): Read<NoticeScope> {
  const sentences = sentencesOf(text)
  const named = sentences.flatMap((sentence) => townshipsIn(sentence, townships))
  const ids = new Set(named.map(({ value }) => value))
  const found = named.map(({ span }) => span)
  const doubts = [...partsIn(sentences), ...(ids.size > 1 ? [severalAt(named)] : [])]
  const district = sentences.flatMap((sentence) => {
    const match = DISTRICT.exec(sentence.text)
    return match ? [spanIn(sentence, match.index, match[0].length)] : []
  })
  const [only] = ids
  if (only !== undefined && ids.size === 1 && district.length === 0) {
    return { value: { kind: 'township', townshipId: only }, found, doubts }
  }
  // One township too many is asked to look; one too few is not told to stop.
  const both: readonly Doubt[] = ids.size === 1 ? [{ why: 'ambiguous', at: found[0] ?? null }] : []
  const all = [...doubts, ...both]
  const isSaid = district.length > 0 || all.length > 0
  const value = { kind: 'district' } as const
  return { value, found: district.slice(0, 1), doubts: isSaid ? all : [{ why: 'absent', at: null }] }
}

function severalAt(named: readonly Said<string>[]): Doubt {
  return { why: 'several-townships', at: named.find(({ value }) => value !== named[0]?.value)?.span ?? null }
}

function partsIn(sentences: readonly Piece[]): readonly Doubt[] {
  for (const sentence of sentences) {
    const match = PART_OF_IT.exec(sentence.text)
    if (match) return [{ why: 'part-of-the-district', at: spanIn(sentence, match.index, match[0].length) }]
  }
  return []
}

function townshipsIn(sentence: Piece, townships: readonly Township[]): readonly Said<string>[] {
  return townships.flatMap(({ id, name }) => {
    const short = foldText(name).text.replace(SUFFIX, '')
    if (short.length < 2) return []
    const index = placeAt(sentence.text, short)
    return index === null ? [] : [{ value: id, span: spanIn(sentence, index, short.length) }]
  })
}

function placeAt(text: string, name: string): number | null {
  for (let index = text.indexOf(name); index >= 0; index = text.indexOf(name, index + 1)) {
    if (AS_A_PLACE.test(text.slice(index + name.length, index + name.length + 12))) return index
  }
  return null
}
