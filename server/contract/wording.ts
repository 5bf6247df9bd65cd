/**
 * A text in both languages, side by side, Chinese first; `{{name}}` stands for a value.
 *
 * Values are written as they are, never as markup: whoever shows the text escapes it. A value nobody gave stays visible.
 */
export type LanguageName = 'zh-CN' | 'en'

export type Wording = readonly [chinese: string, english: string]

export type Values = Readonly<Record<string, string | number>>

export function filled([chinese, english]: Wording, language: LanguageName, values: Values = {}): string {
  const text = language === 'en' ? english : chinese
  return text.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => {
    const value = values[name]
    return value === undefined ? whole : String(value)
  })
}
