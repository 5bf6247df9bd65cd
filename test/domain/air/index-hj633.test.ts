import { describe, expect, it } from 'vitest'
import { airIndex, type Concentrations, standardAt } from '../../../server/domain/air/index-hj633.ts'
import {
  INDEX_COLUMNS,
  INDEX_STEPS,
  type IndexAverage,
  type IndexStandard,
  POLLUTANTS,
  type Pollutant,
} from '../../../server/domain/air/index-hj633-tables.ts'
import { seededRandom } from '../../support/random.ts'

const STANDARDS: readonly IndexStandard[] = ['HJ 633-2026', 'HJ 633-2012']
const AVERAGES: readonly IndexAverage[] = ['hour', 'day']
const CLEAN: Concentrations = { so2: 5, no2: 10, co: 0.4, o3: 40, pm10: 20, pm25: 10 }

function indexOf(
  concentrations: Concentrations,
  average: IndexAverage = 'day',
  standard: IndexStandard = 'HJ 633-2026',
) {
  const outcome = airIndex(concentrations, average, standard)
  if (outcome.kind === 'refused') throw new Error(`refused ${outcome.field}`)
  return outcome.index
}

const single = (pollutant: Pollutant, value: number, average: IndexAverage, standard: IndexStandard = 'HJ 633-2026') =>
  indexOf({ [pollutant]: value }, average, standard).iaqi[pollutant]

describe('individual index by HJ 633-2026', () => {
  it.each<{ pollutant: Pollutant; average: IndexAverage; value: number; iaqi: number }>([
    { pollutant: 'pm10', average: 'day', value: 50, iaqi: 50 },
    { pollutant: 'pm10', average: 'day', value: 51, iaqi: 51 },
    { pollutant: 'pm10', average: 'day', value: 120, iaqi: 100 },
    { pollutant: 'pm10', average: 'day', value: 121, iaqi: 101 },
    { pollutant: 'pm10', average: 'day', value: 150, iaqi: 112 },
    { pollutant: 'pm10', average: 'day', value: 168, iaqi: 119 },
    { pollutant: 'pm10', average: 'day', value: 250, iaqi: 150 },
    { pollutant: 'pm10', average: 'day', value: 350, iaqi: 200 },
    { pollutant: 'pm10', average: 'day', value: 420, iaqi: 300 },
    { pollutant: 'pm10', average: 'day', value: 600, iaqi: 500 },
    { pollutant: 'pm10', average: 'day', value: 1370, iaqi: 500 },
    { pollutant: 'pm10', average: 'hour', value: 150, iaqi: 112 },
    { pollutant: 'pm25', average: 'day', value: 35, iaqi: 50 },
    { pollutant: 'pm25', average: 'day', value: 36, iaqi: 52 },
    { pollutant: 'pm25', average: 'day', value: 60, iaqi: 100 },
    { pollutant: 'pm25', average: 'day', value: 60.5, iaqi: 100 },
    { pollutant: 'pm25', average: 'day', value: 61, iaqi: 101 },
    { pollutant: 'pm25', average: 'day', value: 75, iaqi: 114 },
    { pollutant: 'pm25', average: 'day', value: 115, iaqi: 150 },
    { pollutant: 'pm25', average: 'hour', value: 75, iaqi: 114 },
    { pollutant: 'o3', average: 'hour', value: 160, iaqi: 50 },
    { pollutant: 'o3', average: 'hour', value: 201, iaqi: 101 },
    { pollutant: 'o3', average: 'hour', value: 801, iaqi: 301 },
    { pollutant: 'o3', average: 'day', value: 800, iaqi: 300 },
    { pollutant: 'o3', average: 'day', value: 801, iaqi: 300 },
    { pollutant: 'so2', average: 'hour', value: 800, iaqi: 200 },
    { pollutant: 'so2', average: 'hour', value: 801, iaqi: 200 },
    { pollutant: 'so2', average: 'day', value: 801, iaqi: 201 },
    { pollutant: 'no2', average: 'hour', value: 350, iaqi: 115 },
    { pollutant: 'co', average: 'hour', value: 5.05, iaqi: 50 },
    { pollutant: 'co', average: 'hour', value: 5.15, iaqi: 52 },
    { pollutant: 'co', average: 'day', value: 4.05, iaqi: 100 },
    { pollutant: 'co', average: 'day', value: 4.06, iaqi: 101 },
    { pollutant: 'pm10', average: 'day', value: 0, iaqi: 0 },
    { pollutant: 'pm10', average: 'day', value: 1e-7, iaqi: 0 },
    { pollutant: 'pm10', average: 'day', value: 1e300, iaqi: 500 },
  ])('$pollutant $value as a mean of the $average is $iaqi', ({ pollutant, average, value, iaqi }) => {
    expect(single(pollutant, value, average)).toBe(iaqi)
  })
})

