/**
 * One drill from its arguments to its exit code: a replay of a file of real readings, or a scenario of the simulated
 * district. Only the report (or the help) goes to standard output.
 *
 * Exit codes: 0 played; 1 could not be played; 2 wrong arguments; 130 interrupted before the report.
 */
import { HELP, parseArguments } from './arguments.ts'
import { type DrillSurroundings, runSession } from './drill-session.ts'
import { replayPlan } from './replay-plan.ts'
import { scenarioPlan } from './scenario-plan.ts'

export type { DrillSurroundings } from './drill-session.ts'

export async function runDrill(argv: readonly string[], around: DrillSurroundings): Promise<number> {
  const parsed = parseArguments(argv)
  switch (parsed.kind) {
    case 'help':
      around.stdout.write(HELP)
      return 0
    case 'wrong':
      around.stderr.write(`drill: wrong arguments\n  ${parsed.problems.join('\n  ')}\nSee npm run drill -- --help\n`)
      return 2
    case 'replay':
      return runSession(() => replayPlan(parsed.replay, around.stderr), around)
    case 'scenario':
      return runSession(() => scenarioPlan(parsed.play, around.stderr), around)
  }
}
