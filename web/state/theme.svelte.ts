/** Light, dark or as the system; remembered. `public/boot.js` sets the same before the first paint. */
import { createSubscriber } from 'svelte/reactivity'
import { remember, remembered } from './remembered.ts'

export type ThemeChoice = 'system' | 'light' | 'dark'

export class Theme {
  #choice = $state<ThemeChoice>(choiceOf(remembered('theme')))
  readonly #system = matchMedia('(prefers-color-scheme: dark)')
  readonly #watchSystem = createSubscriber((update) => {
    this.#system.addEventListener('change', update)
    return () => this.#system.removeEventListener('change', update)
  })

  get choice(): ThemeChoice {
    return this.#choice
  }

  set choice(choice: ThemeChoice) {
    this.#choice = choice
    remember('theme', choice)
  }

  /** What is shown now. */
  get shown(): 'light' | 'dark' {
    this.#watchSystem()
    if (this.#choice !== 'system') return this.#choice
    return this.#system.matches ? 'dark' : 'light'
  }
}

function choiceOf(text: string | null): ThemeChoice {
  return text === 'light' || text === 'dark' ? text : 'system'
}