describe('individual index by HJ 633-2012', () => {
  it.each<{ pollutant: Pollutant; average: IndexAverage; value: number; iaqi: number | undefined }>([
    { pollutant: 'pm10', average: 'day', value: 150, iaqi: 100 },
    { pollutant: 'pm10', average: 'day', value: 151, iaqi: 101 },
    { pollutant: 'pm10', average: 'day', value: 120, iaqi: 85 },
    { pollutant: 'pm25', average: 'day', value: 75, iaqi: 100 },
    { pollutant: 'pm25', average: 'day', value: 76, iaqi: 102 },
    { pollutant: 'pm25', average: 'day', value: 60, iaqi: 82 },
    { pollutant: 'so2', average: 'hour', value: 800, iaqi: 200 },
    { pollutant: 'so2', average: 'hour', value: 801, iaqi: undefined },
    { pollutant: 'o3', average: 'day', value: 800, iaqi: 300 },
    { pollutant: 'o3', average: 'day', value: 801, iaqi: undefined },
  ])('$pollutant $value as a mean of the $average is $iaqi', ({ pollutant, average, value, iaqi }) => {
    expect(single(pollutant, value, average, 'HJ 633-2012')).toBe(iaqi)
  })

  it('says which pollutant it did not calculate', () => {
    const index = indexOf({ ...CLEAN, so2: 801 }, 'hour', 'HJ 633-2012')
    expect(index).toMatchObject({ aqi: null, notCalculated: ['so2'] })
    expect(index.iaqi).not.toHaveProperty('so2')
  })
})

describe('every column', () => {
  const columns = STANDARDS.flatMap((standard) =>
    AVERAGES.flatMap((average) => POLLUTANTS.map((pollutant) => ({ standard, average, pollutant }))),
  )

  it.each(columns)('$standard $average $pollutant meets its own steps exactly', ({ standard, average, pollutant }) => {
    INDEX_COLUMNS[standard][average][pollutant].steps.forEach((step, n) => {
      expect(single(pollutant, step, average, standard)).toBe(INDEX_STEPS[n])
    })
  })

  it.each(columns)('$standard $average $pollutant never falls when dust rises', ({ standard, average, pollutant }) => {
    const seed = 633
    const random = seededRandom(seed)
    const { steps, above } = INDEX_COLUMNS[standard][average][pollutant]
    const top = above === null ? steps.at(-1)! : steps.at(-1)! * 1.2
    const rising = Array.from({ length: 500 }, () => random() * top).sort((a, b) => a - b)
    const indices = rising.map((value) => single(pollutant, value, average, standard)!)
    indices.forEach((index, n) => {
      expect(Number.isInteger(index) && index >= 0 && index <= 500, `seed ${seed}, ${rising[n]}`).toBe(true)
      if (n > 0) expect(index, `seed ${seed}, ${rising[n]}`).toBeGreaterThanOrEqual(indices[n - 1]!)
    })
  })
})

