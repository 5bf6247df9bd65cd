/**
 * The office's own numbers for the rule packs: a JSON file that replaces single defaults, checked as a whole.
 *
 * Every number of a rule pack stays configurable. A file that changes one must also name its own version, so that an
 * episode always says which numbers it was judged by. Nothing of a file with a problem is used.
 */
import type { OrderSettings } from '../domain/control/order.ts'
import { PLAN_DEFAULTS, type PlanSettings } from '../domain/control/plan/windy-day.ts'
import { checkWindyDaySettings, WINDY_DAY_DEFAULTS, type WindyDaySettings } from '../domain/rules/windy-day/settings.ts'
import { MINUTE } from '../domain/units.ts'

export interface Rules {
  readonly windyDay: WindyDaySettings
  readonly plan: PlanSettings
  readonly order: OrderSettings
}

export const DEFAULT_RULES: Rules = {
  windyDay: WINDY_DAY_DEFAULTS,
  plan: PLAN_DEFAULTS,
  order: { acknowledgeWithinMs: 10 * MINUTE },
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
  // `merge` gives back what has the shape of the defaults at every depth, or says why not.
  const rules = merge(DEFAULT_RULES, given, '', problems) as Rules
  if (problems.length > 0) return problems
  problems.push(...checkWindyDaySettings(rules.windyDay).map((problem) => `windyDay: ${problem}`))
  const isChanged = JSON.stringify(rules) !== JSON.stringify(DEFAULT_RULES)
  if (isChanged && rules.windyDay.rulePack.version === WINDY_DAY_DEFAULTS.rulePack.version) {
    problems.push(
      `windyDay.rulePack.version: found "${rules.windyDay.rulePack.version}", expected a version of your own`,
    )
  }
  return problems.length > 0 ? problems : rules
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
