/** SHOW, its front door: what the roads did, told live; lists, series and the report, read on demand. */
import type { ClockView } from '../../contract/clock.ts'
import type { ContributionAnswer } from '../../contract/contribution.ts'
import type { DistrictCurveAnswer } from '../../contract/curve.ts'
import { type TimerView, timerView } from '../../contract/timer.ts'
import type { Reading } from '../../domain/air/reading.ts'
import { localIso } from '../../domain/time.ts'
import { type EpochMs, SECOND } from '../../domain/units.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Operations } from '../../ports/operations.ts'
import type { ReadingStore } from '../../ports/reading-store.ts'
import type { Changed } from '../act/changed.ts'
import type { WatchTimer } from '../act/rule-runner.ts'
import type { Metric } from '../common/offered.ts'
import type { District } from '../district/open-district.ts'
import { type Analysis, createAnalysis } from './analysis.ts'
import { type ContributionRequest, siteContribution } from './contribution.ts'
import { CURVE_STEP, districtCurve } from './district-curve.ts'
import { createLists, type Lists } from './lists.ts'
import { createLive, type Live } from './live.ts'
import { createReadingsPulse } from './readings-pulse.ts'
import { readSeries, type SeriesOutcome, type SeriesRequest } from './series.ts'
import { type Snapshot, takeSnapshot } from './snapshot.ts'
import { sendPulse, tellLive } from './tell-live.ts'

export interface ShowParts extends Pick<District, 'registry' | 'latest'> {
  readonly operations: Pick<Operations, 'read'>
  readonly store: Pick<ReadingStore, 'series' | 'count'>
  /** The realm's. */
  readonly clock: Clock
  readonly machine: Clock
  readonly realm: ClockView['realm']
  /** How fast a drill is wanted to run; 1 live. */
  readonly speed: () => number | null
}

export interface Show {
  readonly live: Live
  readonly lists: Lists
  readonly metrics: readonly Metric[]
  /** What ACT changed. */
  tell(changed: Changed): void
  /** What KEEP kept. */
  take(readings: readonly Reading[]): void
  /** Sends what was taken since the last beat, the rules' timers when they changed, and a drill's clock when it has moved. */
  beat(timers: readonly WatchTimer[]): void
  clock(): ClockView
  tellClock(): void
  snapshot(): Promise<Snapshot>
  /** Rejects with `StoreUnavailable` when the store cannot answer. */
  series(request: SeriesRequest): Promise<SeriesOutcome>
  /** The district's curve over the whole steps that touch the span. Rejects with `StoreUnavailable`. */
  curve(from: EpochMs, to: EpochMs): Promise<DistrictCurveAnswer>
  /** Rejects with `StoreUnavailable`. */
  contribution(request: ContributionRequest): Promise<ContributionAnswer>
  count(from: EpochMs, to: EpochMs): ReturnType<ReadingStore['count']>
  readonly analysis: Analysis
}

export function openShow(parts: ShowParts): Show {
  const { operations, registry, latest, store, clock, machine, realm } = parts
  const live = createLive({ startedAt: machine.now() })
  const pulse = createReadingsPulse()
  const lists = createLists(operations, registry, clock.now)
  let toldAt = Number.NaN
  let timers: TimerView[] = []

  function clockView(): ClockView {
    const now = clock.now()
    const { timeZone } = registry
    return { realm, now: localIso(now, timeZone), epochMs: now, timeZone, speed: parts.speed() }
  }

  function tellClock(): void {
    toldAt = clock.now()
    live.publish('clock', clockView())
  }

  return {
    live,
    lists,
    metrics: metricsOf(lists, machine),
    tell: (changed) => tellLive(live, registry, changed),
    take: pulse.take,
    beat(running) {
      sendPulse(live, pulse, clock, registry.timeZone)
      const told = running.flatMap((one) => timerView(one, registry) ?? [])
      if (JSON.stringify(told) !== JSON.stringify(timers)) {
        timers = told
        live.publish('timers', { timers: told })
      }
      // A live clock needs no telling: it goes with the machine's.
      if (realm === 'drill' && clock.now() !== toldAt) tellClock()
    },
    clock: clockView,
    tellClock,
    snapshot: () => takeSnapshot({ operations, registry, latest, live, clock, clockView, timers: () => timers }),
    series: (request) => readSeries(store, request, registry.timeZone),
    curve: (from, to) =>
      districtCurve(
        store,
        registry.current().devices,
        Math.floor(from / CURVE_STEP) * CURVE_STEP,
        Math.ceil(to / CURVE_STEP) * CURVE_STEP,
      ),
    contribution: (request) => siteContribution(store, registry, request),
    count: (from, to) => store.count(from, to),
    analysis: createAnalysis(store, registry),
  }
}

/** Counting what is open asks the database: not more often than this. */
const COUNT_EVERY = 10 * SECOND

function metricsOf(lists: Lists, machine: Clock): Metric[] {
  let askedAt = Number.NEGATIVE_INFINITY
  let answer: Promise<Awaited<ReturnType<Lists['open']>> | null> = Promise.resolve(null)
  const open = () => {
    if (machine.now() - askedAt >= COUNT_EVERY) {
      askedAt = machine.now()
      // Absent numbers say it here, and /health says why; the other metrics must still come out.
      answer = lists.open().catch(() => null)
    }
    return answer
  }
  const absent = 'absent while the database does not answer'
  return [
    {
      name: 'episodes_open',
      help: `episodes open; ${absent}`,
      kind: 'gauge',
      value: async () => (await open())?.episodes ?? null,
    },
    {
      name: 'orders_in_force',
      help: `orders in force; ${absent}`,
      kind: 'gauge',
      value: async () => (await open())?.orders ?? null,
    },
  ]
}
