/**
 * The language of the screen: which one, remembered, and the function that gives a text in it.
 *
 * `text` reads the reactive `current`, so that everything written with it follows a switch.
 */
import { remember, remembered } from '../state/remembered.ts'
import { firstLanguage, type LanguageName } from './first-language.ts'
import { filled, type Values, type Wording } from './text.ts'

export class Language<Key extends string> {
  #current = $state<LanguageName>(firstLanguage(remembered('language'), navigator.languages))
  readonly #words: Readonly<Record<Key, Wording>>

  constructor(words: Readonly<Record<Key, Wording>>) {
    this.#words = words
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

  /** The text of a key with its values filled in. A key only a newer server knows is shown as it is. */
  readonly text = (key: Key, values: Values = {}): string => {
    const words: Readonly<Record<string, Wording | undefined>> = this.#words
    return this.say(words[key] ?? [key, key], values)
  }

  /** A text that stands elsewhere, for example with the rule it belongs to. */
  readonly say = (text: Wording, values: Values = {}): string => filled(text, this.#current, values)

  #tellDocument(): void {
    document.documentElement.lang = this.#current
  }
}
