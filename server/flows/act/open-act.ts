/**
 * ACT, its front door: readings in; episodes, drafts and orders out; and what people do with them.
 *
 * Everything a change touches is told here in one order: first who keeps something in memory, then the screens.
 */

import type { Reading } from '../../domain/air/reading.ts'
import type { FilingSettings } from '../../domain/control/filing.ts'
import type { OrderSettings } from '../../domain/control/order.ts'
import { planFor } from '../../domain/control/plan/index.ts'
import type { PlanSettings } from '../../domain/control/plan/response-plan.ts'
import type { ReleaseMode, Rule, RulePack } from '../../domain/rules/rule.ts'
import { type EpochMs, type Ms, SECOND } from '../../domain/units.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CrashPoint } from '../../ports/crash-point.ts'
import type { Log } from '../../ports/log.ts'
import type { Operations } from '../../ports/operations.ts'
import type { SpoolSeq } from '../../ports/spool.ts'
import type { Metric, OfferHealth } from '../common/offered.ts'
import type { Latest } from '../district/latest.ts'
import { localWeather } from '../district/local-weather.ts'
import type { RegistryDesk } from '../district/registry.ts'
import { actHealth } from './act-health.ts'
import { createCauseOrders } from './cause-orders.ts'
import type { Changed } from './changed.ts'
import type { SteadyClock } from './clock-watch.ts'
import { type Control, type ControlParts, createControl } from './control.ts'
import { createDemands } from './demanding.ts'
import { createDraftDesk, type DraftDesk } from './draft-desk.ts'
import { createEpisodeDesk, type EpisodeDesk } from './episode-desk.ts'
import { createExemptionDesk, type ExemptionDesk } from './exemption-desk.ts'
import { createExemptions } from './exemptions.ts'
import { createFilingDesk, type FilingDesk } from './filing-desk.ts'
import { createFilings } from './filings.ts'
import { createFitPlace } from './fit-place.ts'
import { createHandoverDesk, type HandoverDesk } from './handover-desk.ts'
import { createLetGo } from './let-go.ts'
import { createLiveJudging, type LiveJudging } from './live-judging.ts'
import { createManualDesk, createManualDrafts, type ManualDesk } from './manual-desk.ts'
import { createEndManual, createManualWatch } from './manual-watch.ts'
import { createNoticeDesk, type NoticeDesk } from './notice-desk.ts'
import { createNoticeWatch } from './notice-watch.ts'
import { createOrderDesk, type OrderDesk } from './order-desk.ts'
import { recordedChanges } from './record.ts'
import { createRecovery, type RecoveryParts } from './recovery.ts'
import { RETAIN_SAMPLES_MS } from './sample-keeper.ts'
import { createUndoMemory } from './undo-memory.ts'
import { createIsWithin } from './within.ts'

export interface ActParts {
  readonly operations: Operations
  readonly registry: RegistryDesk
  readonly latest: Latest
  readonly rules: readonly Rule[]
  readonly plan: PlanSettings
  /** Which plan answers which kind of episode; the office's response plan when left out. */
  readonly planOf?: typeof planFor
  readonly order: OrderSettings
  /** How orders of a notice end, and what it had held back. */
  readonly release: ReleaseMode
  /** How long what a notice demands waits before it issues itself. */
  readonly countdownMs: Ms
  /** From so many places on what a person decides takes a second one. */
  readonly massFrom: number
  readonly filing: FilingSettings
  /** `D` in a drill, else empty. */
  readonly numberPrefix: string
  /** The realm's. */
  readonly clock: Clock
  readonly newId: () => string
  readonly crash: CrashPoint
  readonly log: Log
  readonly onInstant: ControlParts['onInstant']
  /** Of the machine, in a drill too: people's seconds. */
  readonly uptimeMs: () => Ms
  /** The clock that is judged by in the live realm; null in a drill, whose player moves the clock. */
  readonly machine: SteadyClock | null
  /** What is known across restarts; null in a drill, which is never resumed. */
  readonly memory: Pick<RecoveryParts, 'cursor' | 'decode' | 'load' | 'save'> | null
  /** Called with what changed, once it is stored. */
  readonly tell: (changed: Changed) => void
}

export interface Act extends Pick<Control, 'advanceTo' | 'status' | 'timers' | 'snapshot' | 'restore'> {
  /** Goes on where an earlier life stopped, or at `from` when nothing is remembered. */
  start(from: EpochMs): Promise<void>
  /** Readings that were kept; `seq` of their record, where they came from one. */
  take(readings: readonly Reading[], seq?: SpoolSeq): void
  /** Never throws: what could not be saved is in the log, and the next one is tried all the same. */
  saveCheckpoint(): Promise<void>
  /** null in a drill. */
  readonly judging: LiveJudging | null
  readonly health: OfferHealth
  readonly metrics: readonly Metric[]
  readonly drafts: Pick<DraftDesk, 'issue' | 'hold' | 'drop'>
  readonly orders: OrderDesk
  readonly episodes: EpisodeDesk
  readonly notices: NoticeDesk
  readonly exemptions: ExemptionDesk
  readonly filings: FilingDesk
  readonly manual: ManualDesk
  readonly handovers: HandoverDesk
  /** Of the rules that are judged. */
  readonly packs: readonly RulePack[]
}

