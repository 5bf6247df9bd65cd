/**
 * Taps that must not be lost: each is kept on the phone until the server has answered, and sent again with the same
 * idempotency key. The order of taps is kept. What the server refuses is taken out and told, never repeated.
 */
import { type Answer, ask, newKey } from '../api/ask.ts'
import { remember, remembered } from '../state/remembered.ts'

export interface Tap {
  readonly key: string
  readonly orderId: string
  /** `acknowledge`, or the measure that was answered. */
  readonly what: string
  readonly path: string
  readonly body: object
  /** What the person had before them: an acknowledgement of it covers nothing else. */
  readonly asked: string
}

export type Refusal = Extract<Answer<unknown>, { kind: 'refused' }>

export class Outbox {
  taps = $state.raw<readonly Tap[]>([])
  readonly #name: string
  readonly #onRefused: (tap: Tap, refusal: Refusal) => void
  #isSending = false

  constructor(placeId: string, onRefused: (tap: Tap, refusal: Refusal) => void) {
    this.#name = `outbox.${placeId}`
    this.#onRefused = onRefused
    this.taps = kept(this.#name)
  }

  isWaiting(orderId: string, what: string): boolean {
    return this.taps.some((tap) => tap.orderId === orderId && tap.what === what)
  }

  add(tap: Omit<Tap, 'key'>): void {
    if (this.isWaiting(tap.orderId, tap.what)) return
    this.#keep([...this.taps, { ...tap, key: newKey() }])
  }

  /** Sends what waits, in order, until one does not reach the server. True when nothing is left. */
  async send(): Promise<boolean> {
    if (this.#isSending) return false
    this.#isSending = true
    try {
      for (let tap = this.taps[0]; tap; tap = this.taps[0]) {
        const answer = await ask(tap.path, { method: 'POST', body: tap.body, idempotencyKey: tap.key })
        if (answer.kind === 'unreachable' || isPassing(answer)) return false
        const sent = tap
        this.#keep(this.taps.filter((one) => one !== sent))
        if (answer.kind === 'refused') this.#onRefused(sent, answer)
      }
      return true
    } finally {
      this.#isSending = false
    }
  }

  #keep(taps: readonly Tap[]): void {
    this.taps = taps
    remember(this.#name, JSON.stringify(taps))
  }
}

/** "Not now" is not "no": 503 and its like are tried again, and so is what came too slowly (408) or too often (429). */
function isPassing(answer: Answer<unknown>): boolean {
  return answer.kind === 'refused' && (answer.status >= 500 || answer.status === 408 || answer.status === 429)
}

function kept(name: string): readonly Tap[] {
  const text = remembered(name)
  if (text === null) return []
  try {
    const taps: unknown = JSON.parse(text)
    // Written by this same class.
    return Array.isArray(taps) ? (taps as Tap[]) : []
  } catch {
    // Half-written or foreign: the card still has to open.
    return []
  }
}
