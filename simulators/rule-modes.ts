/** Which rules a drill runs and how they may act: `--rules windy-day=automatic,dust-exceedance=advise`. */
const MODES = ['off', 'advise', 'countdown', 'automatic'] as const

export type RuleMode = (typeof MODES)[number]

/** By the id of the rule; rules that are not named are off. */
export type RuleModes = Readonly<Record<string, RuleMode>>

/** Nobody is there to decide: what the windy-day rule asks is issued at once. */
export const WINDY_DAY_ALONE: RuleModes = { 'windy-day': 'automatic' }

/** A rule that is not named keeps its mode in `standard`; what is wrong is added to `problems`. */
export function parseRuleModes(text: string, standard: RuleModes, problems: string[]): RuleModes {
  const named: Record<string, RuleMode> = {}
  for (const entry of text.split(',').map((one) => one.trim())) {
    const [id = '', given = '', ...more] = entry.split('=')
    const mode = MODES.find((one) => one === given)
    if (!/^[a-z][a-z0-9-]*$/.test(id) || !mode || more.length > 0) {
      problems.push(`--rules: found "${entry}", expected rule=mode with a mode of ${MODES.join(', ')}`)
    } else if (Object.hasOwn(named, id)) {
      problems.push(`--rules: found ${id} twice, expected each rule once`)
    } else named[id] = mode
  }
  return { ...standard, ...named }
}

/** As the server's setting WINDBREAK_RULES takes it. */
export function rulesSetting(modes: RuleModes): string {
  return [...Object.entries(modes).map(([id, mode]) => `${id}=${mode}`), '*=off'].join(',')
}
