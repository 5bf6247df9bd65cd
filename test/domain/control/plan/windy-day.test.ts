import { describe, expect, it } from 'vitest'
import { PLAN_DEFAULTS } from '../../../../server/domain/control/plan/response-plan.ts'
import {
  type SprinklerWeather,
  sprinklerGuards,
  type WaterUse,
} from '../../../../server/domain/control/plan/sprinkler-guards.ts'
import { windyDayPlan } from '../../../../server/domain/control/plan/windy-day.ts'
import type { Place, PlaceAttributes } from '../../../../server/domain/place.ts'
import { MINUTE } from '../../../../server/domain/units.ts'

const MILD: SprinklerWeather = {
  temperatureC: 12,
  forecast: { minimumC: 6 },
  rainMmH: 0,
  windMps: 6,
  humidityPercent: 40,
  localHour: 14,
}

const EVERYTHING: PlaceAttributes = {
  earthworks: true,
  demolition: true,
  muckTrucks: true,
  bareSoil: true,
  rubble: true,
  sprays: true,
  workAtHeight: true,
  bareAreaM2: 12_000,
  insideFence: false,
}

const NOTHING: PlaceAttributes = {
  earthworks: false,
  demolition: false,
  muckTrucks: false,
  bareSoil: false,
  rubble: false,
  sprays: false,
  workAtHeight: false,
  bareAreaM2: null,
  insideFence: false,
}

function site(attributes: Partial<PlaceAttributes> = EVERYTHING, facts: Partial<Place> = {}): Place {
  return {
    id: 'site',
    name: '一标段',
    kind: 'buildingSite',
    phase: 'active',
    townshipId: 'houzhai',
    helperTownshipId: null,
    latitude: null,
    longitude: null,
    attributes: { ...NOTHING, ...attributes },
    ...facts,
  }
}

const road = (attributes: Partial<PlaceAttributes> = {}) => site(attributes, { kind: 'roadSection' })

function asked(place: Place, level: number, weather: Partial<SprinklerWeather> = {}) {
  const { measures, notes } = windyDayPlan.measuresFor(place, level, { ...MILD, ...weather }, PLAN_DEFAULTS)
  return { measures: measures.map(({ measure, dueInMs }) => `${measure} ${dueInMs / MINUTE}`), notes }
}

