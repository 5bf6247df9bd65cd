/** What of a shipped parcel goes to the operations database: refusals, and readings the store will not take. */
import type { Reading, Refused } from '../../domain/air/reading.ts'
import { refusal } from '../../domain/air/refusal.ts'
import type { QuarantineBook } from '../../ports/books/quarantine.ts'
import type { SetAside } from '../../ports/books/set-aside.ts'
import type { SpoolSeq } from '../../ports/spool.ts'
import type { Culprit } from './halving.ts'
import { quarantineKey, readingKey } from './keys.ts'
import type { KeptRecord } from './spool-record.ts'

export interface ShippedRecord extends KeptRecord {
  readonly seq: SpoolSeq
}

type QuarantineEntry = Parameters<QuarantineBook['add']>[0][number]

export function quarantinedOf(parcel: readonly ShippedRecord[], culprits: readonly Culprit[]): QuarantineEntry[] {
  const refused = parcel.flatMap(({ seq, refused }) => refused.map((one) => entryOf(one, seq)))
  return [...refused, ...culprits.map((one) => entryOf(refusedByStore(one), seqOf(parcel, one.reading)))]
}

export function setAsideOf(parcel: readonly ShippedRecord[], culprits: readonly Culprit[]): SetAside[] {
  return culprits.map(({ reading }) => ({ key: readingKey(reading), reading, spoolSeq: seqOf(parcel, reading) }))
}

function entryOf(refused: Refused, spoolSeq: SpoolSeq): QuarantineEntry {
  return { ...refused, key: quarantineKey(refused), spoolSeq }
}

function seqOf(parcel: readonly ShippedRecord[], reading: Reading): SpoolSeq {
  return parcel.find(({ readings }) => readings.includes(reading))!.seq
}

/** The reading's topic is no longer known; what was measured stands in the sample. */
function refusedByStore({ reading, why }: Culprit): Refused {
  const { receivedAt, device, ...measured } = reading
  const source = { device, topic: '', receivedAt }
  return refusal(source, { reason: 'store-refused', detail: why, text: JSON.stringify({ device, ...measured }) })
}
