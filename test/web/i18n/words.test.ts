import { describe, expect, it } from 'vitest'
import { en } from '../../../web/i18n/en.ts'
import { zhCn } from '../../../web/i18n/zh-cn.ts'
import { siteEn, siteZhCn } from '../../../web/site/words.ts'

const dictionaries = [
  { case: 'dashboard', chinese: zhCn as Record<string, string>, english: en as Record<string, string> },
  { case: 'site card', chinese: siteZhCn as Record<string, string>, english: siteEn as Record<string, string> },
]

function valuesIn(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort()
}

describe.each(dictionaries)('the words of the $case', ({ chinese, english }) => {
  it('fill in the same values in both languages', () => {
    for (const [key, text] of Object.entries(chinese)) {
      expect({ key, values: valuesIn(english[key] ?? '') }).toEqual({ key, values: valuesIn(text) })
    }
  })

  it('leave no text empty and no Chinese in the English', () => {
    for (const [key, text] of Object.entries(english)) {
      expect(text, key).not.toBe('')
      if (key !== 'language') expect(text, key).not.toMatch(/\p{Script=Han}/u)
    }
  })

  // practice.md 7, column "never".
  it.each(['停工令', '责令停工', '复工', '大风预警', '规则包', '隔离区', '完成'])('never say %s', (word) => {
    expect(Object.entries(chinese).filter(([, text]) => text.includes(word))).toEqual([])
  })
})
