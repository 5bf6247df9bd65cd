/**
 * Words a refusal: which field, what was found, what was expected, and the beginning of what was sent.
 * What to refuse is decided by the readers (`read-message.ts`, `read-reading.ts`).
 */
import type { Device } from '../place.ts'
import type { EpochMs } from '../units.ts'
import type { RefusalReason, Refused } from './reading.ts'

/** A message names this many unknown fields singly; what lies beyond is refused in one line. */
export const MAX_UNKNOWN_LISTED = 16

export const SAMPLE_LENGTH = 1_024
/** MQTT allows 65,535 bytes; no topic of ours has more than this. */
const TOPIC_LENGTH = 256

export interface ReadingSource {
  readonly device: Device
  /** The topic, or what stands for it in an import. */
  readonly topic: string
  readonly receivedAt: EpochMs
  /** The text as sent, for the refusals; cut here. */
  readonly text: string
  /** Where the reading stood, for the details: '' for a lone object, `[17]` or `line 18` otherwise. */
  readonly where: string
}

/** One refusal, cut to size. */
export function refusal(
  message: { readonly device: string | null; readonly topic: string; readonly receivedAt: EpochMs },
  why: { readonly reason: RefusalReason; readonly field?: string; readonly detail: string; readonly text: string },
): Refused {
  const { device, receivedAt } = message
  const { reason, field = '', detail } = why
  const topic = message.topic.slice(0, TOPIC_LENGTH)
  return { device, topic, receivedAt, reason, field, count: 1, detail, sample: why.text.slice(0, SAMPLE_LENGTH) }
}

/** One refusal of a reading (`field` is '') or of one field of it. */
export function refuse(source: ReadingSource, reason: RefusalReason, field: string, detail: string): Refused {
  const { device, topic, receivedAt, text } = source
  return refusal({ device: device.id, topic, receivedAt }, { reason, field, detail, text })
}

/**
 * One refusal per reason and field of a message, with a count. Of unknown fields the first few are named and the rest
 * counted together, so that no message becomes more refusals than there are faults to name.
 */
export function onePerFault(refused: readonly Refused[]): readonly Refused[] {
  if (refused.length < 2) return refused
  const faults = new Map<string, Refused>()
  let unknown = 0
  for (const one of refused) {
    const isUnknown = one.reason === 'unknown-quantity' && one.field !== ''
    const isNew = !faults.has(keyOf(one))
    const fault = isUnknown && isNew && unknown === MAX_UNKNOWN_LISTED ? { ...one, field: '' } : one
    if (isUnknown && isNew && fault === one) unknown += 1
    const same = faults.get(keyOf(fault))
    faults.set(keyOf(fault), same ? { ...same, count: same.count + fault.count } : fault)
  }
  return [...faults.values()]
}

function keyOf({ reason, field }: Refused): string {
  return `${reason} ${field}`
}

/** `field` is '' for the reading itself. */
export function fieldDetail(source: ReadingSource, field: string, found: unknown, expected: string): string {
  return `${place(source, field)}: found ${valueText(found)}, expected ${expected}`
}

/** The field's name with the reading's place before it, for example `[17].pm10`. */
export function place({ where }: ReadingSource, field: string): string {
  if (where === '') return field === '' ? 'reading' : field
  return field === '' ? where : `${where}.${field}`
}

/** Says what a value is without walking into it: what was sent may be nested deeper than the stack. */
function valueText(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string') return JSON.stringify(value.length > 64 ? `${value.slice(0, 64)}…` : value)
  if (Array.isArray(value)) return `an array of ${value.length}`
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}
