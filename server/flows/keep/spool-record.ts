/**
 * What one spool record says: everything one message brought, readings and refusals together, so that one append makes
 * all of it durable. JSON; the spool's checksum answers for the bytes.
 *
 * What all parts of a message share stands in it once, so that a record is hardly longer than the message was. Records
 * of earlier versions, which said everything everywhere, are read as well.
 */
import type { Reading, Refused } from '../../domain/air/reading.ts'
import { refusal } from '../../domain/air/refusal.ts'
import type { EpochMs } from '../../domain/units.ts'

export interface KeptRecord {
  readonly readings: readonly Reading[]
  readonly refused: readonly Refused[]
}

/** Left out: what is the same for all readings of the record, no number, and no marks. */
type ShortReading = Pick<Reading, 'ts' | 'values'> & Partial<Reading>

/** `sample` is its place among the samples; the text itself in records of earlier versions. */
type ShortRefused = Omit<Refused, 'sample' | 'field' | 'count'> &
  Partial<Pick<Refused, 'field' | 'count'>> & { readonly sample: number | string }

interface Written {
  readonly device?: string
  readonly receivedAt?: EpochMs
  readonly readings: readonly ShortReading[]
  readonly refused: readonly ShortRefused[]
  readonly samples?: readonly string[]
}

export function encodeSpoolRecord({ readings, refused }: KeptRecord): Buffer {
  const [first] = readings
  const common =
    first && readings.every(({ device, receivedAt }) => device === first.device && receivedAt === first.receivedAt)
      ? { device: first.device, receivedAt: first.receivedAt }
      : {}
  const isCommon = 'device' in common
  const samples = [...new Set(refused.map(({ sample }) => sample))]
  const written: Written = {
    ...common,
    readings: readings.map((reading) => shortened(reading, isCommon)),
    refused: refused.map((one) => ({ ...one, sample: samples.indexOf(one.sample) })),
    ...(samples.length > 0 ? { samples } : {}),
  }
  return Buffer.from(JSON.stringify(written))
}

function shortened({ device, receivedAt, ts, seq, values, quality }: Reading, isCommon: boolean): ShortReading {
  return {
    ...(isCommon ? {} : { device, receivedAt }),
    ts,
    ...(seq === null ? {} : { seq }),
    values,
    ...(Object.keys(quality).length > 0 ? { quality } : {}),
  }
}

/** Never throws: a record that another version wrote and this one cannot read becomes a refusal, and goes on record. */
export function decodeSpoolRecord(payload: Buffer): KeptRecord {
  const text = payload.toString('utf8')
  try {
    // Written by `encodeSpoolRecord` and nobody else; what is not even shaped like it is refused below.
    const written = JSON.parse(text) as Partial<Written>
    const { readings, refused } = written
    if (Array.isArray(readings) && Array.isArray(refused)) return lengthened({ ...written, readings, refused })
  } catch {
    // Said in the refusal.
  }
  const detail = 'spool record: found something else, expected readings and refusals as JSON'
  const source = { device: null, topic: 'spool', receivedAt: 0 }
  return { readings: [], refused: [refusal(source, { reason: 'malformed-json', detail, text })] }
}

function lengthened({ device = '', receivedAt = 0, readings, refused, samples = [] }: Written): KeptRecord {
  return {
    readings: readings.map((one) => ({ device, receivedAt, seq: null, quality: {}, ...one })),
    refused: refused.map(({ sample, ...one }) => ({
      field: '',
      count: 1,
      ...one,
      sample: typeof sample === 'number' ? (samples[sample] ?? '') : sample,
    })),
  }
}
