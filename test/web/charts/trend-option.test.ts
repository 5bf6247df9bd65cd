import { describe, expect, it } from 'vitest'
import { lastPoints, type Point, withGaps, withPoint } from '../../../web/charts/growing-series.ts'
import { marksOf } from '../../../web/charts/marks.ts'
import { trendOption } from '../../../web/charts/trend-option.ts'
import { mapFrame } from '../../../web/logic/map.ts'
import { at, episode, iso, order, pen } from '../support.ts'

const look = {
  lines: ['#111'],
  ink: '#000',
  quiet: '#333',
  grid: '#ccc',
  surface: '#fff',
  limit: '#a00',
  mark: '#88f',
  font: 'x',
}

describe('a chart', () => {
  const points: Point[] = [
    [at('09:00'), 80],
    [at('09:01'), null],
    [at('09:02'), 90],
  ]
  const option = JSON.parse(
    JSON.stringify(
      trendOption({
        panels: [
          {
            title: 'µg/m³',
            decimals: 0,
            trends: [{ id: 'D1', name: '站', points }],
            limits: [{ value: 120, name: '限值 120' }],
            fromZero: true,
          },
        ],
        marks: [{ from: at('08:00'), to: at('09:01'), name: '大风过程', kind: 'episode' }],
        from: at('08:30'),
        to: at('10:00'),
        timeZone: 'Asia/Shanghai',
        look,
      }),
    ),
  )

  it('draws local hours as if they were UTC, whatever the browser’s zone', () => {
    expect(option.useUTC).toBe(true)
    expect(new Date(option.series[0].data[0][0]).toISOString()).toBe('2026-11-20T09:00:00.000Z')
  })

  it('keeps a gap a gap', () => {
    expect(option.series[0].data[1][1]).toBeNull()
    expect(option.series[0].connectNulls).toBe(false)
  })

  it('draws the limit with its name', () => {
    expect(option.series[0].markLine.data).toEqual([{ yAxis: 120, name: '限值 120' }])
    // Above the plot, where it hides no part of a curve.
    expect(option.yAxis[0].name).toContain('限值 120')
    expect(option.series[0].markLine.label.show).toBe(false)
  })

  it('writes names that would meet below each other, and leaves out what would hide the curve', () => {
    const mark = (from: string, to: string, kind: 'episode' | 'order' = 'episode') =>
      ({ from: at(from), to: at(to), name: from, kind }) as const
    const early = mark('01:00', '02:00')
    const late = ['07:00', '07:30', '07:40', '07:50'].map((from) => mark(from, '09:00'))
    const marks = [early, mark('07:00', '09:00', 'order'), ...late]
    const panel = { title: '', decimals: 0, trends: [{ id: 'D1', name: '站', points }], limits: [], fromZero: true }
    const range = { from: at('00:00'), to: at('10:00') }
    const { series } = JSON.parse(
      JSON.stringify(trendOption({ panels: [panel], marks, ...range, timeZone: 'Asia/Shanghai', look })),
    )
    const names = series[0].markArea.data.map(([start]: [{ name: string; label: { distance: number } }]) => [
      start.name,
      start.label.distance,
    ])
    expect(names).toEqual([
      ['01:00', 5],
      ['07:00', 5],
      ['07:00', 5],
      ['07:30', 19],
      ['07:40', 33],
      ['', 47],
    ])
  })

  it('cuts a mark to the range shown', () => {
    const [[start, end]] = option.series[0].markArea.data
    expect(new Date(start.xAxis).toISOString()).toBe('2026-11-20T08:30:00.000Z')
    expect(new Date(end.xAxis).toISOString()).toBe('2026-11-20T09:01:00.000Z')
  })
})

describe('a growing series', () => {
  it('never draws a line across missing data', () => {
    expect(
      withGaps(
        [
          [0, 1],
          [60_000, 2],
          [600_000, 3],
        ],
        180_000,
      ),
    ).toEqual([
      [0, 1],
      [60_000, 2],
      [240_000, null],
      [600_000, 3],
    ])
  })

  it('keeps its order when a late or repeated point comes', () => {
    const points: Point[] = [[1_000, 5]]
    expect(withPoint(points, 1_000, 9)).toBe(points)
    expect(withPoint(points, 500, 9)).toBe(points)
    expect(withPoint(points, 2_000, 9)).toEqual([
      [1_000, 5],
      [2_000, 9],
    ])
  })

  it('keeps a fixed length', () => {
    const many = Array.from({ length: 50 }, (_, n): Point => [n, n])
    expect(lastPoints(many, 10, 20)).toHaveLength(20)
    expect(lastPoints(many, 45, 20)[0]).toEqual([45, 45])
  })
})

describe('marks', () => {
  it('show every revision of an order, and what is open to the right edge', () => {
    const twice = order({
      revisions: [
        { ...order(), n: 1, reason: 'issued', issuedAt: iso('06:00'), releasedAt: iso('07:00') },
        { ...order(), n: 2, reason: 'reopened', issuedAt: iso('09:00') },
      ],
    })
    const range = { from: at('06:30'), to: at('10:00') }
    const found = marksOf([episode({ state: 'closed', closedAt: iso('06:10') })], [twice], range, pen)
    expect(found.map((one) => [one.kind, one.from, one.to])).toEqual([
      ['order', at('06:00'), at('07:00')],
      ['order', at('09:00'), at('10:00')],
    ])
  })
})

describe('the map', () => {
  const box = { width: 960, height: 560 }

  it('puts north up and east right, with one scale for both', () => {
    const west = { latitude: 34.7, longitude: 113.6 }
    const north = { latitude: 34.75, longitude: 113.66 }
    const frame = mapFrame([west, north], box)!
    expect(frame.y(north)).toBeLessThan(frame.y(west))
    expect(frame.x(north)).toBeGreaterThan(frame.x(west))
    const kmX = (north.longitude - west.longitude) * 111.32 * Math.cos((34.725 * Math.PI) / 180)
    const perKmX = (frame.x(north) - frame.x(west)) / kmX
    const perKmY = (frame.y(west) - frame.y(north)) / (0.05 * 111.32)
    expect(perKmX).toBeCloseTo(perKmY, 6)
    expect(frame.scale.width / frame.scale.km).toBeCloseTo(perKmX, 6)
  })

  it('stays in its box, also for a single place', () => {
    const only = { latitude: 34.7, longitude: 113.6 }
    const frame = mapFrame([only], box)!
    expect([frame.x(only), frame.y(only)]).toEqual([480, 280])
    expect(mapFrame([], box)).toBeNull()
  })
})
