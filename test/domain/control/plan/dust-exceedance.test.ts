import { describe, expect, it } from 'vitest'
import { dustExceedancePlan, dustLimitPlan } from '../../../../server/domain/control/plan/dust-exceedance.ts'
import { planFor } from '../../../../server/domain/control/plan/index.ts'
import { PLAN_DEFAULTS } from '../../../../server/domain/control/plan/response-plan.ts'
import type { Place } from '../../../../server/domain/place.ts'
import { RULE_KINDS } from '../../../../server/domain/rules/index.ts'
import { MINUTE } from '../../../../server/domain/units.ts'
import { place } from '../../../support/control-room.ts'

const MILD = { temperatureC: 12, forecast: { minimumC: 6 }, rainMmH: 0, windMps: 2, humidityPercent: 40, localHour: 14 }

function asked(at: Place, level = 3, weather = MILD, plan = dustExceedancePlan) {
  const { measures, notes } = plan.measuresFor(at, level, weather, PLAN_DEFAULTS)
  return { measures: measures.map(({ measure, dueInMs }) => [measure, dueInMs / MINUTE]), notes }
}

const site = place('site', 't1')

describe('the plan for dust of a site', () => {
  it('asks from level 3 to stop, to spray, to cover and to answer, by when', () => {
    expect(asked(site)).toEqual({
      measures: [
        ['stopDustyWork', 15],
        ['spray', 15],
        ['coverBareSoil', 60],
        ['coverRubble', 60],
        ['selfCheck', 60],
      ],
      notes: [],
    })
  })

  it.each([1, 2])('asks nothing at level %d', (level) => {
    expect(asked(site, level)).toEqual({ measures: [], notes: [] })
    expect(level).toBeLessThan(dustExceedancePlan.fromLevel)
  })

  it('asks a stopped site to cover and to answer, and a finished site or a road nothing', () => {
    expect(asked({ ...site, phase: 'stopped' }).measures.map(([measure]) => measure)).not.toContain('stopDustyWork')
    expect(asked({ ...site, phase: 'finished' }).measures).toEqual([])
    expect(asked({ ...site, kind: 'roadSection' }).measures).toEqual([])
  })

  it('leaves out water in frost and says so', () => {
    const { measures, notes } = asked(site, 3, { ...MILD, temperatureC: 1 })
    expect(measures.map(([measure]) => measure)).not.toContain('spray')
    expect(notes.every((note) => note.startsWith('refused:spray:'))).toBe(true)
    expect(notes).not.toEqual([])
  })
})

describe('the plan for a limit of dust', () => {
  const limited = (at: Place, level: number) => asked(at, level, MILD, dustLimitPlan)

  it('asks at level 2 for water, cover and an answer, and stops nothing', () => {
    expect(limited(site, 2)).toEqual({
      measures: [
        ['spray', 15],
        ['coverBareSoil', 60],
        ['coverRubble', 60],
        ['selfCheck', 60],
      ],
      notes: [],
    })
  })

  it('only tells at level 1, and is the plan for dust of a site at level 3', () => {
    expect([limited(site, 1).measures, dustLimitPlan.fromLevel]).toEqual([[], 2])
    expect(limited(site, 3)).toEqual(asked(site, 3))
    expect(limited({ ...site, phase: 'finished' }, 3).measures).toEqual([])
  })
})

it('every rule has its row in the response plan', () => {
  for (const { id } of RULE_KINDS) expect(planFor(id).fromLevel).toBeGreaterThan(0)
})
