import { describe, expect, it } from 'vitest'
import { addressedTo, basesFor } from '../../../server/domain/law/bases-for.ts'
import { LEGAL_BASES } from '../../../server/domain/law/legal-bases.ts'
import { basisText, chineseNumber } from '../../../web/logic/basis-text.ts'

describe('the number of an article in Chinese', () => {
  it.each([
    [1, '一'],
    [9, '九'],
    [10, '十'],
    [12, '十二'],
    [20, '二十'],
    [69, '六十九'],
    [96, '九十六'],
    [100, '一百'],
    [101, '一百零一'],
    [110, '一百一十'],
    [115, '一百一十五'],
    [240, '二百四十'],
    [264, '二百六十四'],
    [1000, '一千'],
    [1001, '一千零一'],
    [1010, '一千零一十'],
    [1057, '一千零五十七'],
    [1100, '一千一百'],
    [1110, '一千一百一十'],
    [1128, '一千一百二十八'],
    [1999, '一千九百九十九'],
  ])('%i is %s', (value, text) => {
    expect(chineseNumber(value)).toBe(text)
  })

  it('is another one for every article from 1 to 1999, read back as itself', () => {
    for (let value = 1; value <= 1_999; value++) expect(readBack(chineseNumber(value))).toBe(value)
  })
})

/** Reads a Chinese number as people do: a digit times its unit, ten without a digit is one ten. */
function readBack(text: string): number {
  const units: Readonly<Record<string, number>> = { 千: 1_000, 百: 100, 十: 10 }
  let sum = 0
  let digit: number | null = null
  for (const sign of text) {
    const unit = units[sign]
    if (unit === undefined) digit = '零一二三四五六七八九'.indexOf(sign)
    else {
      sum += (digit ?? 1) * unit
      digit = null
    }
  }
  return sum + (digit ?? 0)
}

describe('the legal basis on a screen', () => {
  const article = (id: string) => LEGAL_BASES.filter((basis) => basis.id === id)

  it('is one article', () => {
    expect(basisText(article('code-240'), 'zh-CN')).toBe('依据：《中华人民共和国生态环境法典》第二百四十条')
    expect(basisText(article('code-240'), 'en')).toBe('Legal basis: Ecological and Environmental Code, art. 240')
  })

  it('names each document once, with its number and its articles', () => {
    const cause = { kind: 'notice', declared: 'heavyPollution' } as const
    const bases = addressedTo(basesFor(cause, '2020-11-20'), 'buildingSite')
    expect(basisText(bases, 'zh-CN')).toBe(
      '依据：《中华人民共和国大气污染防治法》第六十九条、第九十六条、第一百二十一条；《防治城市扬尘污染技术规范》（HJ/T 393-2007）',
    )
    expect(basisText(bases, 'en')).toBe(
      'Legal basis: Air Pollution Prevention and Control Law, arts. 69, 96, 121; ' +
        'Technical Specification for Urban Fugitive Dust Control (HJ/T 393-2007)',
    )
  })

  it('is nothing when nothing is cited', () => {
    expect(basisText([], 'zh-CN')).toBeNull()
  })

  it('has no Chinese in English', () => {
    for (const { text } of LEGAL_BASES) expect(text.en).not.toMatch(/\p{Script=Han}/u)
    expect(basisText(LEGAL_BASES, 'en')).not.toMatch(/\p{Script=Han}/u)
  })

  it('says nothing the office never says', () => {
    const said = [basisText(LEGAL_BASES, 'zh-CN'), ...LEGAL_BASES.map(({ text }) => text.zh)].join('\n')
    expect(said).not.toMatch(/停工令|责令停工|复工|大风预警|完成/)
    expect(said).not.toMatch(/[,;:()?!]/)
  })
})
