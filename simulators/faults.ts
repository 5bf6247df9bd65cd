/**
 * Spoils a stream of messages as the field does: lost, late, duplicated, reordered and corrupted messages, wrong
 * clocks, devices that fall silent. Pure and seeded: each device has its own numbers, so the same seed spoils the
 * same messages whatever else is played. It invents no reading.
 */
import { FAULTS, type Fault, type FaultSettings } from './fault-settings.ts'
import { type EpochMs, HOUR, MINUTE } from './local-time.ts'
import { messageOf, type OutgoingMessage, type SendingInstant } from './messages.ts'
import { createRandom, type Random, seedFor, wholeBetween } from './random.ts'

export interface SpoiledStream {
  readonly instants: Iterable<SendingInstant>
  /** How many messages each fault struck so far; `dead` counts the messages a silent device did not send. */
  readonly struck: Readonly<Record<Fault, number>>
}

interface DeviceState {
  readonly random: Random
  /** Silent for so many more instants. */
  silentFor: number
  /** Waits to be sent right after the device's next message. */
  held: OutgoingMessage | null
}

export function withFaults(clean: Iterable<SendingInstant>, settings: FaultSettings): SpoiledStream {
  const struck: Record<Fault, number> = Object.assign({}, ...FAULTS.map((fault) => ({ [fault]: 0 })))
  return { instants: spoil(clean, settings, struck), struck }
}

function* spoil(
  clean: Iterable<SendingInstant>,
  settings: FaultSettings,
  struck: Record<Fault, number>,
): Generator<SendingInstant> {
  const devices = new Map<string, DeviceState>()
  const waiting = new Map<EpochMs, OutgoingMessage[]>()
  let lastAt: EpochMs | null = null

  function stateOf(device: string): DeviceState {
    const known = devices.get(device)
    if (known) return known
    const fresh = { random: createRandom(seedFor(settings.seed, device)), silentFor: 0, held: null }
    devices.set(device, fresh)
    return fresh
  }

  for (const { at, messages } of clean) {
    yield* dueBefore(waiting, at)
    const late = takeAll(waiting, at)
    const sent = messages.flatMap((message) => sendOne(message, at, stateOf(message.device)))
    if (sent.length + late.length > 0) yield { at, messages: [...sent, ...late] }
    lastAt = at
  }
  if (lastAt === null) return
  const heldBack = [...devices.values()].flatMap(({ held }) => (held ? [held] : []))
  if (heldBack.length > 0) waiting.set(lastAt + MINUTE, [...(waiting.get(lastAt + MINUTE) ?? []), ...heldBack])
  yield* dueBefore(waiting, Number.POSITIVE_INFINITY)

  function sendOne(message: OutgoingMessage, at: EpochMs, state: DeviceState): OutgoingMessage[] {
    const fault = chooseFault(state, settings.rates)
    const afterHeld = state.held ? [state.held] : []
    if (fault !== null) struck[fault] += 1
    if (fault !== 'dead') state.held = null
    switch (fault) {
      case null:
        return [message, ...afterHeld]
      case 'dead':
        return []
      case 'lost':
        return afterHeld
      case 'late': {
        const due = at + wholeBetween(state.random, 6, 180) * MINUTE
        waiting.set(due, [...(waiting.get(due) ?? []), message])
        return afterHeld
      }
      case 'duplicated':
        return [message, message, ...afterHeld]
      case 'reordered':
        state.held = message
        return afterHeld
      case 'corrupted':
        return [corrupt(message, state.random), ...afterHeld]
      case 'wrongClock':
        return [setWrong(message, state.random), ...afterHeld]
    }
  }
}

function chooseFault(state: DeviceState, rates: FaultSettings['rates']): Fault | null {
  if (state.silentFor > 0) {
    state.silentFor -= 1
    return 'dead'
  }
  // One number per fault, always, so that changing one rate does not move the others.
  const strikes = FAULTS.filter((fault) => state.random() < rates[fault])
  const fault = strikes.at(-1) ?? null
  if (fault === 'dead') state.silentFor = wholeBetween(state.random, 5, 47)
  return fault
}

function* dueBefore(waiting: Map<EpochMs, OutgoingMessage[]>, end: EpochMs): Generator<SendingInstant> {
  const due = [...waiting.keys()].filter((at) => at < end).sort((one, other) => one - other)
  for (const at of due) yield { at, messages: takeAll(waiting, at) }
}

function takeAll(waiting: Map<EpochMs, OutgoingMessage[]>, at: EpochMs): OutgoingMessage[] {
  const messages = waiting.get(at) ?? []
  waiting.delete(at)
  return messages
}

/** Torn off, not JSON, a text for a number, or a number no instrument can show. */
function corrupt(message: OutgoingMessage, random: Random): OutgoingMessage {
  const { device, reading, payload } = message
  const first = Object.keys(reading.values)[0] ?? 'pm10'
  const spoiled = [
    payload.slice(0, Math.max(1, Math.floor(payload.length * random()))),
    `\u0000\u0007${payload}`,
    JSON.stringify({ ts: reading.ts, seq: reading.seq, ...reading.values, [first]: '####' }),
    JSON.stringify({ ts: reading.ts, seq: reading.seq, ...reading.values, [first]: -99_999 }),
  ]
  return { device, reading, payload: spoiled[wholeBetween(random, 0, spoiled.length - 1)] ?? '' }
}

const YEAR = 365 * 24 * HOUR

/** A device whose clock lost its battery, its zone, or some years. */
function setWrong(message: OutgoingMessage, random: Random): OutgoingMessage {
  const { ts } = message.reading
  const wrong = [0, ts - 8 * HOUR, ts + 8 * HOUR, ts + 25 * YEAR, ts - YEAR]
  return messageOf(message.device, { ...message.reading, ts: wrong[wholeBetween(random, 0, wrong.length - 1)] ?? 0 })
}
