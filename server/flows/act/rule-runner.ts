/**
 * Runs every rule over every scope it looks at, and keeps what each remembers: by rule and scope, so that two rules on
 * one scope never touch each other. It stores nothing; what is judged counts only once the caller has stored it.
 */
import { type Scope, scopeKey } from '../../domain/control/scope.ts'
import type {
  Doubt,
  Judgement,
  Rule,
  RuleInScope,
  RuleMemory,
  RunningTimer,
  SamplesOf,
  Scene,
} from '../../domain/rules/rule.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { RuleState } from '../../ports/books/rules.ts'
import type { RegistryDesk } from '../district/registry.ts'

/** One rule in one scope. */
export interface Watch {
  readonly rule: Rule
  readonly scope: Scope
  /** `scopeKey` of the scope. */
  readonly key: string
}

export interface WatchTimer extends RunningTimer {
  readonly rule: string
  readonly scope: Scope
}

export interface Judged extends Watch {
  readonly judgement: Judgement<RuleMemory>
  /** There is something new to remember. */
  readonly hasMoved: boolean
}

/** What people and notices say of a watch. */
export type Around = Pick<Scene, 'heldOpenBy' | 'declared'>

export interface RuleRunner {
  /** Takes over what the database remembers; what is not there begins calm. */
  restore(states: readonly RuleState[]): void
  /** Looks at the registry as it is now; memories stay. */
  rebuild(): void
  judge(at: EpochMs, samplesOf: SamplesOf, around: (watch: Watch) => Around): readonly Judged[]
  /** What was judged is stored: it is remembered from now on. */
  remember(judged: readonly Judged[]): void
  nextDueAt(after: EpochMs): EpochMs | null
  /** What runs in every scope, the next to act first. */
  timers(): readonly WatchTimer[]
  /** Watches with a level in force. */
  open(): readonly Watch[]
  /** Scopes without usable data, each named once. */
  blindScopes(): readonly string[]
  /** Sources that contradict all others, as they were told. */
  doubts(): readonly Doubt[]
}

interface Running extends Watch {
  readonly judge: RuleInScope<RuleMemory>['judge']
  memory: RuleMemory
}

export function createRuleRunner(rules: readonly Rule[], registry: Pick<RegistryDesk, 'current'>): RuleRunner {
  const memories = new Map<string, RuleMemory>()
  let running: Running[] = []

  function rebuild(): void {
    for (const one of running) memories.set(watchKey(one), one.memory)
    running = rules.flatMap((rule) =>
      rule.scopesOf(registry.current()).map(({ scope, judge }) => {
        const watch = { rule, scope, key: scopeKey(scope) }
        return { ...watch, judge, memory: memories.get(watchKey(watch)) ?? rule.calm }
      }),
    )
  }

  return {
    restore(states) {
      running = []
      // Each was written from a memory of its own rule; rules that are off keep theirs unread.
      for (const { rule, scope, state } of states) memories.set(`${rule} ${scope}`, state as RuleMemory)
      rebuild()
    },
    rebuild,
    judge: (at, samplesOf, around) =>
      running.map(({ memory, judge, ...watch }) => {
        const judgement = judge(memory, { at, samplesOf, ...around(watch) })
        return { ...watch, judgement, hasMoved: judgement.next !== memory }
      }),
    remember(judged) {
      const next = new Map(judged.map((one) => [watchKey(one), one.judgement.next]))
      for (const one of running) one.memory = next.get(watchKey(one)) ?? one.memory
    },
    nextDueAt(after) {
      let earliest = Number.POSITIVE_INFINITY
      for (const { rule, memory } of running) {
        earliest = Math.min(earliest, rule.nextDueAt(memory, after) ?? Number.POSITIVE_INFINITY)
      }
      return earliest === Number.POSITIVE_INFINITY ? null : earliest
    },
    timers: () =>
      running
        .flatMap(({ rule, scope, memory }) => rule.timers(memory).map((timer) => ({ rule: rule.id, scope, ...timer })))
        .sort((a, b) => a.dueAt - b.dueAt),
    open: () => running.filter(({ memory }) => memory.level > 0),
    doubts: () => running.flatMap(({ memory: { doubt } }) => (doubt && doubt.told !== null ? [doubt] : [])),
    blindScopes: () => [...new Set(running.filter(({ memory }) => memory.blindSince !== null).map(({ key }) => key))],
  }
}

/** Of an episode's rule and scope, too: an episode's kind is its rule's id. */
export function watchKey({ rule, key }: { readonly rule: { readonly id: string }; readonly key: string }): string {
  return `${rule.id} ${key}`
}
