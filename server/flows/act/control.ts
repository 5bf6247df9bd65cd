/**
 * ACT: judges every instant of the realm's clock in order, and never the same instant twice.
 *
 * Readings come straight from intake (after the spool, before any database). At instant t everything with ts ≤ t is
 * known before a timer is judged. What a judgement changes is stored in one change of the operations database; while
 * that is not possible, the instant is kept and judged again, so an outage delays orders and loses none.
 */
import { isUsable, QUALITY } from '../../domain/air/quality.ts'
import type { Reading } from '../../domain/air/reading.ts'
import { createSamples, type Samples } from '../../domain/air/samples.ts'
import type { EpisodeHold } from '../../domain/control/episode.ts'
import { type Scope, scopeKey } from '../../domain/control/scope.ts'
import {
  CALM,
  decideWindyDay,
  nextDueAt,
  type WindyDayDecision,
  type WindyDayState,
} from '../../domain/rules/windy-day/decide.ts'
import { type WindDevices, windDevicesOf, windEvidence } from '../../domain/rules/windy-day/wind-evidence.ts'
import { type EpochMs, HOUR, MINUTE, type Ms } from '../../domain/units.ts'
import type { CrashPoint } from '../../ports/crash-point.ts'
import type { Log } from '../../ports/log.ts'
import type { Books, Operations } from '../../ports/operations.ts'
import type { RegistryDesk } from '../district/registry.ts'
import type { DraftDesk } from './draft-desk.ts'
import { orderNewPlaces } from './new-places.ts'
import { storedAfterAll } from './stored-after-all.ts'
import { applyWindyDay, type Changed, merged, NOTHING_CHANGED, type TransitionParts } from './windy-day-transition.ts'

export interface Control {
  /** Reads the rule's state from the database; `judgedUpTo` is the instant to go on from. */
  start(judgedUpTo: EpochMs): Promise<void>
  /** Readings a rule may see: kept, not late. */
  take(readings: readonly Reading[]): void
  /** A person keeps a scope's episode open, or lets it go again (null). */
  hold(scope: string, hold: EpisodeHold | null): void
  /** Judges every whole minute, every due time and `target` itself. Resolves with the instant reached, which is
   * earlier than `target` only when the operations database could not store a change. */
  advanceTo(target: EpochMs): Promise<EpochMs>
  status(): ControlStatus
  snapshot(): ControlSnapshot
  restore(snapshot: ControlSnapshot): void
}

export interface ControlStatus {
  /** The last instant judged; null before the first. */
  readonly judgedUpTo: EpochMs | null
  /** Scopes without usable wind data now. */
  readonly blindScopes: readonly string[]
  /** Why it cannot go on, in plain words; null when it can. */
  readonly problem: string | null
}

export interface ControlSnapshot {
  readonly judgedUpTo: EpochMs
  readonly samples: readonly (readonly [string, readonly [EpochMs, number][], readonly [EpochMs, number][]])[]
}

export interface ControlParts {
  readonly operations: Operations
  readonly registry: RegistryDesk
  readonly transition: TransitionParts
  readonly drafts: DraftDesk
  readonly scope: Scope['kind']
  readonly crash: CrashPoint
  readonly log: Log
  /** Called before each judged instant; in a drill this moves the realm clock. */
  readonly onInstant: (at: EpochMs) => void
  readonly onChanged: (changed: Changed) => void
}

/** Longer than any window or timer looks back at single samples: 1.1 × an hour and ten minutes, with room. */
export const RETAIN_SAMPLES_MS: Ms = 3 * HOUR

const RULE = 'windy-day'
const NOBODY: readonly string[] = []

interface DeviceSamples {
  readonly windSpeed: Samples
  readonly windGust: Samples
}

interface ScopeState {
  readonly scope: Scope
  readonly key: string
  devices: WindDevices
  state: WindyDayState
  blind: boolean
}

interface Judged {
  readonly one: ScopeState
  readonly decision: WindyDayDecision
}

