/**
 * One question a page asks the server: asked when the page opens, again when what it depends on changes, given up when
 * the page is left. An answer to an older question never shows; what was read stays until a newer answer is there.
 */
import { untrack } from 'svelte'
import type { Answer } from '../api/ask.ts'

export type AskedStatus = 'loading' | 'ready' | 'failed' | 'unknown'

export type Question<T> = (signal: AbortSignal) => Promise<Answer<T>>

export class Asked<T> {
  status = $state<AskedStatus>('loading')
  value = $state.raw<T | null>(null)
  /** What the last answer said instead of a value; null when it brought one. */
  refusal = $state.raw<Exclude<Answer<T>, { kind: 'ok' }> | null>(null)
  #times = $state(0)

  /** Made while a component is made. `question` names what it depends on by reading it; null asks nothing now. */
  constructor(question: () => Question<T> | null) {
    $effect(() => {
      void this.#times
      const ask = question()
      if (!ask) return
      const attempt = new AbortController()
      // What is read while asking, the clock for example, must not ask everything again.
      untrack(() => void this.#ask(ask, attempt.signal))
      return () => attempt.abort()
    })
  }

  readonly again = (): void => {
    this.#times += 1
  }

  async #ask(ask: Question<T>, signal: AbortSignal): Promise<void> {
    const answer = await ask(signal)
    if (signal.aborted) return
    if (answer.kind === 'ok') {
      this.value = answer.value
      this.refusal = null
      this.status = 'ready'
      return
    }
    this.refusal = answer
    this.status = answer.kind === 'refused' && answer.status === 404 ? 'unknown' : 'failed'
  }
}
