/**
 * One bucket of tokens for each key: it fills at a steady rate up to a limit, and whoever takes more than is in it is
 * told so. Reads no clock: the caller says what time it is. Bounded: of very many keys the longest known go first.
 */
import { type EpochMs, SECOND } from './units.ts'

export interface TokenBuckets {
  /** Takes `cost`, after `earned` was put in on top of what time brings; false, and nothing taken, when there is less. */
  take(key: string, cost: number, now: EpochMs, earned?: number): boolean
}

export interface TokenBucketsSettings {
  /** A bucket never holds more, and a new one is full. */
  readonly capacity: number
  readonly perSecond: number
}

interface Bucket {
  left: number
  at: EpochMs
}

const MOST_KEYS = 10_000

export function createTokenBuckets({ capacity, perSecond }: TokenBucketsSettings): TokenBuckets {
  const buckets = new Map<string, Bucket>()

  function bucketOf(key: string, now: EpochMs): Bucket {
    const known = buckets.get(key)
    if (known) return known
    for (const oldest of buckets.size >= MOST_KEYS ? buckets.keys() : []) {
      buckets.delete(oldest)
      break
    }
    const full = { left: capacity, at: now }
    buckets.set(key, full)
    return full
  }

  return {
    take(key, cost, now, earned = 0) {
      const bucket = bucketOf(key, now)
      // A clock that goes back brings nothing, and takes nothing away.
      const filled = (Math.max(0, now - bucket.at) / SECOND) * perSecond
      bucket.left = Math.min(capacity, bucket.left + filled + earned)
      bucket.at = now
      if (cost > bucket.left) return false
      bucket.left -= cost
      return true
    },
  }
}
