/** Who knocked at the broker and was not let in: one line per name and reason, the newest first, in memory. */
import type { EpochMs } from '../../domain/units.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Knock } from '../../ports/inbox.ts'

/** Made-up names must not fill the memory: the oldest make room. */
const MOST_LINES = 200
const LONGEST_NAME = 64
/** Of one address; what more it makes up is one line. */
const MOST_OF_ONE = 20

export interface Knocked extends Knock {
  readonly firstAt: EpochMs
  readonly lastAt: EpochMs
  readonly times: number
}

export interface Knocks {
  note(knock: Knock): void
  list(): readonly Knocked[]
}

export function createKnocks(clock: Clock): Knocks {
  const lines = new Map<string, Knocked>()
  return {
    note({ name, address, why }) {
      const said = name === null ? null : printable(name)
      const isNew = !lines.has(keyOf(address, why, said))
      const isOneOfMany = isNew && [...lines.values()].filter((one) => one.address === address).length >= MOST_OF_ONE
      const shown = isOneOfMany ? null : said
      const key = isOneOfMany ? `${address} and more` : keyOf(address, why, said)
      const at = clock.now()
      const before = lines.get(key)
      // Set anew, so that the order of the map is that of the last knocks.
      lines.delete(key)
      lines.set(key, {
        ...{ name: shown, address, why },
        firstAt: before?.firstAt ?? at,
        lastAt: at,
        times: (before?.times ?? 0) + 1,
      })
      const oldest = lines.size > MOST_LINES ? lines.keys().next().value : undefined
      if (oldest !== undefined) lines.delete(oldest)
    },
    list: () => [...lines.values()].reverse(),
  }
}

function keyOf(address: string | null, why: string, name: string | null): string {
  return JSON.stringify([address, why, name])
}

/** A stranger chose it. */
function printable(name: string): string {
  return name.slice(0, LONGEST_NAME).replace(/[^\p{L}\p{N}\p{P} ]/gu, '�')
}
