/**
 * ACT: judges every instant of the realm's clock in order, and never the same instant twice.
 *
 * Readings come straight from intake (after the spool, before any database). At instant t everything with ts ≤ t is
 * known before a timer is judged. What a judgement changes is stored in one change of the operations database; while
 * that is not possible, the instant is kept and judged again, so an outage delays orders and loses none.
 */
import type { Reading } from '../../domain/air/reading.ts'
import type { Episode, EpisodeHold } from '../../domain/control/episode.ts'
import { scopeKey } from '../../domain/control/scope.ts'
import type { Doubt, Rule, RuleMemory } from '../../domain/rules/rule.ts'
import { type EpochMs, MINUTE, type Ms } from '../../domain/units.ts'
import type { CrashPoint } from '../../ports/crash-point.ts'
import type { Log } from '../../ports/log.ts'
import type { Operations } from '../../ports/operations.ts'
import type { By } from '../common/by.ts'
import type { RegistryDesk } from '../district/registry.ts'
import { recountIssues } from './cause-drafts.ts'
import { type Changed, hasChanged } from './changed.ts'
import type { DraftDesk } from './draft-desk.ts'
import type { Exemptions } from './exemptions.ts'
import type { Filings } from './filings.ts'
import { type FollowParts, followDecision, isHeldMeanwhile } from './follow-decision.ts'
import type { ManualWatch } from './manual-watch.ts'
import { orderNewPlaces } from './new-places.ts'
import type { NoticeWatch } from './notice-watch.ts'
import { createRecorder } from './record.ts'
import { createRuleRunner, type Judged, type RuleRunner, type Watch, watchKey } from './rule-runner.ts'
import { createSampleKeeper, type KeptSamples } from './sample-keeper.ts'
import { storedAfterAll } from './stored-after-all.ts'

export interface Control {
  /** Reads what the rules remember from the database; `judgedUpTo` is the instant to go on from. */
  start(judgedUpTo: EpochMs): Promise<void>
  /** Readings that were kept. */
  take(readings: readonly Reading[]): void
  /** A person keeps an episode open, or lets it go again: judged with from now on. */
  noteHold(episode: Episode): void
  /** Judges every whole minute, every due time and `target` itself. Resolves with the instant reached, which is
   * earlier than `target` only when the operations database could not store a change. */
  advanceTo(target: EpochMs): Promise<EpochMs>
  /** The clock was set right: judging goes on from `at`, however far that lies from the last instant judged, and every
   * timer and countdown has run as long as it had there. Resolves with how far that moved it. */
  goOnFrom(at: EpochMs, by: By): Promise<Ms>
  status(): ControlStatus
  timers: RuleRunner['timers']
  snapshot(): ControlSnapshot
  restore(samples: KeptSamples): void
}

export interface ControlStatus {
  /** The last instant judged; null before the first. */
  readonly judgedUpTo: EpochMs | null
  /** Scopes without usable data for a rule now. */
  readonly blindScopes: readonly string[]
  /** Sources that contradict all others. */
  readonly doubts: readonly Doubt[]
  /** Why it cannot go on, in plain words; null when it can. */
  readonly problem: string | null
}

export interface ControlSnapshot {
  readonly judgedUpTo: EpochMs
  readonly samples: KeptSamples
}

export interface ControlParts {
  readonly operations: Operations
  readonly registry: RegistryDesk
  readonly rules: readonly Rule[]
  readonly follow: FollowParts
  readonly drafts: DraftDesk
  readonly notices: NoticeWatch
  readonly exemptions: Exemptions
  readonly filings: Filings
  readonly manual: ManualWatch
  readonly crash: CrashPoint
  readonly log: Log
  /** Called before each judged instant; in a drill this moves the realm clock. */
  readonly onInstant: (at: EpochMs) => void
  readonly onChanged: (changed: Changed) => void
}

const NOBODY: readonly string[] = []

/** What one instant asks to be stored. */
interface ToStore {
  readonly moved: readonly Judged[]
  readonly isDraftDue: boolean
  readonly isNoticeDue: boolean
  readonly isExemptionDue: boolean
  readonly isFilingDue: boolean
  readonly isManualDue: boolean
  /** Places have come, and something is in force. */
  readonly isGrown: boolean
  /** Whose open episodes may owe them an order. */
  readonly grown: readonly Judged[]
}