export function openAct(parts: ActParts): Act {
  const { operations, registry, latest, clock, crash, newId, log, memory } = parts
  const exemptions = createExemptions(operations, () => fitPlace)
  const filings = createFilings(operations)
  const demands = createDemands({
    exempted: exemptions.applied,
    planOf: parts.planOf ?? planFor,
    settings: parts.plan,
    weatherAt: (place, at) => localWeather(registry, latest, place, at),
  })
  const orders = createCauseOrders({
    registry,
    settings: parts.order,
    timeZone: registry.timeZone,
    clock,
    numberPrefix: parts.numberPrefix,
    newId,
    demands,
  })
  const { change, tellUntold } = recordedChanges(operations, noteAndTell)
  const isWithin = createIsWithin(registry.place)
  const fitPlace = createFitPlace({ registry, orders, demands })
  const letGo = createLetGo({ registry, orders, demands, release: parts.release, newId })
  const notices = createNoticeWatch({ registry, operations, orders, demands, letGo })
  const end = createEndManual({ orders, demands, letGo })
  const manual = createManualWatch({ operations, orders, demands, end })
  const drafts = createDraftDesk({
    ...{ operations, change, orders, demands, clock, crash },
    manual: createManualDrafts(end),
  })
  const control = createControl({
    operations,
    registry,
    rules: parts.rules,
    follow: { orders, clock, newId, demands },
    drafts,
    notices,
    exemptions,
    filings,
    manual,
    crash,
    log,
    onInstant: parts.onInstant,
    onChanged: noteAndTell,
  })

  function noteAndTell(changed: Changed): void {
    drafts.note(changed.drafts)
    notices.note(changed.notices)
    exemptions.note(changed.exemptions)
    filings.note(changed.filings)
    manual.note(changed.manualControls)
    for (const episode of changed.episodes) control.noteHold(episode)
    parts.tell(changed)
  }

  const recovery = memory && createRecovery({ ...memory, control, latest, log })

  async function saveCheckpoint(): Promise<void> {
    await recovery?.checkpoint().catch((error: unknown) => log.error('checkpoint.not-saved', { why: String(error) }))
  }

  const { machine } = parts
  async function advanceTo(target: EpochMs): Promise<EpochMs> {
    // While the database does not answer there is nothing to tell either.
    await tellUntold().catch(() => undefined)
    return control.advanceTo(target)
  }
  const judging =
    machine && createLiveJudging({ control: { ...control, advanceTo }, machine, operations, saveCheckpoint, log })

  return {
    ...control,
    advanceTo,
    judging,
    packs: parts.rules.map((rule) => rule.pack),
    drafts,
    orders: createOrderDesk({
      ...{ change, ends: orders, isWithin, clock, crash },
      undoable: createUndoMemory(parts.uptimeMs),
    }),
    episodes: createEpisodeDesk({ change, clock }),
    exemptions: createExemptionDesk({ change, exemptions, fitPlace, clock, newId }),
    handovers: createHandoverDesk({ change, clock, newId }),
    filings: createFilingDesk({
      ...{ change, isWithin, clock, newId, settings: parts.filing },
      ...{ timeZone: registry.timeZone, numberPrefix: parts.numberPrefix },
    }),
    manual: createManualDesk({
      ...{ operations, change, orders, demands, end, clock, newId },
      massFrom: parts.massFrom,
    }),
    notices: createNoticeDesk({
      ...{ change, orders, demands, letGo, clock, newId },
      placeOf: registry.place,
      countdownMs: parts.countdownMs,
    }),
    saveCheckpoint,
    async start(from) {
      const judgedUpTo = (await recovery?.recover()) ?? from
      await control.start(Math.max(judgedUpTo, from - RETAIN_SAMPLES_MS))
      // Or else kills that come faster than checkpoints make each start longer than the one before.
      await saveCheckpoint()
    },
    take(readings, seq) {
      control.take(readings)
      if (seq !== undefined) recovery?.applied(seq)
    },
    health: (now) =>
      actHealth(
        { ...control.status(), clock: judging?.trouble() ?? null },
        { isDrill: machine === null, timeZone: registry.timeZone },
        now,
      ),
    metrics: [
      {
        name: 'control_judged_up_to_seconds',
        help: 'last instant judged, Unix time; 0 before the first',
        kind: 'gauge',
        value: () => (control.status().judgedUpTo ?? 0) / SECOND,
      },
      {
        name: 'control_blind_scopes',
        help: 'scopes without usable data',
        kind: 'gauge',
        value: () => control.status().blindScopes.length,
      },
    ],
  }
}
