/**
 * Whose connection stands for which device. A device that comes back takes its own connection over, because the broker
 * may not have noticed yet that the line broke; two that share one identity may not hold each other off for ever.
 */
import { type EpochMs, MINUTE, type Ms, SECOND } from '../../domain/units.ts'

/** A connection stands at least so long before the next one of its device ends it … */
const STANDS_AT_FIRST: Ms = 10 * SECOND
/** … and twice as long after each time that happened, up to this; forgotten when one stood twice that long. */
const STANDS_AT_MOST: Ms = 10 * MINUTE

interface Standing<Connection> {
  readonly connection: Connection
  readonly since: EpochMs
  /** Before the next one may end it. */
  readonly standsMs: Ms
}

export interface Sessions<Connection> {
  /** false while the connection that stands is too young to be ended by another of the same device. */
  mayOpen(device: string): boolean
  opened(device: string, connection: Connection): void
  closed(device: string, connection: Connection): void
  all(): readonly Connection[]
}

export function createSessions<Connection>(now: () => EpochMs): Sessions<Connection> {
  const all = new Map<string, Standing<Connection>>()
  return {
    mayOpen(device) {
      const standing = all.get(device)
      return standing === undefined || now() - standing.since >= standing.standsMs
    },
    opened(device, connection) {
      const before = all.get(device)
      const isCalm = before === undefined || now() - before.since >= 2 * STANDS_AT_MOST
      const standsMs = isCalm ? STANDS_AT_FIRST : Math.min(STANDS_AT_MOST, before.standsMs * 2)
      all.set(device, { connection, since: now(), standsMs })
    },
    closed(device, connection) {
      if (all.get(device)?.connection === connection) all.delete(device)
    },
    all: () => [...all.values()].map(({ connection }) => connection),
  }
}
