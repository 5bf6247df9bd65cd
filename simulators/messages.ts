/** What devices send: the payload of `windbreak-drill/v1/0/{device}/reading`, numbered per device from 1. */
import type { EpochMs } from './local-time.ts'
import type { ReplayInstant } from './prsa-gathering.ts'

export interface SentReading {
  readonly ts: EpochMs
  readonly seq: number
  readonly values: Readonly<Record<string, number>>
}

/** One message with one reading. */
export interface OutgoingMessage {
  readonly device: string
  readonly reading: SentReading
  readonly payload: string
}

/** What is sent at one instant of the realm clock. */
export interface SendingInstant {
  readonly at: EpochMs
  readonly messages: readonly OutgoingMessage[]
}

export function messageOf(device: string, reading: SentReading): OutgoingMessage {
  const { ts, seq, values } = reading
  return { device, reading, payload: JSON.stringify({ ts, seq, ...values }) }
}

export function* messagesOf(
  instants: Iterable<ReplayInstant>,
  deviceOf: ReadonlyMap<string, string>,
): Generator<SendingInstant> {
  const sequences = new Map<string, number>()
  for (const { at, rows } of instants) {
    const messages = rows.map(({ station, values }) => {
      const device = deviceOf.get(station)
      if (device === undefined) throw new Error(`station ${station} has no device`)
      const seq = (sequences.get(device) ?? 0) + 1
      sequences.set(device, seq)
      return messageOf(device, { ts: at, seq, values })
    })
    yield { at, messages }
  }
}
