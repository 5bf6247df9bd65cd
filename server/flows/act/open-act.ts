/**
 * ACT, its front door: readings in; episodes, drafts and orders out; and what people do with them.
 *
 * Everything a change touches is told here in one order: first who keeps something in memory, then the screens.
 */
import type { OrderSettings } from '../../domain/control/order.ts'
import { planFor } from '../../domain/control/plan/index.ts'
import type { PlanSettings } from '../../domain/control/plan/response-plan.ts'
import type { Rule } from '../../domain/rules/rule.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CrashPoint } from '../../ports/crash-point.ts'
import type { Log } from '../../ports/log.ts'
import type { Operations } from '../../ports/operations.ts'
import type { Latest } from '../district/latest.ts'
import { localWeather } from '../district/local-weather.ts'
import type { RegistryDesk } from '../district/registry.ts'
import { createCauseOrders } from './cause-orders.ts'
import { type Control, type ControlParts, createControl } from './control.ts'
import { createDraftDesk, type DraftDesk } from './draft-desk.ts'
import { createEpisodeDesk, type EpisodeDesk } from './episode-desk.ts'
import { createOrderDesk, type OrderDesk } from './order-desk.ts'
import { type Changed, recordedChanges } from './record.ts'

export interface ActParts {
  readonly operations: Operations
  readonly registry: RegistryDesk
  readonly latest: Latest
  readonly rules: readonly Rule[]
  readonly plan: PlanSettings
  /** Which plan answers which kind of episode; the office's response plan when left out. */
  readonly planOf?: typeof planFor
  readonly order: OrderSettings
  /** `D` in a drill, else empty. */
  readonly numberPrefix: string
  /** The realm's. */
  readonly clock: Clock
  readonly newId: () => string
  readonly crash: CrashPoint
  readonly log: Log
  readonly onInstant: ControlParts['onInstant']
  /** Called with what changed, once it is stored. */
  readonly tell: (changed: Changed) => void
}

export interface Act extends Omit<Control, 'noteHold'> {
  readonly drafts: Pick<DraftDesk, 'issue' | 'hold' | 'drop'>
  readonly orders: OrderDesk
  readonly episodes: EpisodeDesk
}

export function openAct(parts: ActParts): Act {
  const { operations, registry, latest, clock, crash, newId } = parts
  const planOf = parts.planOf ?? planFor
  const orders = createCauseOrders({
    registry,
    settings: parts.order,
    timeZone: registry.timeZone,
    numberPrefix: parts.numberPrefix,
    newId,
    demandOf: (place, kind, level, at) => ({
      level,
      ...planOf(kind).measuresFor(place, level, localWeather(registry, latest, place, at), parts.plan),
    }),
  })
  const change = recordedChanges(operations, noteAndTell)
  const drafts = createDraftDesk({ operations, change, orders, clock, crash })
  const control = createControl({
    operations,
    registry,
    rules: parts.rules,
    follow: { orders, clock, newId, fromLevelOf: (kind) => planOf(kind).fromLevel },
    drafts,
    crash,
    log: parts.log,
    onInstant: parts.onInstant,
    onChanged: noteAndTell,
  })

  function noteAndTell(changed: Changed): void {
    drafts.note(changed.drafts)
    for (const episode of changed.episodes) control.noteHold(episode)
    parts.tell(changed)
  }

  return {
    ...control,
    drafts,
    orders: createOrderDesk({ change, causeOrders: orders, clock, crash }),
    episodes: createEpisodeDesk({ change, clock }),
  }
}
