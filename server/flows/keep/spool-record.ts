/**
 * What one spool record says: everything one message brought, readings and refusals together, so that one append makes
 * all of it durable. JSON; the spool's checksum answers for the bytes.
 */
import type { Reading, Refused } from '../../domain/air/reading.ts'
import { SAMPLE_LENGTH } from '../../domain/air/refusal.ts'

export interface KeptRecord {
  readonly readings: readonly Reading[]
  readonly refused: readonly Refused[]
}

export function encodeSpoolRecord({ readings, refused }: KeptRecord): Buffer {
  return Buffer.from(JSON.stringify({ readings, refused }))
}

/** Never throws: a record that another version wrote and this one cannot read becomes a refusal, and goes on record. */
export function decodeSpoolRecord(payload: Buffer): KeptRecord {
  const text = payload.toString('utf8')
  try {
    // Written by `encodeSpoolRecord` and nobody else; what is not even shaped like it is refused below.
    const record = JSON.parse(text) as Partial<KeptRecord>
    if (Array.isArray(record.readings) && Array.isArray(record.refused))
      return { readings: record.readings, refused: record.refused }
  } catch {
    // Said in the refusal.
  }
  const detail = 'spool record: found something else, expected readings and refusals as JSON'
  const sample = text.slice(0, SAMPLE_LENGTH)
  return {
    readings: [],
    refused: [{ device: null, topic: 'spool', receivedAt: 0, reason: 'malformed-json', detail, sample }],
  }
}
