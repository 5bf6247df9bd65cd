/** Exactly what the HTTP side needs of the program. `main.ts` puts it together; each group of routes names its share. */
import type { Token } from '../config/tokens.ts'
import type { HealthView } from '../contract/health.ts'
import type { Act } from '../flows/act/open-act.ts'
import type { Answers } from '../flows/common/answers.ts'
import type { Metric } from '../flows/common/offered.ts'
import type { District } from '../flows/district/open-district.ts'
import type { Drill } from '../flows/drill/open-drill.ts'
import type { Knocks } from '../flows/keep/knocks.ts'
import type { Keep } from '../flows/keep/open-keep.ts'
import type { Show } from '../flows/show/open-show.ts'
import type { Camera } from '../ports/camera.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'

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
  readonly log: Log
  readonly district: District
  readonly keep: Pick<Keep, 'takeReadings' | 'shipAgain'>
  /** Who was not let in at the broker. */
  readonly joins: Knocks['list']
  readonly act: Pick<
    Act,
    | 'drafts'
    | 'orders'
    | 'episodes'
    | 'notices'
    | 'exemptions'
    | 'filings'
    | 'manual'
    | 'handovers'
    | 'packs'
    | 'judging'
  >
  readonly show: Show
  /** null: this machine makes no pictures. */
  readonly camera: Camera | null
  /** null in the live realm. */
  readonly drill: Drill | null
  /** Why nothing may be changed now, in plain words; null while it may. */
  readonly refusal: () => string | null
  readonly answers: Answers
  readonly health: () => Promise<HealthView>
  readonly metrics: readonly Metric[]
}