describe('plan for a site', () => {
  const STOPS = ['stopEarthworks 15', 'stopDemolition 15', 'stopMuckTrucks 15']

  it('asks nothing below level 4', () => {
    for (const level of [0, 3]) expect(asked(site(), level)).toEqual({ measures: [], notes: [] })
  })

  it('stops, covers and self-checks at level 4', () => {
    const measures = [...STOPS, 'coverBareSoil 80', 'coverRubble 80', 'selfCheck 60']
    expect(asked(site(), 4)).toEqual({ measures, notes: [] })
  })

  it('adds the sprays at level 5', () => {
    const measures = [...STOPS, 'coverBareSoil 80', 'coverRubble 80', 'spray 15', 'selfCheck 60']
    expect(asked(site(), 5)).toEqual({ measures, notes: [] })
  })

  it('stops all dusty work at level 6, withdraws people, and lets nobody climb heaps to cover', () => {
    expect(asked(site(), 6)).toEqual({
      measures: [
        ...STOPS,
        'stopDustyWork 15',
        'stopWorkAtHeight 15',
        'secureNets 60',
        'withdrawPeople 15',
        'spray 15',
        'selfCheck 60',
      ],
      notes: ['refused:coverBareSoil:wind-level:6', 'refused:coverRubble:wind-level:6'],
    })
  })

  it.each([7, 8])('sprays nothing above level 6 (level %i)', (level) => {
    const { measures, notes } = asked(site(), level)
    expect(measures).not.toContain('spray 15')
    expect(notes).toContain(`refused:spray:wind-level:${level}`)
  })

  it.each([
    { $case: 'unknown area', bareAreaM2: null, minutes: 60 },
    { $case: 'less than 5,000 m²', bareAreaM2: 4_999, minutes: 60 },
    { $case: '5,000 m²', bareAreaM2: 5_000, minutes: 70 },
    { $case: '9,999 m²', bareAreaM2: 9_999, minutes: 70 },
    { $case: '30,000 m²', bareAreaM2: 30_000, minutes: 120 },
  ])('gives $minutes minutes to cover $case', ({ bareAreaM2, minutes }) => {
    expect(asked(site({ bareSoil: true, bareAreaM2 }), 4).measures).toContain(`coverBareSoil ${minutes}`)
  })

  it.each([
    {
      $case: 'earthworks',
      attributes: { earthworks: true },
      level: 4,
      measures: ['stopEarthworks 15', 'selfCheck 60'],
    },
    {
      $case: 'demolition',
      attributes: { demolition: true },
      level: 4,
      measures: ['stopDemolition 15', 'selfCheck 60'],
    },
    { $case: 'rubble', attributes: { rubble: true }, level: 4, measures: ['coverRubble 60', 'selfCheck 60'] },
    { $case: 'nothing, at level 5', attributes: {}, level: 5, measures: ['selfCheck 60'] },
    {
      $case: 'nothing, at level 6',
      attributes: {},
      level: 6,
      measures: ['stopDustyWork 15', 'withdrawPeople 15', 'selfCheck 60'],
    },
  ])('asks only what fits a site with $case', ({ attributes, level, measures }) => {
    expect(asked(site(attributes), level)).toEqual({ measures, notes: [] })
  })

  it('asks a finished site nothing at any level', () => {
    for (const level of [4, 5, 6, 8]) expect(asked(site(EVERYTHING, { phase: 'finished' }), level).measures).toEqual([])
  })

  it('asks a stopped site to cover, but not to stop what it does not do', () => {
    const stopped = site(EVERYTHING, { phase: 'stopped' })
    expect(asked(stopped, 4).measures).toEqual(['coverBareSoil 80', 'coverRubble 80', 'selfCheck 60'])
    expect(asked(stopped, 6).measures).toEqual(['secureNets 60', 'withdrawPeople 15', 'spray 15', 'selfCheck 60'])
  })

  it('keeps the sprays off in frost and says why', () => {
    const { measures, notes } = asked(site(), 5, { temperatureC: 1.5 })
    expect(measures).not.toContain('spray 15')
    expect(notes).toEqual(['refused:spray:too-cold:1.5'])
  })

  it('sprays in the rush hour, because it stands in no traffic', () => {
    expect(asked(site(), 5, { localHour: 8 }).measures).toContain('spray 15')
  })
})

describe('plan for a road section', () => {
  const SUCTION = ['suctionSweep 60']
  const BOTH = ['sprinklerRun 60', 'secondSprinklerRun 60', 'mist 60']

  it.each<{
    $case: string
    level: number
    place?: Place
    weather?: Partial<SprinklerWeather>
    measures: string[]
    notes: string[]
  }>([
    { $case: 'asks nothing below level 4', level: 3, measures: [], notes: [] },
    { $case: 'asks a run at level 4', level: 4, measures: ['sprinklerRun 60'], notes: [] },
    { $case: 'adds a second run and mist at level 5', level: 5, measures: BOTH, notes: [] },
    { $case: 'still does at level 6', level: 6, measures: BOTH, notes: [] },
    {
      $case: 'sweeps by suction after the wind above level 6',
      level: 7,
      measures: SUCTION,
      notes: ['refused:sprinklerRun:wind-level:7', 'after-the-wind:suctionSweep'],
    },
    {
      $case: 'sweeps by suction in frost',
      level: 5,
      weather: { temperatureC: 1.5 },
      measures: SUCTION,
      notes: ['refused:sprinklerRun:too-cold:1.5'],
    },
    {
      $case: 'shows every reason',
      level: 4,
      weather: { rainMmH: 0.2, humidityPercent: null },
      measures: SUCTION,
      notes: ['refused:sprinklerRun:rain:0.2', 'refused:sprinklerRun:no-data:humidity'],
    },
    {
      $case: 'lets a routine flush pass inside a fence',
      level: 4,
      place: road({ insideFence: true }),
      measures: ['sprinklerRun 60'],
      notes: [],
    },
    {
      $case: 'makes no mist and no extra run inside a fence',
      level: 5,
      place: road({ insideFence: true }),
      measures: ['sprinklerRun 60'],
      notes: ['refused:secondSprinklerRun:fence', 'refused:mist:fence'],
    },
  ])('$case', ({ level, place = road(), weather, measures, notes }) => {
    expect(asked(place, level, weather)).toEqual({ measures, notes })
  })

  it('never asks a site’s measures of a road, nor anything of a finished one', () => {
    expect(asked(road(EVERYTHING), 4).measures).toEqual(['sprinklerRun 60'])
    expect(asked(site({}, { kind: 'roadSection', phase: 'finished' }), 5).measures).toEqual([])
  })
})

