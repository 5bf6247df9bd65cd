/**
 * The language of the screen: which one, remembered, and the function that gives a text in it.
 *
 * `text` reads the reactive `current`, so that everything written with it follows a switch. Values are never taken
 * for markup: Svelte writes them as text.
 */
import { createInstance } from 'i18next'
import { remember, remembered } from '../state/remembered.ts'
import { firstLanguage, type LanguageName } from './first-language.ts'

export type Values = Readonly<Record<string, string | number>>

export type Words<Key extends string> = Readonly<Record<Key, string>>

export class Language<Key extends string> {
  #current = $state<LanguageName>(firstLanguage(remembered('language'), navigator.languages))
  readonly #library = createInstance()

  constructor(words: { readonly zhCn: Words<Key>; readonly en: Words<Key> }) {
    this.#library.init({
      resources: { 'zh-CN': { translation: words.zhCn }, en: { translation: words.en } },
      lng: this.#current,
      fallbackLng: 'zh-CN',
      keySeparator: false,
      nsSeparator: false,
      interpolation: { escapeValue: false },
      initAsync: false,
    })
    this.#tellDocument()
  }

  get current(): LanguageName {
    return this.#current
  }

  set current(name: LanguageName) {
    this.#current = name
    remember('language', name)
    this.#tellDocument()
  }

  /** The text of a key with its values filled in. */
  readonly text = (key: Key, values: Values = {}): string =>
    this.#library.t(key as string, { ...values, lng: this.#current })

  #tellDocument(): void {
    document.documentElement.lang = this.#current
  }
}
