/** What makes two refusals the same message with the same fault, however often it comes. */
import { createHash } from 'node:crypto'
import type { Refused } from '../../domain/air/reading.ts'

export function quarantineKey({ topic, sample, reason, detail }: Refused): string {
  return createHash('sha256')
    .update(JSON.stringify([topic, sample, reason, detail]))
    .digest('hex')
}
