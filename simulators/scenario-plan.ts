/** A drill that plays a scenario of the simulated district, minute by minute, with its simulated people. */
import type { ScenarioArguments } from './arguments.ts'
import { ERQI, registryOf } from './district/erqi.ts'
import { measuresDone } from './district/measures-done.ts'
import { createWorld, type MeasuresDone } from './district/world.ts'
import { type DrillPlan, INTERRUPTED, type Stage } from './drill-session.ts'
import { BEIJING_OFFSET, formatLocal, MINUTE } from './local-time.ts'
import { createOfficer, type DrillNotice, together } from './notices.ts'
import { paceOf } from './pace.ts'
import { createPeople, type People } from './people.ts'
import type { OrderSeen } from './people-plan.ts'
import { play } from './player.ts'
import { createProgress, type ProgressScreen } from './progress.ts'
import { type DrillReport, reportOf } from './report.ts'
import { reportText } from './report-text.ts'
import { instantsOf } from './scenarios/instants.ts'
import type { Scenario } from './scenarios/scenario.ts'
import { hourOf, spanOf, weatherOf } from './scenarios/weather.ts'

export async function scenarioPlan(drill: ScenarioArguments, stderr: ProgressScreen): Promise<DrillPlan> {
  const { scenario, isExit, isJson } = drill
  return {
    facts: { start: iso(spanOf(scenario).from), name: scenario.name, scope: drill.scope, rules: drill.rules },
    registry: registryOf(ERQI),
    deviceIds: ERQI.devices.map(({ id }) => id),
    isExit,
    whenInterrupted: INTERRUPTED,
    play: async (stage) => {
      const report = await playAndReport(drill, stage, stderr)
      if (!isJson) return reportText(report)
      const { file: name, ...rest } = report
      return `${JSON.stringify({ scenario: name, ...rest }, null, 2)}\n`
    },
  }
}

async function playAndReport(drill: ScenarioArguments, stage: Stage, stderr: ProgressScreen): Promise<DrillReport> {
  const { scenario, speed } = drill
  const { api, officerApi, peopleApi, clock, devices, messagesBefore } = stage
  const { from, to } = spanOf(scenario)
  const seed = drill.seed ?? scenario.seed
  const complain = (text: string) => stderr.write(`${text}\n`)
  const people = scenario.people && createPeople(peopleApi, seed, complain, scenario.people)
  const world = createWorld({ district: ERQI, weather: weatherOf(scenario), seed, dirt: scenario.dirt })
  const progress = createProgress(stderr, from, to)
  try {
    const played = await play(instantsOf(scenario, world, doneBy(people)), {
      ...{ clock, devices, pace: paceOf(speed, from), messagesBefore },
      people: together([createOfficer(officerApi, noticesOf(scenario)), ...(people ? [people] : [])]),
      interval: MINUTE,
      onProgress: progress.show,
    })
    return reportOf(await api.ask('GET', `/api/v1/drill/report?from=${from}&to=${to - 1}`), {
      ...{ file: scenario.name, from: iso(from), to: iso(to), speed, played, faults: null },
      people: people?.counts() ?? null,
    })
  } finally {
    progress.finish()
  }
}

function noticesOf({ notices = [], ...scenario }: Scenario): readonly DrillNotice[] {
  return notices.map(({ recordedAt, startsAt, endsAt, replyBy, ...said }) => ({
    recordedAt: hourOf(scenario, recordedAt),
    body: {
      ...said,
      scope: { kind: 'district' },
      startsAt: hourOf(scenario, startsAt),
      endsAt: hourOf(scenario, endsAt),
      replyBy: replyBy === null ? null : hourOf(scenario, replyBy),
    },
  }))
}

/** The same object until people have read their orders anew, so that the world need not compare. */
function doneBy(people: People | null): () => MeasuresDone {
  let read: readonly OrderSeen[] = []
  let done = measuresDone(read)
  return () => {
    const now = people?.inForce() ?? read
    if (now !== read) {
      read = now
      done = measuresDone(now)
    }
    return done
  }
}

function iso(at: number): string {
  return formatLocal(at, BEIJING_OFFSET)
}
