/**
 * 交接班: what one shift leaves to the next, written down and taken over by name, with the promises that are still open.
 *
 * A sheet is taken over once, by somebody else than who wrote it. Promises stay open over sheets until somebody says that
 * they were kept, or dropped. Every function returns the sheet after the change, or why there is none.
 */
import type { EpochMs } from '../units.ts'

/** What somebody said they would do. */
export interface OpenPromise {
  readonly what: string
  /** When it is due; null: no time was said. */
  readonly dueAt: EpochMs | null
  /** The order it is about; null: none. */
  readonly orderId: string | null
  /** Kept or dropped, by whom and when; null while it is open. */
  readonly settled: { readonly at: EpochMs; readonly by: string; readonly how: 'kept' | 'dropped' } | null
}

export interface Handover {
  readonly id: string
  readonly writtenAt: EpochMs
  readonly writtenBy: string
  readonly notes: string
  readonly promises: readonly OpenPromise[]
  /** What stood at that moment, by name: frozen. */
  readonly figures: Readonly<Record<string, number>>
  readonly takenAt: EpochMs | null
  readonly takenBy: string | null
  /** Grows by one with every stored change; a stale write is refused. */
  readonly version: number
}

interface Deed {
  readonly at: EpochMs
  readonly by: string
}

export function newHandover(
  facts: Pick<Handover, 'id' | 'notes' | 'figures'> & {
    readonly promises: readonly Pick<OpenPromise, 'what' | 'dueAt' | 'orderId'>[]
  },
  { at, by }: Deed,
): Handover {
  const promises = facts.promises.map((one) => ({ ...one, settled: null }))
  return { ...facts, promises, writtenAt: at, writtenBy: by, takenAt: null, takenBy: null, version: 1 }
}

export type HandoverOutcome =
  | { readonly kind: 'changed'; readonly handover: Handover }
  | { readonly kind: 'same-person' }
  | { readonly kind: 'already'; readonly by: string; readonly at: EpochMs }
  | { readonly kind: 'no-such-promise' }

export function takenOver(sheet: Handover, { at, by }: Deed): HandoverOutcome {
  if (sheet.takenAt !== null) return { kind: 'already', by: sheet.takenBy ?? '', at: sheet.takenAt }
  if (sheet.writtenBy === by) return { kind: 'same-person' }
  return { kind: 'changed', handover: { ...sheet, takenAt: at, takenBy: by, version: sheet.version + 1 } }
}

/** `n` counts from 1, as they stand on the sheet. */
export function settledPromise(sheet: Handover, n: number, how: 'kept' | 'dropped', deed: Deed): HandoverOutcome {
  const promise = sheet.promises[n - 1]
  if (!promise) return { kind: 'no-such-promise' }
  if (promise.settled) return { kind: 'already', by: promise.settled.by, at: promise.settled.at }
  const promises = sheet.promises.with(n - 1, { ...promise, settled: { ...deed, how } })
  return { kind: 'changed', handover: { ...sheet, promises, version: sheet.version + 1 } }
}

export function hasOpenPromise({ promises }: Pick<Handover, 'promises'>): boolean {
  return promises.some(({ settled }) => settled === null)
}