describe('the index of all pollutants', () => {
  it('is the largest single one, with category, level, colour and primary pollutant', () => {
    expect(indexOf({ ...CLEAN, pm10: 168 })).toEqual({
      standard: 'HJ 633-2026',
      aqi: 119,
      category: '轻度污染',
      level: 3,
      colour: '#FF7E00',
      primaryPollutants: ['pm10'],
      iaqi: { so2: 5, no2: 13, co: 10, o3: 20, pm10: 119, pm25: 15 },
      notCalculated: [],
    })
  })

  it.each([
    { pm10: 50, aqi: 50, category: '优', level: 1, colour: '#00E400' },
    { pm10: 51, aqi: 51, category: '良', level: 2, colour: '#FFFF00' },
    { pm10: 120, aqi: 100, category: '良', level: 2, colour: '#FFFF00' },
    { pm10: 121, aqi: 101, category: '轻度污染', level: 3, colour: '#FF7E00' },
    { pm10: 250, aqi: 150, category: '轻度污染', level: 3, colour: '#FF7E00' },
    { pm10: 251, aqi: 151, category: '中度污染', level: 4, colour: '#FF0000' },
    { pm10: 351, aqi: 202, category: '重度污染', level: 5, colour: '#99004C' },
    { pm10: 420, aqi: 300, category: '重度污染', level: 5, colour: '#99004C' },
    { pm10: 421, aqi: 302, category: '严重污染', level: 6, colour: '#7E0023' },
    { pm10: 8108, aqi: 500, category: '严重污染', level: 6, colour: '#7E0023' },
  ])('PM10 $pm10 makes $aqi $category', ({ pm10, ...expected }) => {
    expect(indexOf({ ...CLEAN, pm10 })).toMatchObject(expected)
  })

  it('names no primary pollutant up to 50, and all that share the lead above', () => {
    expect(indexOf({ ...CLEAN, pm10: 50 }).primaryPollutants).toEqual([])
    expect(indexOf({ ...CLEAN, pm10: 120, pm25: 60 }).primaryPollutants).toEqual(['pm10', 'pm25'])
  })

  it('begins at 1 since 2026 and at 0 before', () => {
    const nothing = { so2: 0, no2: 0, co: 0, o3: 0, pm10: 0, pm25: 0 }
    expect(indexOf(nothing)).toMatchObject({ aqi: 1, level: 1 })
    expect(indexOf(nothing, 'day', 'HJ 633-2012')).toMatchObject({ aqi: 0, level: 1 })
  })
})

describe('incomplete data', () => {
  const unknown = { aqi: null, category: null, level: null, colour: null, primaryPollutants: [] }

  it.each<{ $case: string; concentrations: Concentrations; expected: object }>([
    { $case: 'nothing at all', concentrations: {}, expected: { ...unknown, iaqi: {} } },
    {
      $case: 'particles at 100',
      concentrations: { pm10: 120, pm25: 60 },
      expected: { ...unknown, iaqi: { pm10: 100, pm25: 100 } },
    },
    {
      $case: 'particles above 100',
      concentrations: { pm10: 121, pm25: 60 },
      expected: { aqi: 101, level: 3, primaryPollutants: ['pm10'] },
    },
    { $case: 'one pollutant null', concentrations: { ...CLEAN, o3: null }, expected: unknown },
    { $case: 'a micro-station in a storm', concentrations: { pm10: 500 }, expected: { aqi: 400, level: 6 } },
  ])('$case', ({ concentrations, expected }) => {
    for (const average of AVERAGES) expect(indexOf(concentrations, average)).toMatchObject(expected)
  })
})

describe('numbers that are no concentration', () => {
  it.each<{ concentrations: Concentrations; field: Pollutant; unit: string }>([
    { concentrations: { ...CLEAN, pm10: -1 }, field: 'pm10', unit: 'µg/m³' },
    { concentrations: { ...CLEAN, pm25: Number.NaN }, field: 'pm25', unit: 'µg/m³' },
    { concentrations: { ...CLEAN, co: Number.POSITIVE_INFINITY }, field: 'co', unit: 'mg/m³' },
  ])('are refused by name: $field', ({ concentrations, field, unit }) => {
    expect(airIndex(concentrations, 'day', 'HJ 633-2026')).toEqual({
      kind: 'refused',
      field,
      found: concentrations[field],
      expected: `a number of 0 or more ${unit}`,
    })
  })
})

describe('the standard in force', () => {
  it.each([
    { at: '2026-02-28T23:59:59+08:00', standard: 'HJ 633-2012' },
    { at: '2026-03-01T00:00:00+08:00', standard: 'HJ 633-2026' },
    { at: '2015-04-15T18:00:00+08:00', standard: 'HJ 633-2012' },
  ])('changes with the local day: $at', ({ at, standard }) => {
    expect(standardAt(Date.parse(at), 'Asia/Shanghai')).toBe(standard)
  })

  it('follows the district, not UTC', () => {
    const at = Date.parse('2026-02-28T20:00:00Z')
    expect([standardAt(at, 'Asia/Shanghai'), standardAt(at, 'UTC')]).toEqual(['HJ 633-2026', 'HJ 633-2012'])
  })
})
