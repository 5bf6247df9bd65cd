/** Arguments of `npm run drill -- …`: every wrong one is named with what was expected, all at once. */
import { parseArgs } from 'node:util'
import { type FaultSettings, parseFaults } from './fault-settings.ts'
import { BEIJING_OFFSET, type EpochMs, parseLocal } from './local-time.ts'
import type { Speed } from './pace.ts'
import { MAP_EXAMPLE } from './prsa-columns.ts'
import { parseRuleModes, type RuleModes, WINDY_DAY_ALONE } from './rule-modes.ts'
import { SCENARIOS, scenarioNamed } from './scenarios/index.ts'
import type { Scenario } from './scenarios/scenario.ts'

export interface ReplayArguments {
  readonly file: string
  readonly from: EpochMs
  /** Exclusive. */
  readonly to: EpochMs
  readonly speed: Speed
  /** null: as the environment or the server's default says. */
  readonly scope: 'township' | 'district' | null
  readonly rules: RuleModes
  /** Stations whose devices stand at their site, those of the others at none; null: each stands at its site. */
  readonly sites: readonly string[] | null
  /** A JSON file of notices from above; null plays without. */
  readonly notices: string | null
  /** Seed of the simulated people; null plays without them. */
  readonly people: number | null
  readonly faults: FaultSettings | null
  /** A JSON file that maps columns; null means the PRSA format. */
  readonly map: string | null
  readonly isJson: boolean
  readonly isExit: boolean
}

export interface ScenarioArguments {
  readonly scenario: Scenario
  readonly speed: Speed
  readonly scope: ReplayArguments['scope']
  readonly rules: RuleModes
  /** Of weather, readings and people; null: the scenario's own, for which its expectation is written. */
  readonly seed: number | null
  readonly isJson: boolean
  readonly isExit: boolean
}

export type Arguments =
  | { readonly kind: 'replay'; readonly replay: ReplayArguments }
  | { readonly kind: 'scenario'; readonly play: ScenarioArguments }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly problems: readonly string[] }

export const HELP = `npm run drill -- <scenario> [--speed] [--scope] [--rules] [--seed] [--json] [--exit]
npm run drill -- replay <file> --from <date-time> --to <date-time> [options]

Starts the server in the drill realm, plays a scenario of the simulated district or a file of real readings in
lockstep, and ends with the drill report. Scenarios:

${SCENARIOS.map(({ name, title }) => `  ${name.padEnd(22)}${title}`).join('\n')}

Options:

  <file>            CSV of real readings in the PRSA format (UCI data set 501), plain or gzip
  --from, --to      local date-time at +08:00, for example 2015-04-14 or 2015-04-14T18:00; --to is exclusive
  --speed N|max     N drill seconds per second; max (default) does not wait. The result is the same
  --scope           township or district: where the windy-day rule looks (default: WINDBREAK_WINDY_DAY_SCOPE, or district)
  --rules R         modes of the rules, for example windy-day=automatic,dust-exceedance=advise, each off, advise,
                    countdown or automatic (default: windy-day automatic, every other off, or as the scenario says)
  --sites "A,B"     the devices of these stations stand at their site, those of all others at none (default: each at
                    its site)
  --notices FILE    JSON array of bodies of POST /api/v1/notices, each with recordedAt: recorded at that drill time by
                    the duty officer, orders issued at once
  --people          simulated people read their orders and obey, dawdle or ignore them
  --seed N          seed of the simulated people (default 1); in a scenario, which always has its people, of all
                    that is drawn (default: the scenario's own)
  --faults S        spoils the messages: a seed for everyday rates, or JSON with rates per message from 0 to 1:
                    '{"seed":7,"lost":0.01,"late":0.01,"duplicated":0.01,"reordered":0.01,"corrupted":0.005,
                    "wrongClock":0.002,"dead":0.0005}' (a rate that is not named is 0; dead: a device falls silent)
  --map FILE        JSON that says which column means what, for other formats, for example
                    ${MAP_EXAMPLE.replaceAll('\n', '\n                    ')}
  --json            the report alone as JSON on standard output; everything else goes to standard error
  --exit            end when done; without it the server keeps running after the report until Ctrl-C

Settings of the server (WINDBREAK_DATA_DIR, MQTT_URL, INFLUX_*, DATABASE_URL …) come from the environment;
ports are any free ones unless WINDBREAK_HTTP_PORT or WINDBREAK_MQTT_PORT says otherwise.
`

const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  speed: { type: 'string' },
  scope: { type: 'string' },
  rules: { type: 'string' },
  sites: { type: 'string' },
  notices: { type: 'string' },
  people: { type: 'boolean' },
  seed: { type: 'string' },
  faults: { type: 'string' },
  map: { type: 'string' },
  json: { type: 'boolean' },
  exit: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

const REPLAY_ONLY = ['from', 'to', 'sites', 'notices', 'people', 'faults', 'map'] as const

