/** Answers to changes that may be said twice (`Idempotency-Key`), kept beside the change itself. */

import type { IdempotencyBook, IdempotentAnswer } from '../../ports/books/idempotency.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Operations } from '../../ports/operations.ts'

export type { IdempotentAnswer }

export interface Answers {
  readonly find: IdempotencyBook['find']
  remember(actor: string, key: string, fingerprint: string, answer: IdempotentAnswer): Promise<void>
}

export function createAnswers({ read, change }: Operations, clock: Clock): Answers {
  return {
    find: read.idempotency.find,
    remember: (actor, key, fingerprint, answer) =>
      change((books) => books.idempotency.remember(actor, key, fingerprint, answer, clock.now())),
  }
}
