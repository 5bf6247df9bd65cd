/** What makes two refusals the same fault of the same message, and two readings the same, however often they come. */
import { createHash } from 'node:crypto'
import { QUANTITIES } from '../../domain/air/quantity.ts'
import type { Reading, Refused } from '../../domain/air/reading.ts'

export function quarantineKey({ device, topic, sample, reason, field }: Refused): string {
  return digestOf([device, topic, sample, reason, field])
}

/** Of what was measured: neither when it came nor its marks, which change with that. */
export function readingKey({ device, ts, seq, values }: Reading): string {
  return digestOf([device, ts, seq, ...QUANTITIES.map((quantity) => values[quantity] ?? null)])
}

/** 132 bits: short in every index, and no two are ever alike by chance. */
function digestOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)
}
