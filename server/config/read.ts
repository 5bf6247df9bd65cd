/** Reads settings by name, gathers every problem, and never shows the value of a secret. */
import { SETTINGS, type SettingName } from './settings.ts'

export interface ConfigProblem {
  readonly setting: string
  /** What was found and what was expected; never the value of a secret. */
  readonly why: string
}

export type Environment = Readonly<Record<string, string | undefined>>

export interface SettingsReader {
  /** What is set, else the default. */
  text(name: SettingName): string
  isSet(name: SettingName): boolean
  /** One of `allowed`; complains and gives the first otherwise. */
  choice<const T extends string>(name: SettingName, allowed: readonly T[]): T
  whole(name: SettingName, min: number, max: number): number
  /** null when it is not set. */
  link(name: SettingName, protocols: readonly string[]): string | null
  complain(setting: SettingName, why: string): void
  readonly problems: readonly ConfigProblem[]
}

export function createReader(environment: Environment): SettingsReader {
  const problems: ConfigProblem[] = unknownSettings(environment)
  const isSet = (name: SettingName): boolean => (environment[name]?.trim() ?? '') !== ''
  const text = (name: SettingName): string =>
    isSet(name) ? environment[name]!.trim() : SETTINGS.find((one) => one.name === name)!.default
  const complain = (setting: SettingName, why: string): void => {
    problems.push({ setting, why })
  }

  return {
    text,
    isSet,
    complain,
    problems,
    choice(name, allowed) {
      const found = allowed.find((one) => one === text(name))
      if (found === undefined) complain(name, `"${text(name)}" is not one of ${allowed.join(', ')}`)
      return found ?? allowed[0]!
    },
    whole(name, min, max) {
      const value = Number(text(name))
      if (Number.isInteger(value) && value >= min && value <= max) return value
      complain(name, `"${text(name)}" is not a whole number from ${min} to ${max}`)
      return min
    },
    link(name, protocols) {
      if (!isSet(name)) return null
      const expected = `an address beginning with ${protocols.map((one) => `${one}//`).join(' or ')}`
      if (!URL.canParse(text(name))) complain(name, `is not ${expected}`)
      else if (!protocols.includes(new URL(text(name)).protocol)) complain(name, `is not ${expected}`)
      return text(name)
    },
  }
}

function unknownSettings(environment: Environment): ConfigProblem[] {
  const known = new Set<string>(SETTINGS.map((one) => one.name))
  return Object.keys(environment)
    .filter((name) => name.startsWith('WINDBREAK_') && !known.has(name))
    .map((setting) => ({ setting, why: 'is not a setting of Windbreak; see .env.example' }))
}