export function createControl(parts: ControlParts): Control {
  const { operations, registry, transition, drafts, crash, log } = parts
  const samples = new Map<string, DeviceSamples>()
  const remembered = new Map<string, WindyDayState>()
  const holds = new Map<string, EpisodeHold>()
  let scopes: ScopeState[] = []
  /** Scopes are rebuilt between two instants only: what is being judged must not change under the judgement. */
  let isRegistryNew = false
  /** Places may have come that an open episode has not ordered anything. */
  let arePlacesNew = true
  /** A change failed, and nobody may know whether it was stored: the database is asked before the next judgement. */
  let isUncertain = false
  /** What the last change tried to store, until it is known to be stored and told. */
  let untold: Changed | null = null
  let judgedUpTo: EpochMs | null = null
  let problem: string | null = null
  let lastPrunedAt = 0
  let turn: Promise<unknown> = Promise.resolve()

  registry.onChange(() => {
    isRegistryNew = true
  })

  function rebuildScopes(): void {
    isRegistryNew = false
    arePlacesNew = true
    for (const one of scopes) remembered.set(one.key, one.state)
    scopes = scopesOf(registry, parts.scope).map((scope) => {
      const key = scopeKey(scope)
      const state = remembered.get(key) ?? CALM
      return { scope, key, devices: windDevicesOf(scope, registry.current()), state, blind: false }
    })
  }

  async function start(from: EpochMs): Promise<void> {
    await readStored()
    judgedUpTo = Math.max(judgedUpTo ?? 0, from)
  }

  /** Takes the database's word for every scope's state, for holds and for countdowns. */
  async function readStored(): Promise<void> {
    for (const saved of await operations.read.rules.all()) {
      if (saved.rule !== RULE) continue
      // Written by this rule's own `save`; nobody else writes rows of this rule.
      remembered.set(saved.scope, saved.state as WindyDayState)
      judgedUpTo = Math.max(judgedUpTo ?? 0, saved.judgedAt)
    }
    scopes = []
    rebuildScopes()
    holds.clear()
    for (const { key, state } of scopes) {
      if (state.level > 0) hold(key, (await operations.read.episodes.latestOf(key))?.hold ?? null)
    }
    await drafts.load()
    isUncertain = false
  }

  /** An uncertain change that was stored after all is told as it stands now; one that was not is judged again. */
  async function tellUntold(): Promise<void> {
    if (untold === null) return
    const stored = await storedAfterAll(untold, operations.read)
    untold = null
    if (stored !== NOTHING_CHANGED) parts.onChanged(stored)
  }

  function hold(scope: string, held: EpisodeHold | null): void {
    if (held === null) holds.delete(scope)
    else holds.set(scope, held)
  }

  /** Who keeps the scope's episode open at this instant. */
  function heldOpenBy(scope: string, at: EpochMs): readonly string[] {
    const held = holds.get(scope)
    if (!held) return NOBODY
    if (held.until > at) return [held.by]
    holds.delete(scope)
    return NOBODY
  }

  function take(readings: readonly Reading[]): void {
    for (const reading of readings) {
      addSample(reading, 'windSpeed')
      addSample(reading, 'windGust')
    }
  }

  function addSample(reading: Reading, quantity: 'windSpeed' | 'windGust'): void {
    const value = reading.values[quantity]
    const mask = reading.quality[quantity] ?? 0
    if (value === undefined || !isUsable(mask) || (mask & QUALITY.late) !== 0) return
    samplesOf(reading.device)[quantity].add(reading.ts, value)
  }

  function samplesOf(device: string): DeviceSamples {
    let known = samples.get(device)
    if (!known) {
      known = { windSpeed: createSamples(RETAIN_SAMPLES_MS), windGust: createSamples(RETAIN_SAMPLES_MS) }
      samples.set(device, known)
    }
    return known
  }

  /** One caller at a time: instants are judged in order. */
  function advanceTo(target: EpochMs): Promise<EpochMs> {
    const mine = turn.then(() => advance(target))
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
        if (isRegistryNew) rebuildScopes()
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
    for (const { state } of scopes) {
      const due = nextDueAt(state, transition.rule, after)
      if (due !== null) next = Math.min(next, due)
    }
    return next
  }

  async function judge(at: EpochMs): Promise<void> {
    const judged = scopes.map((one) => {
      const evidence = windEvidence(one.devices, (device) => samples.get(device), at, transition.rule)
      one.blind = evidence.windMps === null && evidence.gust === null
      return {
        one,
        decision: decideWindyDay(one.state, { at, evidence, heldOpenBy: heldOpenBy(one.key, at) }, transition.rule),
      }
    })
    const moved = judged.filter(({ one, decision }) => decision.next !== one.state)
    const isDraftDue = (drafts.nextDueAt() ?? Number.POSITIVE_INFINITY) <= at
    const grown = arePlacesNew ? judged.filter(({ decision }) => decision.next.level > 0) : []
    arePlacesNew = false
    if (moved.length > 0 || isDraftDue || grown.length > 0) {
      const changed = await storeJudgement(moved, isDraftDue, grown, at)
      for (const { one, decision } of moved) one.state = decision.next
      drafts.note(changed.drafts)
      untold = null
      parts.onChanged(changed)
    }
    if (at - lastPrunedAt > 10 * MINUTE) prune(at)
  }

  async function storeJudgement(
    moved: readonly Judged[],
    isDraftDue: boolean,
    grown: readonly Judged[],
    at: EpochMs,
  ): Promise<Changed> {
    crash('control.before-commit')
    const changed = await operations.change(async (books: Books) => {
      const states = moved.map(({ one, decision }) => ({
        rule: RULE,
        scope: one.key,
        state: decision.next,
        judgedAt: at,
      }))
      if (states.length > 0) await books.rules.save(states)
      const all: Changed[] = []
      for (const { one, decision } of moved) {
        if (!hasEffect(decision)) continue
        all.push(await applyWindyDay(books, transition, one.scope, one.key, decision, at))
      }
      if (isDraftDue) all.push(await drafts.issueDue(books, at))
      for (const { one } of grown) all.push(await orderNewPlaces(books, transition, one.key, at))
      untold = merged([NOTHING_CHANGED, ...all])
      return untold
    })
    crash('control.committed')
    return changed
  }

  function prune(at: EpochMs): void {
    lastPrunedAt = at
    for (const { windSpeed, windGust } of samples.values()) {
      windSpeed.prune(at)
      windGust.prune(at)
    }
  }

  return {
    start,
    take,
    hold,
    advanceTo,
    status: () => ({ judgedUpTo, blindScopes: scopes.filter((one) => one.blind).map((one) => one.key), problem }),
    snapshot: () => ({
      judgedUpTo: judgedUpTo ?? 0,
      samples: [...samples].map(([device, one]) => [device, one.windSpeed.snapshot(), one.windGust.snapshot()]),
    }),
    restore(snapshot) {
      for (const [device, windSpeed, windGust] of snapshot.samples) {
        samplesOf(device).windSpeed.restore(windSpeed)
        samplesOf(device).windGust.restore(windGust)
      }
    },
  }
}

function hasEffect(decision: WindyDayDecision): boolean {
  return decision.changes.length > 0 || decision.blind !== null || decision.review !== null
}

function scopesOf(registry: RegistryDesk, kind: Scope['kind']): Scope[] {
  if (kind === 'district') return [{ kind: 'district' }]
  return registry.current().townships.map((township) => ({ kind: 'township', townshipId: township.id }))
}
