/** The scenarios of the simulated district that are not played at every test run, as each has written them down. */
import { it } from 'vitest'
import { SCENARIOS } from '../../simulators/scenarios/index.ts'
import { expectAsWritten, playScenario } from '../support/scenario.ts'

const AT_EVERY_TEST_RUN = ['windy-day']

it.each(SCENARIOS.filter(({ name }) => !AT_EVERY_TEST_RUN.includes(name)))(
  '$name ends as it is written down',
  { timeout: 900_000 },
  async (scenario) => {
    expectAsWritten(scenario, await playScenario(scenario))
  },
)
