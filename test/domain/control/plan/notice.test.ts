import { describe, expect, it } from 'vitest'
import { MEASURES, type Measure } from '../../../../server/domain/control/measure.ts'
import { noticeDemand } from '../../../../server/domain/control/plan/notice.ts'
import { PLAN_DEFAULTS } from '../../../../server/domain/control/plan/response-plan.ts'
import type { Place } from '../../../../server/domain/place.ts'
import { HOUR, MINUTE } from '../../../../server/domain/units.ts'
import { place } from '../../../support/control-room.ts'

const MILD = { temperatureC: 15, forecast: null, rainMmH: 0, windMps: 6, humidityPercent: 30, localHour: 12 }
const AT = 1_000 * HOUR

function demanded(measures: readonly Measure[], at: Place, startsAt = AT) {
  return noticeDemand({ measures, startsAt }, at, AT, MILD, PLAN_DEFAULTS)
}

describe('what a notice demands of a place', () => {
  it('is what it names, as far as it fits the place', () => {
    const site = place('s1', 't1')
    const noTrucks = { ...site, attributes: { ...site.attributes, muckTrucks: false, sprays: false } }
    const asked = demanded(['stopEarthworks', 'stopMuckTrucks', 'spray', 'suctionSweep', 'coverBareSoil'], noTrucks)
    expect(asked.measures).toEqual([
      { measure: 'stopEarthworks', dueInMs: 15 * MINUTE },
      { measure: 'coverBareSoil', dueInMs: 60 * MINUTE },
    ])
  })

  it('asks water and sweeping of road sections alone', () => {
    const codes = demanded(MEASURES, place('r1', 't1', 'roadSection')).measures.map(({ measure }) => measure)
    expect(codes).toEqual(['sprinklerRun', 'secondSprinklerRun', 'mist', 'suctionSweep'])
  })

  it('leaves water out in frost and says why', () => {
    const cold = { ...MILD, temperatureC: -1 }
    const road = place('r1', 't1', 'roadSection')
    const asked = noticeDemand({ measures: ['sprinklerRun'], startsAt: AT }, road, AT, cold, PLAN_DEFAULTS)
    expect(asked).toEqual({ measures: [], notes: ['refused:sprinklerRun:too-cold:-1'] })
  })

  it('asks no stop of a stopped site, and nothing of a finished one', () => {
    const stopped = { ...place('s1', 't1'), phase: 'stopped' as const }
    expect(demanded(['stopEarthworks', 'coverRubble'], stopped).measures.map(({ measure }) => measure)).toEqual([
      'coverRubble',
    ])
    expect(demanded(MEASURES, { ...stopped, phase: 'finished' })).toEqual({ measures: [], notes: [] })
  })

  it('counts deadlines from its beginning when it was issued before', () => {
    const asked = demanded(['stopEarthworks'], place('s1', 't1'), AT + 3 * HOUR)
    expect(asked.measures).toEqual([{ measure: 'stopEarthworks', dueInMs: 3 * HOUR + 15 * MINUTE }])
  })
})
