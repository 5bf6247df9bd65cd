/** 谁还没落实, from the ledger: who owes something; and 事后核查: what was not done, or too late, when it was released. */
import type { Entry } from './ledger.ts'

const OWING: ReadonlySet<Entry['part']> = new Set(['undelivered', 'unacknowledged', 'untrue', 'undone'])

export function isOwing({ part }: Entry): boolean {
  return OWING.has(part)
}

/** In force, the longest late first, then by what is due next. */
export function laggardsOf(entries: readonly Entry[]): readonly Entry[] {
  return entries
    .filter((one) => !one.hasEnded && isOwing(one))
    .sort((a, b) => b.lateMs - a.lateMs || (a.dueAt ?? 0) - (b.dueAt ?? 0))
}

/** Released: what was never done before what was done too late, the worst of each first. */
export function aftermathOf(entries: readonly Entry[]): readonly Entry[] {
  return entries
    .filter((one) => one.hasEnded && (isOwing(one) || tooLateMs(one) > 0))
    .sort((a, b) => Number(isOwing(b)) - Number(isOwing(a)) || b.lateMs - a.lateMs || tooLateMs(b) - tooLateMs(a))
}

/** Done, and too late. */
export function tooLateMs({ signedLateMs, doneLateMs }: Entry): number {
  return Math.max(signedLateMs, doneLateMs)
}
