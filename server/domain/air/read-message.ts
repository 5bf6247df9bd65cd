/**
 * Reads one device message of kind `reading`: topic, size, text, JSON, then each reading in it.
 *
 * Nothing is lost unseen: whatever is not among the readings is among the refusals, with its reason. It never throws,
 * whatever was sent, and writes nothing down; the intake flow keeps the readings and sets the refused aside.
 */
import type { Device } from '../place.ts'
import type { EpochMs } from '../units.ts'
import { PAST_LIMIT, readReading } from './read-reading.ts'
import { readTopic } from './read-topic.ts'
import type { Reading, RefusalReason, Refused } from './reading.ts'
import { onePerFault, refusal, SAMPLE_LENGTH } from './refusal.ts'

/** Limits of one message (architecture.md 4). */
export const MAX_MESSAGE_BYTES = 256 * 1_024
const MAX_READINGS_PER_MESSAGE = 1_000

export interface DeviceMessage {
  readonly topic: string
  readonly payload: Uint8Array
  /** By the realm's clock. */
  readonly receivedAt: EpochMs
}

export interface MessageContext {
  /** `windbreak/v1`, or `windbreak-drill/v1` in a drill. */
  readonly root: string
  readonly now: EpochMs
  /** Older readings are refused; missing means `now` − 7 days, null lifts the limit for an import. */
  readonly oldest?: EpochMs | null
  /** undefined when no such device is registered. */
  readonly deviceOf: (id: string) => Device | undefined
}

export interface MessageRead {
  readonly readings: readonly Reading[]
  readonly refused: readonly Refused[]
  /** How many readings it offered, kept or not; a message that cannot be read at all counts as one. */
  readonly offered: number
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })
const lenientUtf8 = new TextDecoder('utf-8')

export function readMessage(message: DeviceMessage, context: MessageContext): MessageRead {
  const topic = readTopic(message.topic, context.root)
  if (topic.kind === 'bad') return refuseAll(message, null, 'bad-topic', topic.detail)
  if (topic.messageKind !== 'reading') {
    const detail = `topic: found kind "${topic.messageKind}", expected reading`
    return refuseAll(message, topic.device, 'unsupported-kind', detail)
  }
  const device = context.deviceOf(topic.device)
  if (!device) {
    return refuseAll(
      message,
      topic.device,
      'unknown-device',
      `topic: found "${topic.device}", expected a registered device`,
    )
  }
  return readPayload(message, device, context)
}

function readPayload(message: DeviceMessage, device: Device, context: MessageContext): MessageRead {
  const { byteLength } = message.payload
  if (byteLength > MAX_MESSAGE_BYTES) {
    const detail = `message: found ${byteLength} bytes, expected at most ${MAX_MESSAGE_BYTES}`
    return refuseAll(message, device.id, 'too-large', detail)
  }
  const parsed = parseJson(message.payload)
  if (parsed.kind === 'malformed') return refuseAll(message, device.id, 'malformed-json', parsed.detail)

  const { value, text } = parsed
  const source = { device, topic: message.topic, receivedAt: message.receivedAt, text, where: '' }
  const limits = { now: context.now, oldest: context.oldest === undefined ? context.now - PAST_LIMIT : context.oldest }
  if (!Array.isArray(value)) {
    const { reading, refused } = readReading(value, source, limits)
    return { readings: reading ? [reading] : [], refused, offered: 1 }
  }
  if (value.length === 0)
    return refuseAll(message, device.id, 'no-quantity', 'message: found no readings, expected 1 or more')
  if (value.length > MAX_READINGS_PER_MESSAGE) {
    const detail = `message: found ${value.length} readings, expected at most ${MAX_READINGS_PER_MESSAGE}`
    return refuseAll(message, device.id, 'too-large', detail)
  }
  const read = value.map((item, index) => readReading(item, { ...source, where: `[${index}]` }, limits))
  return {
    readings: read.flatMap(({ reading }) => reading ?? []),
    refused: onePerFault(read.flatMap(({ refused }) => refused)),
    offered: value.length,
  }
}

type JsonRead =
  | { readonly kind: 'parsed'; readonly value: unknown; readonly text: string }
  | { readonly kind: 'malformed'; readonly detail: string }

function parseJson(payload: Uint8Array): JsonRead {
  let text: string
  try {
    text = strictUtf8.decode(payload)
  } catch {
    return { kind: 'malformed', detail: 'message: found bytes that are not UTF-8, expected JSON in UTF-8' }
  }
  try {
    const value: unknown = JSON.parse(text)
    return { kind: 'parsed', value, text }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return {
      kind: 'malformed',
      detail: `message: found text that is not JSON (${why}), expected an object or an array`,
    }
  }
}

function refuseAll(message: DeviceMessage, device: string | null, reason: RefusalReason, detail: string): MessageRead {
  const { topic, receivedAt, payload } = message
  // A character takes at most four bytes, so this much is enough for the sample.
  const text = lenientUtf8.decode(payload.subarray(0, 4 * SAMPLE_LENGTH))
  return { readings: [], refused: [refusal({ device, topic, receivedAt }, { reason, detail, text })], offered: 1 }
}
