/**
 * Recognises a reading that came before: same device, same time, same values. Bounded: per device the last few times.
 *
 * A reading whose values changed is a rewrite, not a replay. A replay from further back is not recognised; it does no
 * harm, because whoever takes readings keys them by device and time. Values are remembered as a 32-bit digest, so one
 * changed value in four thousand million could be taken for a replay.
 */
import { QUANTITIES } from './quantity.ts'
import type { Reading } from './reading.ts'

export interface ReplayMemory {
  /** Whether it came before; remembers it. */
  isReplay(reading: Reading): boolean
}

interface Recent {
  readonly times: Float64Array
  readonly digests: Uint32Array
  /** Where the next one goes: the oldest is overwritten. */
  next: number
}

export function createReplayMemory(perDevice = 64): ReplayMemory {
  const devices = new Map<string, Recent>()

  function recentOf(device: string): Recent {
    const known = devices.get(device)
    if (known) return known
    const fresh = { times: new Float64Array(perDevice).fill(Number.NaN), digests: new Uint32Array(perDevice), next: 0 }
    devices.set(device, fresh)
    return fresh
  }

  return {
    isReplay(reading) {
      const recent = recentOf(reading.device)
      const digest = digestOf(reading)
      const at = recent.times.indexOf(reading.ts)
      if (at >= 0) {
        const isSame = recent.digests[at] === digest
        recent.digests[at] = digest
        return isSame
      }
      recent.times[recent.next] = reading.ts
      recent.digests[recent.next] = digest
      recent.next = (recent.next + 1) % perDevice
      return false
    },
  }
}

const float = new Float64Array(1)
const words = new Uint32Array(float.buffer)

/** FNV-1a over position and value of each quantity, in the order of `QUANTITIES`, not in that of the message. */
function digestOf({ values }: Reading): number {
  let digest = 0x811c9dc5
  for (let index = 0; index < QUANTITIES.length; index++) {
    const value = values[QUANTITIES[index]!]
    if (value === undefined) continue
    float[0] = value
    digest = mix(mix(mix(digest, index), words[0]!), words[1]!)
  }
  return digest
}

function mix(digest: number, word: number): number {
  let mixed = digest
  for (let shift = 0; shift < 32; shift += 8) mixed = Math.imul(mixed ^ ((word >>> shift) & 0xff), 0x01000193) >>> 0
  return mixed
}