export function parseArguments(argv: readonly string[]): Arguments {
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options: OPTIONS,
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  if (values.help) return { kind: 'help' }
  const problems: string[] = []
  for (const token of tokens) {
    if (token.kind === 'option') complainAboutOption(token, problems)
  }
  const textOf = (name: keyof typeof OPTIONS) => (typeof values[name] === 'string' ? values[name] : null)
  const [command, file, ...surplus] = positionals
  const common = {
    speed: speedOf(textOf('speed') ?? 'max', problems),
    scope: scopeOf(textOf('scope'), problems),
    isJson: values.json === true,
    isExit: values.exit === true,
  }
  const seed = seedOf(textOf('seed'), problems)
  const scenario = scenarioNamed(command ?? '')
  const standard = scenario?.rules ?? WINDY_DAY_ALONE
  const rulesText = textOf('rules')
  const rules = rulesText === null ? standard : parseRuleModes(rulesText, standard, problems)
  if (scenario !== null) {
    const rest = positionals.slice(1)
    if (rest.length > 0) problems.push(`arguments: found ${rest.join(' ')} after the scenario, expected options only`)
    for (const name of REPLAY_ONLY) {
      if (values[name] !== undefined) problems.push(`--${name}: is for replay only, a scenario brings its own`)
    }
    return problems.length > 0
      ? { kind: 'wrong', problems }
      : { kind: 'scenario', play: { scenario, seed, rules, ...common } }
  }

  const commands = ['replay', ...SCENARIOS.map(({ name }) => name)].join(', ')
  if (command !== 'replay') problems.push(`command: found ${command ?? 'nothing'}, expected ${commands}`)
  if (file === undefined) problems.push('file: found nothing, expected the path of a CSV file, plain or gzip')
  if (surplus.length > 0) problems.push(`arguments: found ${surplus.join(' ')} after the file, expected options only`)
  const from = timeOf('from', textOf('from'), problems)
  const to = timeOf('to', textOf('to'), problems)
  if (to <= from) problems.push(`--to: found ${textOf('to')}, expected a time after --from ${textOf('from')}`)
  const replay: ReplayArguments = {
    ...common,
    rules,
    sites: sitesOf(textOf('sites'), problems),
    notices: textOf('notices'),
    file: file ?? '',
    from,
    to,
    people: values.people === true ? (seed ?? 1) : null,
    faults: faultsOf(textOf('faults'), problems),
    map: textOf('map'),
  }
  return problems.length > 0 ? { kind: 'wrong', problems } : { kind: 'replay', replay }
}

interface GivenOption {
  readonly name: string
  /** As it was typed, with its dashes. */
  readonly rawName: string
  readonly value?: string | undefined
}

function complainAboutOption({ name, rawName, value }: GivenOption, problems: string[]): void {
  const option = Object.entries(OPTIONS).find(([known]) => known === name)?.[1]
  if (option === undefined) {
    const known = Object.keys(OPTIONS).map((one) => `--${one}`)
    problems.push(`${rawName}: is unknown, expected any of ${known.join(', ')}`)
  } else if (option.type === 'boolean' && value !== undefined) {
    problems.push(`--${name}: found a value, ${value}; expected none`)
  } else if (option.type === 'string' && value === undefined && name !== 'from' && name !== 'to') {
    problems.push(`--${name}: found nothing, expected a value`)
  }
}

function timeOf(name: 'from' | 'to', text: string | null, problems: string[]): EpochMs {
  const at = text === null ? null : parseLocal(text, BEIJING_OFFSET)
  if (at === null) {
    problems.push(`--${name}: found ${text ?? 'nothing'}, expected a local date-time, for example 2015-04-14T18:00`)
  }
  return at ?? Number.NaN
}

function speedOf(text: string, problems: string[]): Speed {
  if (text === 'max') return 'max'
  const speed = Number(text)
  if (text !== '' && Number.isFinite(speed) && speed > 0) return speed
  problems.push(`--speed: found ${text}, expected a number above 0, or max`)
  return 'max'
}

function scopeOf(text: string | null, problems: string[]): ReplayArguments['scope'] {
  if (text === null || text === 'township' || text === 'district') return text
  problems.push(`--scope: found ${text}, expected township or district`)
  return null
}

function sitesOf(text: string | null, problems: string[]): readonly string[] | null {
  if (text === null) return null
  const names = text.split(',').map((name) => name.trim())
  if (names.some((name) => name === ''))
    problems.push(`--sites: found "${text}", expected station names with commas between them`)
  return names
}

function seedOf(text: string | null, problems: string[]): number | null {
  if (text === null || /^\d{1,9}$/.test(text)) return text === null ? null : Number(text)
  problems.push(`--seed: found ${text}, expected a whole number from 0 to 999999999`)
  return null
}

function faultsOf(text: string | null, problems: string[]): FaultSettings | null {
  if (text === null) return null
  const faults = parseFaults(text)
  if (typeof faults !== 'string') return faults
  problems.push(`--faults: ${faults}`)
  return null
}
