/** What one reader says of one field; its stretches are those of the folded text. */
import type { Span } from './folded-text.ts'
import type { UnreadReason } from './notice-reading.ts'

export interface Doubt {
  readonly why: UnreadReason
  readonly at: Span | null
}

export interface Read<T> {
  readonly value: T
  readonly found: readonly Span[]
  readonly doubts: readonly Doubt[]
}

export function surely<T>(value: T, ...found: readonly Span[]): Read<T> {
  return { value, found, doubts: [] }
}

export function unread(why: UnreadReason, at: Span | null = null): Read<null> {
  return { value: null, found: [], doubts: [{ why, at }] }
}

export interface Said<T> {
  readonly value: T
  readonly span: Span
}

/** The one value that is said, however often; nothing when none is or when they differ. */
export function onlyOne<T>(said: readonly Said<T>[]): Read<T | null> {
  const [first] = said
  if (!first) return unread('absent')
  const other = said.find(({ value }) => value !== first.value)
  return other ? unread('ambiguous', other.span) : surely(first.value, ...said.map(({ span }) => span))
}