export function createControl(parts: ControlParts): Control {
  const { operations, registry, rules, follow, drafts, notices, exemptions, filings, manual, crash, log } = parts
  const samples = createSampleKeeper(rules.flatMap((rule) => rule.quantities))
  const runner = createRuleRunner(rules, registry)
  /** By rule and scope: no two open episodes share both. */
  const holds = new Map<string, EpisodeHold>()
  /** Scopes are rebuilt between two instants only: what is being judged must not change under the judgement. */
  let isRegistryNew = false
  /** Places may have come that an open episode has not ordered anything. */
  let arePlacesNew = true
  /** A change failed, and nobody may know whether it was stored: the database is asked before the next judgement. */
  let isUncertain = false
  /** What the last change tried to store, until it is known to be stored and told. */
  let untold: Changed | null = null
  let judgedUpTo: EpochMs | null = null
  /** The clock is being set right to here, and nobody may know yet whether that was stored. */
  let goingOnFrom: EpochMs | null = null
  let problem: string | null = null
  let turn: Promise<unknown> = Promise.resolve()

  registry.onChange(() => {
    isRegistryNew = true
  })

  function rebuild(): void {
    isRegistryNew = false
    arePlacesNew = true
    runner.rebuild()
  }

  async function start(from: EpochMs): Promise<void> {
    await readStored()
    judgedUpTo = Math.max(judgedUpTo ?? 0, from)
  }

  /** Takes the database's word for what every rule remembers, for holds and for countdowns. */
  async function readStored(): Promise<void> {
    const states = await operations.read.rules.all()
    if (goingOnFrom !== null && states.every(({ judgedAt }) => judgedAt === goingOnFrom)) judgedUpTo = goingOnFrom
    goingOnFrom = null
    for (const { judgedAt } of states) judgedUpTo = Math.max(judgedUpTo ?? 0, judgedAt)
    runner.restore(states)
    rebuild()
    holds.clear()
    for (const { rule, key } of runner.open()) {
      const episode = await operations.read.episodes.latestOf(rule.id, key)
      if (episode) noteHold(episode)
    }
    await drafts.load()
    await notices.load()
    await exemptions.load()
    await filings.load()
    await manual.load()
    isUncertain = false
  }

  /** An uncertain change that was stored after all is told as it stands now; one that was not is judged again. */
  async function tellUntold(): Promise<void> {
    if (untold === null) return
    const stored = await storedAfterAll(untold, operations.read)
    untold = null
    if (hasChanged(stored)) parts.onChanged(stored)
  }

  function noteHold(episode: Episode): void {
    const key = watchKey({ rule: { id: episode.kind }, key: scopeKey(episode.scope) })
    if (episode.hold === null) holds.delete(key)
    else holds.set(key, episode.hold)
  }

  /** Who or which notice keeps the watch's open episode open at this instant. */
  function heldOpenBy(watch: Watch, at: EpochMs): readonly string[] {
    const key = watchKey(watch)
    const held = holds.get(key)
    if (held && held.until <= at) holds.delete(key)
    const person = held && held.until > at ? [held.by] : NOBODY
    return watch.rule.isDelayedByNotices ? [...person, ...notices.holding(watch.scope, at)] : person
  }

  /** One caller at a time: instants are judged in order. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work)
    turn = mine.catch(() => undefined)
    return mine
  }

  async function advance(target: EpochMs): Promise<EpochMs> {
    let at = judgedUpTo ?? target - 1
    try {
      if (isUncertain) {
        await readStored()
        at = judgedUpTo ?? at
        await tellUntold()
      }
      while (at < target) {
        if (isRegistryNew) rebuild()
        const next = nextInstant(at, target)
        parts.onInstant(next)
        await judge(next)
        at = next
        judgedUpTo = next
      }
    } catch (error) {
      isUncertain = true
      noteProblem(error)
      return at
    }
    if (problem !== null) log.info('control.recovered', { judgedUpTo: at })
    problem = null
    return at
  }

  async function goOnFrom(at: EpochMs, by: By): Promise<Ms> {
    if (isUncertain) await readStored()
    const from = judgedUpTo ?? at
    const movedMs = at - from
    isUncertain = true
    goingOnFrom = at
    const { states, changed } = await operations.change(async (books) => {
      const moved = (await books.rules.all()).map((one) => {
        const rule = rules.find(({ id }) => id === one.rule)
        // Written by the rule itself; one that is off keeps what it has.
        const state = rule ? rule.moved(one.state as RuleMemory, movedMs) : one.state
        return { ...one, state, judgedAt: at }
      })
      await books.rules.save(moved)
      const record = createRecorder(books)
      await drafts.retime(record, movedMs, at, by)
      await record.clock({ action: 'clock.reanchored', at, by, details: { judgedUpTo: from, goesOnFrom: at } })
      return { states: moved, changed: record.changed() }
    })
    runner.restore(states)
    judgedUpTo = at
    goingOnFrom = null
    isUncertain = false
    if (hasChanged(changed)) parts.onChanged(changed)
    return movedMs
  }

  function noteProblem(error: unknown): void {
    const why = error instanceof Error ? error.message : String(error)
    if (why !== problem) log.error('control.not-stored', { why })
    problem = why
  }

  function nextInstant(after: EpochMs, target: EpochMs): EpochMs {
    let next = Math.min(target, (Math.floor(after / MINUTE) + 1) * MINUTE)
    const draftDue = drafts.nextDueAt()
    if (draftDue !== null && draftDue > after) next = Math.min(next, draftDue)
    for (const { until } of holds.values()) if (until > after) next = Math.min(next, until)
    for (const due of [notices, exemptions, filings, manual].map((one) => one.nextInstant())) {
      if (due !== null && due > after) next = Math.min(next, due)
    }
    return Math.min(next, runner.nextDueAt(after) ?? next)
  }

  async function judge(at: EpochMs): Promise<void> {
    const judged = runner.judge(at, samples.samplesOf, (watch) => ({
      heldOpenBy: heldOpenBy(watch, at),
      declared: notices.declared(watch.scope, at),
    }))
    const moved = judged.filter((one) => one.hasMoved)
    const isDraftDue = (drafts.nextDueAt() ?? Number.POSITIVE_INFINITY) <= at
    const isNoticeDue = (notices.nextInstant() ?? Number.POSITIVE_INFINITY) <= at
    const isExemptionDue = (exemptions.nextInstant() ?? Number.POSITIVE_INFINITY) <= at
    const isFilingDue = (filings.nextInstant() ?? Number.POSITIVE_INFINITY) <= at
    const isManualDue = (manual.nextInstant() ?? Number.POSITIVE_INFINITY) <= at
    const isAny = notices.areAny() || manual.areAny()
    const isGrown = arePlacesNew && (isAny || judged.some(({ judgement }) => judgement.next.level > 0))
    const grown = isGrown ? judged.filter(({ judgement }) => judgement.next.level > 0) : []
    arePlacesNew = false
    if (moved.length > 0 || isDraftDue || isNoticeDue || isExemptionDue || isFilingDue || isManualDue || isGrown) {
      const { changed, followed } = await storeJudgement(
        { moved, isDraftDue, isNoticeDue, isExemptionDue, isFilingDue, isManualDue, isGrown, grown },
        at,
      )
      runner.remember(followed)
      untold = null
      if (hasChanged(changed)) parts.onChanged(changed)
    }
    samples.prune(at)
  }

  async function storeJudgement(
    { moved, grown, ...is }: ToStore,
    at: EpochMs,
  ): Promise<{ readonly changed: Changed; readonly followed: readonly Judged[] }> {
    crash('control.before-commit')
    const stored = await operations.change(async (books) => {
      const followed: Judged[] = []
      for (const one of moved) if (!(await isHeldMeanwhile(books, one, at))) followed.push(one)
      const states = followed.map(({ rule, key, judgement }) => ({
        rule: rule.id,
        scope: key,
        state: judgement.next,
        judgedAt: at,
      }))
      if (states.length > 0) await books.rules.save(states)
      const record = createRecorder(books)
      // What has ended holds nothing open and nothing back any more.
      if (is.isNoticeDue) await notices.fallDue(record, at)
      if (is.isExemptionDue) await exemptions.fallDue(record, at)
      if (is.isFilingDue) await filings.fallDue(record, at)
      if (is.isManualDue) await manual.fallDue(record, at)
      for (const one of followed) await followDecision(record, follow, one, at)
      if (is.isDraftDue) await drafts.issueDue(record, at)
      for (const one of grown) await orderNewPlaces(record, follow, one, at)
      if (is.isGrown) await notices.orderNewPlaces(record, at)
      if (is.isGrown) await manual.orderNewPlaces(record, at)
      // A draft that waits counts them, too.
      if (is.isGrown) await recountIssues(record, follow.orders, follow.demands, at, 'places-changed')
      untold = record.changed()
      return { changed: untold, followed }
    })
    crash('control.committed')
    return stored
  }

  return {
    start,
    take: samples.take,
    noteHold,
    advanceTo: (target) => inTurn(() => advance(target)),
    goOnFrom: (at, by) => inTurn(() => goOnFrom(at, by)),
    status: () => ({ judgedUpTo, blindScopes: runner.blindScopes(), doubts: runner.doubts(), problem }),
    timers: runner.timers,
    snapshot: () => ({ judgedUpTo: judgedUpTo ?? 0, samples: samples.snapshot() }),
    restore: samples.restore,
  }
}
