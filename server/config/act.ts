/** Settings of ACT: which rules run and how their decisions leave the house, and the office's own numbers. */
import { resolve } from 'node:path'
import type { FilingSettings } from '../domain/control/filing.ts'
import { RULE_KINDS } from '../domain/rules/index.ts'
import { RULE_MODES, type Rule, type RuleMode, type RulePolicy } from '../domain/rules/rule.ts'
import { HOUR } from '../domain/units.ts'
import type { SettingsReader } from './read.ts'
import type { Rules } from './rules-file.ts'

export interface ActConfig {
  /** By the id of the rule, as the office chose; one that is off is not judged, one that is missing has its own default. */
  readonly modes: Readonly<Record<string, RuleMode | 'off'>>
  readonly policy: Omit<RulePolicy, 'mode' | 'isModeChosen' | 'timeZone'>
  /** From so many places on what a person decides takes a second one. */
  readonly massFrom: number
  readonly filing: FilingSettings
  /** null: the default numbers. */
  readonly rulesFile: string | null
}

export function readAct(reader: SettingsReader): ActConfig {
  const { text, isSet, choice, whole } = reader
  return {
    modes: readModes(reader),
    policy: {
      area: choice('WINDBREAK_WINDY_DAY_SCOPE', ['district', 'township']),
      countdownMs: whole('WINDBREAK_COUNTDOWN_SECONDS', 0, 3_600) * 1_000,
      release: choice('WINDBREAK_RELEASE', ['confirm', 'automatic']),
    },
    massFrom: whole('WINDBREAK_MASS_ORDER_PLACES', 1, 1_000_000),
    filing: { longestFinishMs: whole('WINDBREAK_SAFE_FINISH_HOURS', 1, 72) * HOUR },
    rulesFile: isSet('WINDBREAK_RULES_FILE') ? resolve(text('WINDBREAK_RULES_FILE')) : null,
  }
}

/** The rules that are not off, with their numbers and modes. */
export function armRules({ modes, policy }: ActConfig, { packs }: Rules, timeZone: string): readonly Rule[] {
  return RULE_KINDS.flatMap((kind) => {
    const chosen = modes[kind.id]
    const mode = chosen ?? kind.defaultMode
    const isModeChosen = chosen !== undefined
    return mode === 'off'
      ? []
      : [kind.arm(packs[kind.id] ?? kind.defaults, { ...policy, mode, isModeChosen, timeZone })]
  })
}

const MODES = [...RULE_MODES, 'off'] as const
/** Stands for every rule that is not named, but for those that are off by themselves: they are other places' limits. */
const OTHERS = '*'

function readModes(reader: SettingsReader): ActConfig['modes'] {
  const named = readNamedModes(reader)
  const windyDay = reader.choice('WINDBREAK_WINDY_DAY_MODE', ['countdown', 'advise', 'automatic'])
  const saidTwice = reader.isSet('WINDBREAK_WINDY_DAY_MODE') ? named.get('windy-day') : undefined
  if (saidTwice !== undefined && saidTwice !== windyDay)
    reader.complain('WINDBREAK_RULES', `says windy-day=${saidTwice}, but WINDBREAK_WINDY_DAY_MODE says ${windyDay}`)
  return Object.fromEntries(
    RULE_KINDS.flatMap(({ id, defaultMode }) => {
      const others = defaultMode === 'off' ? undefined : named.get(OTHERS)
      const unnamed = others ?? (id === 'windy-day' ? windyDay : undefined)
      const chosen = named.get(id) ?? unnamed
      return chosen === undefined ? [] : [[id, chosen] as const]
    }),
  )
}

function readNamedModes({ text, complain }: SettingsReader): ReadonlyMap<string, RuleMode | 'off'> {
  const named = new Map<string, RuleMode | 'off'>()
  for (const entry of text('WINDBREAK_RULES').split(',')) {
    if (entry.trim() === '') continue
    const [id = '', given = ''] = entry.split('=').map((part) => part.trim())
    const mode = MODES.find((one) => one === given)
    const isKnown = id === OTHERS || RULE_KINDS.some((kind) => kind.id === id)
    if (mode && isKnown && !named.has(id)) named.set(id, mode)
    else {
      const offered = RULE_KINDS.filter((kind) => !kind.isForeign)
      const known = offered.map((kind) => kind.id).join(', ')
      complain(
        'WINDBREAK_RULES',
        `"${entry.trim()}" is not rule=mode, once per rule, of ${known} and ${MODES.join(', ')}`,
      )
    }
  }
  return named
}
