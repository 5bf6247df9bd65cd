/** The language of a first visit: the remembered one, else the browser's first, where that is one of ours, else Chinese. */
import type { LanguageName } from '../../server/contract/wording.ts'

export type { LanguageName }

export function firstLanguage(chosen: string | null, browserLanguages: readonly string[]): LanguageName {
  if (chosen === 'zh-CN' || chosen === 'en') return chosen
  return /^en(-|$)/i.test(browserLanguages[0] ?? '') ? 'en' : 'zh-CN'
}
