import { describe, expect, it } from 'vitest'
import { firstLanguage } from '../../../web/words/first-language.ts'

describe('the language of a first visit', () => {
  it.each([
    { case: 'Chinese of any kind', browser: ['zh-TW', 'en'], shown: 'zh-CN' },
    { case: 'plain Chinese', browser: ['zh'], shown: 'zh-CN' },
    { case: 'English of any kind', browser: ['en-US', 'zh-CN'], shown: 'en' },
    { case: 'plain English', browser: ['en'], shown: 'en' },
    { case: 'a language that is not ours', browser: ['de-DE', 'en'], shown: 'zh-CN' },
    { case: 'a name that only begins like English', browser: ['enm'], shown: 'zh-CN' },
    { case: 'a browser that does not say', browser: [], shown: 'zh-CN' },
  ])('follows the browser: $case', ({ browser, shown }) => {
    expect(firstLanguage(null, browser)).toBe(shown)
  })

  it('is what was chosen before, whatever the browser says', () => {
    expect(firstLanguage('zh-CN', ['en-US'])).toBe('zh-CN')
    expect(firstLanguage('en', ['zh-CN'])).toBe('en')
  })

  it('takes nothing unknown from the memory', () => {
    expect(firstLanguage('fr', ['en-US'])).toBe('en')
  })
})
