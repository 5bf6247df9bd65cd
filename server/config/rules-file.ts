/**
 * The office's own numbers for the rule packs: a JSON file that replaces single defaults, checked as a whole.
 *
 * Every number of a rule pack stays configurable. A file that changes one must also name its own version, so that an
 * episode always says which numbers it was judged by. The plan is every pack's: where it is changed, packs that keep
 * their default numbers are told as `+office`. Nothing of a file with a problem is used.
 */
import type { OrderSettings } from '../domain/control/order.ts'
import { PLAN_DEFAULTS, type PlanSettings } from '../domain/control/plan/response-plan.ts'
import { RULE_KINDS } from '../domain/rules/index.ts'
import type { RuleKind, RuleNumbers } from '../domain/rules/rule.ts'
import { MINUTE } from '../domain/units.ts'

export interface Rules {
  /** The numbers of every rule pack, by the id of the rule. */
  readonly packs: Readonly<Record<string, RuleNumbers>>
  readonly plan: PlanSettings
  readonly order: OrderSettings
}

const ORDER_DEFAULTS: OrderSettings = { acknowledgeWithinMs: 10 * MINUTE }

export const DEFAULT_RULES: Rules = {
  packs: Object.fromEntries(RULE_KINDS.map(({ id, defaults }) => [id, defaults])),
  plan: PLAN_DEFAULTS,
  order: ORDER_DEFAULTS,
}

/** What the file looks like: the packs stand beside plan and order. */
const FILE_DEFAULTS = {
  ...Object.fromEntries(RULE_KINDS.map(({ id, defaults }) => [nameInFile(id), defaults])),
  plan: PLAN_DEFAULTS,
  order: ORDER_DEFAULTS,
}

/** The rules, or everything that is wrong with the file: where, what was found, what was expected. */
export function parseRules(text: string): Rules | readonly string[] {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch (error) {
    return [`not JSON: ${error instanceof Error ? error.message : error}`]
  }
  const problems: string[] = []
  const merged = merge(FILE_DEFAULTS, given, '', problems)
  if (problems.length > 0) return problems
  // `merge` gives back what has the shape of the defaults at every depth, or says why not.
  const file = merged as typeof FILE_DEFAULTS & Record<string, RuleNumbers>
  const packs = RULE_KINDS.map((kind) => ({
    kind,
    name: nameInFile(kind.id),
    numbers: file[nameInFile(kind.id)] ?? kind.defaults,
  }))
  for (const { kind, name, numbers } of packs) {
    problems.push(...kind.check(numbers).map((problem) => `${name}: ${problem}`))
    if (isDifferent(numbers, kind.defaults) && hasDefaultVersion(kind, numbers)) {
      problems.push(`${name}.rulePack.version: found "${numbers.rulePack.version}", expected a version of your own`)
    }
  }
  const isPlanChanged = isDifferent([file.plan, file.order], [PLAN_DEFAULTS, ORDER_DEFAULTS])
  if (isPlanChanged && packs.every(({ kind, numbers }) => hasDefaultVersion(kind, numbers))) {
    // Any will do; those that are off unless they are named would only lengthen the list.
    const offered = packs.filter(({ kind }) => kind.defaultMode !== 'off')
    const names = offered.map(({ name }) => `${name}.rulePack.version`).join(' or ')
    problems.push(`plan and order: changed, expected a version of your own in ${names}`)
  }
  if (problems.length > 0) return problems
  const told = packs.map(({ kind, numbers }) => {
    // The plan has no version of its own: every episode is told by its pack's.
    const isOffices = isPlanChanged && hasDefaultVersion(kind, numbers)
    return [kind.id, isOffices ? withVersion(numbers, `${numbers.rulePack.version}+office`) : numbers] as const
  })
  return { packs: Object.fromEntries(told), plan: file.plan, order: file.order }
}

function hasDefaultVersion({ defaults }: RuleKind, { rulePack }: RuleNumbers): boolean {
  return rulePack.version === defaults.rulePack.version
}

function withVersion(numbers: RuleNumbers, version: string): RuleNumbers {
  return { ...numbers, rulePack: { ...numbers.rulePack, version } }
}

/** `windyDay` for `windy-day`. */
function nameInFile(id: string): string {
  return id.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}

function isDifferent(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) !== JSON.stringify(other)
}

/** A list is replaced whole, each entry shaped like the default's first one; an object key by key. */
function merge(standard: unknown, given: unknown, path: string, problems: string[]): unknown {
  if (given === undefined) return standard
  if (Array.isArray(standard)) {
    if (Array.isArray(given) && given.length > 0) {
      return given.map((one, index) => merge(standard[0], one, `${path}[${index}]`, problems))
    }
  } else if (isObject(standard)) {
    if (isObject(given)) return mergeObject(standard, given, path, problems)
  } else if (typeof given === typeof standard && (typeof given !== 'number' || given >= 0)) return given
  problems.push(`${path || 'file'}: found ${JSON.stringify(given)?.slice(0, 80)}, expected ${expectation(standard)}`)
  return standard
}

function mergeObject(standard: Shape, given: Shape, path: string, problems: string[]): Shape {
  const at = (key: string) => (path === '' ? key : `${path}.${key}`)
  for (const key of Object.keys(given)) {
    if (!Object.hasOwn(standard, key)) problems.push(`${at(key)}: there is no such number`)
  }
  return Object.fromEntries(
    Object.entries(standard).map(([key, value]) => [key, merge(value, given[key], at(key), problems)]),
  )
}

type Shape = Readonly<Record<string, unknown>>

function isObject(value: unknown): value is Shape {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function expectation(standard: unknown): string {
  if (Array.isArray(standard)) return 'a list'
  if (isObject(standard)) return `an object with ${Object.keys(standard).join(', ')}`
  return typeof standard === 'number' ? 'a number of 0 or more' : 'a text'
}
