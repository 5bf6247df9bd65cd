/**
 * Why something was done when nobody said so in their own words: codes, never sentences. The screen words them in its
 * language. A code stands where a person's words would stand: in an audit line, an order's end, a dropped draft.
 */
import { REASON_CODES } from './episode.ts'

export const GIVEN_REASONS = [
  /** A person carried a draft out and gave no words, by its kind. */
  'issued-at-once',
  'release-confirmed',
  'reviewed',
  /** Nobody answered a draft within its countdown. */
  'unanswered',
  /** The level went on before anybody decided a draft. */
  'raised',
  'lowered',
  'closed',
  'places-changed',
  'seen',
  'acknowledged',
  'reported-done',
  'no-such-work',
  /** A notice from above was recorded, says something else, or demands nothing any more. */
  'notice-recorded',
  'notice-amended',
  'notice-over',
  'reply-owed',
  'exempt',
  'exemption-over',
  /** A filing has reached its end, or nobody decided it before. */
  'filing-accepted',
  'filing-over',
  'filing-unanswered',
  /** A manual control was ended, or has reached its end. */
  'manual-over',
  'taken-back',
  'handed-over',
  'taken-over',
  'after-a-call',
  /** Somebody looked, by camera or on the spot. */
  'looked-by-camera',
  'looked-on-the-spot',
  'entered',
  'imported',
  'removed',
  'trespassed',
  'secret-issued',
  'secret-revoked',
  /** The machine's clock was set by minutes, or came back. */
  'clock-doubted',
  'clock-back',
] as const

export type GivenReason = (typeof GIVEN_REASONS)[number]

export const RULE_REASONS = [...REASON_CODES, 'review', 'no-data', 'contradicts', 'registered-meanwhile'] as const

type RuleReason = (typeof RULE_REASONS)[number]

/** What the system did by a rule: `<pack> <version>: <code>`. */
export function ruleReason({ id, version }: { readonly id: string; readonly version: string }, code: RuleReason) {
  return `${id} ${version}: ${code}`
}

export type ReadReason =
  | { readonly kind: 'given'; readonly code: GivenReason }
  | { readonly kind: 'rule'; readonly pack: string; readonly version: string; readonly code: RuleReason }
  /** A person's, or a sentence that a version before 0.2.0 stored. */
  | { readonly kind: 'words'; readonly words: string }

/** Reads what stands in an audit line or at an order's end. */
export function readReason(text: string): ReadReason {
  const given = GIVEN_REASONS.find((one) => one === text)
  if (given) return { kind: 'given', code: given }
  const [, pack, version, name] = /^([\w-]+) (\S+): ([a-z-]+)$/.exec(text) ?? []
  const code = RULE_REASONS.find((one) => one === name)
  if (pack !== undefined && version !== undefined && code) return { kind: 'rule', pack, version, code }
  return { kind: 'words', words: text }
}
