import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  foldText,
  MAX_CHARACTERS_READ,
  originalSpan,
  originalWords,
} from '../../../server/domain/notices/folded-text.ts'
import { clausesOf, LONGEST_PIECE, linesOf, sentencesOf } from '../../../server/domain/notices/pieces.ts'

const texts = (pieces: readonly { text: string }[]) => pieces.map(({ text }) => text)

describe('the text of a notice made even', () => {
  it.each([
    {
      $case: 'full-width digits and punctuation',
      text: '\uff11\uff11月27日20\uff1a00起\uff0c停止',
      folded: '11月27日20:00起,停止',
    },
    { $case: 'spaces inside Chinese', text: '11 月 27 日 20 时', folded: '11月27日20时' },
    { $case: 'a space that keeps two numbers apart', text: '2026-11-27  08:00', folded: '2026-11-27 08:00' },
    { $case: 'a space before a line break', text: '通知 \r\n 各镇办', folded: '通知\n\n各镇办' },
    { $case: 'dashes of every length', text: '8时—20时–22时−23时', folded: '8时-20时-22时-23时' },
    { $case: 'marks of direction and joiners', text: '\u202e今\u200b日\ufeff20\u00ad时', folded: '今日20时' },
    { $case: 'control characters', text: '停\u0000止\u0007', folded: '停止' },
    { $case: 'small Roman numerals and a circle for zero', text: 'ⅱ级 二○二六年', folded: 'Ⅱ级二〇二六年' },
  ])('$case', ({ text, folded }) => expect(foldText(text).text).toBe(folded))

  it('puts lines together that the edge of a page broke, and no others', () => {
    const page = `${'风'.repeat(28)}停止土石方\n作业,${'沙'.repeat(29)}\n。\n特此通知`
    expect(foldText(page).text).toBe(`${'风'.repeat(28)}停止土石方作业,${'沙'.repeat(29)}。\n特此通知`)
    const phone = '今日20时起停止土石方、拆除、渣土运输作业\n裸露土方全部覆盖\n收到请回复'
    expect(foldText(phone).text).toBe(phone)
  })

  it('points at what was pasted, and gives its words as they were written', () => {
    const original = '\u200f 〔2026〕 12 号'
    const folded = foldText(original)
    expect(folded.text).toBe('〔2026〕12号')
    const span = originalSpan(folded, { from: 0, to: folded.text.length })
    expect(original.slice(span.from, span.to)).toBe('〔2026〕 12 号')
    expect(originalWords(folded, original, { from: 0, to: 6 })).toBe('〔2026〕')
  })

  it('stops reading where no notice is that long', () => {
    expect(foldText('风'.repeat(MAX_CHARACTERS_READ + 1)).text).toHaveLength(MAX_CHARACTERS_READ)
  })

  it('keeps every character it kept in order and in its place, whatever is pasted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (original) => {
        const { text, origins } = foldText(original)
        expect(origins).toHaveLength(text.length)
        expect(origins.every((origin, index) => index === 0 || origin > origins[index - 1]!)).toBe(true)
        expect(origins.every((origin) => origin >= 0 && origin < original.length)).toBe(true)
      }),
    )
  })
})

describe('pieces of a notice', () => {
  it('are sentences, and clauses that leave times and short asides whole', () => {
    expect(texts(sentencesOf('停止拆除;覆盖裸土。\n反馈'))).toEqual(['停止拆除', '覆盖裸土', '反馈'])
    const [sentence] = sentencesOf('时间:20:00起,停止建筑垃圾(渣土)清运(应急抢险除外)但持证的可运')
    const clauses = clausesOf(sentence!)
    expect(texts(clauses)).toEqual(['时间', '20:00起', '停止建筑垃圾(渣土)清运', '应急抢险除外', '但持证的可运'])
    expect(clauses.map(({ isAside }) => isAside)).toEqual([false, false, false, true, false])
  })

  it('are never longer than one search may be, and lose nothing', () => {
    const long = `${'停,'.repeat(1_000)}${'止'.repeat(2_000)}`
    const pieces = sentencesOf(long)
    expect(texts(pieces).join('')).toBe(long)
    expect(Math.max(...pieces.map(({ text }) => text.length))).toBeLessThanOrEqual(LONGEST_PIECE)
    expect(pieces.every(({ text, from }) => long.startsWith(text, from))).toBe(true)
    expect(linesOf(long)[0]!.text).toHaveLength(LONGEST_PIECE)
  })
})
