/**
 * What may come to the embedded broker at all: so many connections, so many from one address in a time, so many bytes
 * before it is known who sends them. What is turned away is ended without an answer; a device tries again.
 */
import type { Socket } from 'node:net'
import { createTokenBuckets } from '../../domain/token-buckets.ts'
import { type EpochMs, MINUTE, type Ms, SECOND } from '../../domain/units.ts'
import { createPacketLimit } from './packet-limit.ts'

export interface DoorLimits {
  /** Open at once. */
  readonly connections: number
  /** From one address at once, and then each second: a district behind one gateway may come back all together. */
  readonly burstPerAddress: number
  readonly perAddressAndSecond: number
  /** To say who one is. */
  readonly connectWithinMs: Ms
  /** A packet's; room for the topic and the properties around a payload of 256 KiB. */
  readonly packetBytes: number
  /** All bytes of a connection before it is known who sends them. */
  readonly bytesBeforeKnown: number
}

export const DOOR_LIMITS: DoorLimits = {
  connections: 5_000,
  burstPerAddress: 2_000,
  perAddressAndSecond: 20,
  connectWithinMs: 10 * SECOND,
  packetBytes: 272 * 1_024,
  bytesBeforeKnown: 64 * 1_024,
}

export interface Doorway {
  /** false when this connection must be ended. */
  admits(socket: Socket): boolean
  /** Takes each chunk in turn; why the connection must be cut, or null. */
  watch(isKnown: () => boolean): (chunk: Buffer) => string | null
  turnedAway(): number
  /** Who was turned away within the last minutes, in plain words; null when nobody was. */
  problem(): string | null
}

const GOES_ON_FOR: Ms = 10 * MINUTE

/** `open` counts the connections there are; `now` is the machine's. */
export function createDoorway(limits: DoorLimits, open: () => number, now: () => EpochMs): Doorway {
  const perAddress = createTokenBuckets({ capacity: limits.burstPerAddress, perSecond: limits.perAddressAndSecond })
  let turnedAway = 0
  let last: { readonly at: EpochMs; readonly why: string } | null = null

  function whyNot({ remoteAddress }: Socket): string | null {
    if (open() >= limits.connections) return `there are ${limits.connections} connections, as many as it takes`
    const address = remoteAddress ?? 'an unknown address'
    return perAddress.take(address, 1, now()) ? null : `${address} connects more often than it may`
  }

  return {
    admits(socket) {
      const why = whyNot(socket)
      if (why === null) return true
      turnedAway += 1
      last = { at: now(), why }
      return false
    },
    watch(isKnown) {
      const fits = createPacketLimit(limits.packetBytes)
      let bytes = 0
      return (chunk) => {
        bytes += chunk.length
        if (!fits(chunk)) return `a packet of more than ${limits.packetBytes} bytes`
        if (bytes > limits.bytesBeforeKnown && !isKnown()) return `${bytes} bytes before it said who it is`
        return null
      }
    },
    turnedAway: () => turnedAway,
    problem: () => (last && now() - last.at < GOES_ON_FOR ? `connections are turned away: ${last.why}` : null),
  }
}
