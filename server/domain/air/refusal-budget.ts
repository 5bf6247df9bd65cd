/**
 * How much of what one sender sends wrong is kept with its sample and its details. What lies beyond is only counted, by
 * sender and reason, so that nobody can fill the disk with what cannot be used: a sender earns as much room as it sends,
 * and a little more as time passes. Readings are never subject to it.
 */
import { createTokenBuckets } from '../token-buckets.ts'
import type { EpochMs } from '../units.ts'
import type { Refused } from './reading.ts'

/** Some eighty refusals at once, and two a minute for ever: a device with one fault a minute is kept in full (ours). */
const CAPACITY_BYTES = 128 * 1_024
const BYTES_PER_SECOND = 32
/** What a row and its places in the indexes take beside its texts, in the spool and in the database. */
const BYTES_PER_ROW = 800

/** Who is answerable for a message. */
export interface Sender {
  /** null when it names no registered device. */
  readonly device: string | null
  /** What stands for the topic where only a count is kept: `device <id>`, `address <ip>` or `unknown sender`. */
  readonly name: string
}

export interface RefusalBudget {
  /** Whether these may be kept one by one. `bytes`: what the message had, its topic included. */
  allows(sender: Sender, refused: readonly Refused[], bytes: number, now: EpochMs): boolean
}

export function createRefusalBudget(): RefusalBudget {
  const buckets = createTokenBuckets({ capacity: CAPACITY_BYTES, perSecond: BYTES_PER_SECOND })
  return { allows: ({ name }, refused, bytes, now) => buckets.take(name, costOf(refused), now, bytes) }
}

function costOf(refused: readonly Refused[]): number {
  const rows = refused.map(({ topic, detail }) => BYTES_PER_ROW + topic.length + detail.length)
  return rows.reduce((sum, row) => sum + row, refused[0]?.sample.length ?? 0)
}

/** The same, only counted: one for each reason. What was sent is not kept. */
export function onlyCounted(refused: readonly Refused[], { device, name }: Sender): readonly Refused[] {
  const counts = new Map<string, Refused>()
  for (const { receivedAt, reason, count } of refused) {
    const all = (counts.get(reason)?.count ?? 0) + count
    const detail = 'more than is kept singly of one sender: only counted'
    counts.set(reason, { device, topic: name, receivedAt, reason, field: '', count: all, detail, sample: '' })
  }
  return [...counts.values()]
}