describe('sprinkler guards', () => {
  function forbidden(weather: Partial<SprinklerWeather>, use: WaterUse = 'routineRun', insideFence = false): string[] {
    return sprinklerGuards(use, insideFence, { ...MILD, ...weather }).map(
      ({ kind, value, personMay }) => `${kind}${value === null ? '' : ` ${value}`}${personMay ? ', a person may' : ''}`,
    )
  }

  it.each<{ $case: string; weather: Partial<SprinklerWeather>; guards: string[] }>([
    { $case: 'mild weather', weather: {}, guards: [] },
    { $case: '3 °C', weather: { temperatureC: 3 }, guards: [] },
    { $case: '2.9 °C', weather: { temperatureC: 2.9 }, guards: ['too-cold 2.9, a person may'] },
    { $case: '2 °C', weather: { temperatureC: 2 }, guards: ['too-cold 2, a person may'] },
    { $case: '1.9 °C', weather: { temperatureC: 1.9 }, guards: ['too-cold 1.9'] },
    { $case: 'a forecast of 0 °C', weather: { forecast: { minimumC: 0 } }, guards: ['frost-forecast 0'] },
    { $case: 'a forecast of 0.1 °C', weather: { forecast: { minimumC: 0.1 } }, guards: [] },
    { $case: 'no forecast source at all', weather: { forecast: null }, guards: [] },
    { $case: 'rain', weather: { rainMmH: 0.1 }, guards: ['rain 0.1'] },
    { $case: 'wind just below level 7', weather: { windMps: 13.8 }, guards: [] },
    { $case: 'wind of level 7', weather: { windMps: 13.9 }, guards: ['strong-wind 13.9'] },
    { $case: 'humidity of 90 %', weather: { humidityPercent: 90 }, guards: [] },
    { $case: 'humidity above 90 %', weather: { humidityPercent: 91 }, guards: ['humid 91'] },
    { $case: 'before the morning rush', weather: { localHour: 6.99 }, guards: [] },
    { $case: 'the morning rush', weather: { localHour: 7 }, guards: ['rush-hour 7, a person may'] },
    { $case: 'its last minutes', weather: { localHour: 8.9 }, guards: ['rush-hour 8.9, a person may'] },
    { $case: 'after it', weather: { localHour: 9 }, guards: [] },
    { $case: 'the evening rush', weather: { localHour: 17 }, guards: ['rush-hour 17, a person may'] },
    { $case: 'after it in the evening', weather: { localHour: 19 }, guards: [] },
  ])('forbid $guards in $case', ({ weather, guards }) => {
    expect(forbidden(weather)).toEqual(guards)
  })

  it('forbid what goes out by itself when a guard has no data, one by one and all together', () => {
    expect(forbidden({ temperatureC: null })).toEqual(['no-data temperature, a person may'])
    expect(forbidden({ forecast: { minimumC: null } })).toEqual(['no-data forecast, a person may'])
    expect(forbidden({ rainMmH: null })).toEqual(['no-data rain, a person may'])
    expect(forbidden({ windMps: null })).toEqual(['no-data wind, a person may'])
    expect(forbidden({ humidityPercent: null })).toEqual(['no-data humidity, a person may'])
    const all = {
      temperatureC: null,
      forecast: { minimumC: null },
      rainMmH: null,
      windMps: null,
      humidityPercent: null,
    }
    expect(forbidden(all)).toHaveLength(5)
  })

  it('let only a routine flush pass inside a fence', () => {
    const uses: WaterUse[] = ['routineRun', 'extraRun', 'mist', 'siteSpray']
    expect(uses.map((use) => forbidden({}, use, true))).toEqual([[], ['fence'], ['fence'], ['fence']])
    expect(uses.map((use) => forbidden({}, use, false))).toEqual([[], [], [], []])
  })
})
