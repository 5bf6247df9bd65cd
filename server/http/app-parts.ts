/** Exactly what the HTTP side needs of the program. `main.ts` puts it together; tests put in what they like. */
import type { CountersView, HealthView } from '../contract/health.ts'
import type { Role } from '../domain/people/role.ts'
import type { Act } from '../flows/act/open-act.ts'
import type { Latest } from '../flows/district/latest.ts'
import type { RegistryDesk } from '../flows/district/registry.ts'
import type { AdvanceClock, DrillPace } from '../flows/drill/realm-clock.ts'
import type { TakeReadings } from '../flows/keep/import-readings.ts'
import type { SpoolHealth } from '../flows/show/health.ts'
import type { Live } from '../flows/show/live.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Operations } from '../ports/operations.ts'
import type { ReadingStore } from '../ports/reading-store.ts'

export interface Token {
  readonly token: string
  readonly role: Role
  readonly actor: string
}

export interface AppSettings {
  readonly realm: 'live' | 'drill'
  readonly timeZone: string
  readonly version: string
  readonly tokens: readonly Token[]
  /** The token that opening the dashboard signs in with; null outside a demo. */
  readonly demoToken: string | null
}

export interface AppParts {
  readonly settings: AppSettings
  /** The realm's. */
  readonly clock: Clock
  readonly machine: Clock
  readonly log: Log
  readonly advance: AdvanceClock
  /** null in the live realm. */
  readonly pace: DrillPace | null
  readonly registry: RegistryDesk
  readonly operations: Operations
  readonly store: ReadingStore
  readonly latest: Latest
  readonly live: Live
  readonly act: Pick<Act, 'drafts' | 'orders' | 'episodes' | 'status'>
  /** Takes imported readings down the same road as messages. */
  readonly takeReadings: TakeReadings
  readonly health: () => Promise<HealthView>
  readonly counters: () => CountersView
  readonly spool: () => SpoolHealth
  /** Resolves when the reading store has everything that was taken in. */
  readonly drained: () => Promise<void>
}
