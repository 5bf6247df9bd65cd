/** Answers to changes that may be said twice. */
import type { EpochMs } from '../../domain/units.ts'

export interface IdempotentAnswer {
  readonly status: number
  readonly body: string
}

export interface IdempotencyBook {
  /** `fingerprint` is of method, path and body. `mismatch`: the key was used for another request. */
  find(actor: string, key: string, fingerprint: string): Promise<IdempotentAnswer | 'mismatch' | null>
  remember(actor: string, key: string, fingerprint: string, answer: IdempotentAnswer, at: EpochMs): Promise<void>
}
