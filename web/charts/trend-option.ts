/**
 * What ECharts shall draw for one or two panels of curves over one time axis. Pure: a test reads it without a browser.
 *
 * Instants are shifted by the district's offset and drawn as UTC, so that ticks fall on local hours whatever the browser's
 * zone. A null value draws a gap. Points are flat arrays thinned by the browser only where they are denser than pixels.
 */
import type { EChartsCoreOption } from 'echarts/core'
import { zoneOffsetMs } from '../../server/domain/time.ts'
import type { EpochMs } from '../../server/domain/units.ts'
import { number } from '../logic/numbers.ts'
import type { ChartLook } from './look.ts'

export type ChartOption = EChartsCoreOption

export interface Trend {
  readonly id: string
  readonly name: string
  /** Oldest first; null where nothing usable was measured. */
  readonly points: readonly (readonly [EpochMs, number | null])[]
}

export interface Panel {
  /** Name and unit, above the axis. */
  readonly title: string
  readonly decimals: number
  readonly trends: readonly Trend[]
  readonly limits: readonly { readonly value: number; readonly name: string }[]
  /** Directions and temperatures do not start at 0. */
  readonly fromZero: boolean
  readonly max?: number
}

export interface Mark {
  readonly from: EpochMs
  readonly to: EpochMs
  readonly name: string
  readonly kind: 'episode' | 'order'
}

export interface TrendFacts {
  readonly panels: readonly Panel[]
  readonly marks: readonly Mark[]
  readonly from: EpochMs
  readonly to: EpochMs
  readonly timeZone: string
  readonly look: ChartLook
}

const TOP = 40
const BETWEEN = 48

export function trendOption(facts: TrendFacts): ChartOption {
  const { panels, look, timeZone } = facts
  const local = (at: EpochMs) => at + zoneOffsetMs(at, timeZone)
  const share = 100 / Math.max(1, panels.length)
  const hasLegend = panels.some((panel) => panel.trends.length > 1)
  return {
    animation: false,
    useUTC: true,
    aria: { enabled: false },
    textStyle: { fontFamily: look.font, color: look.ink },
    color: [...look.lines],
    tooltip: {
      trigger: 'axis',
      confine: true,
      renderMode: 'richText',
      backgroundColor: look.surface,
      borderColor: look.grid,
      textStyle: { color: look.ink, fontSize: 12 },
    },
    legend: {
      show: hasLegend,
      type: 'scroll',
      left: 8,
      pageIconColor: look.ink,
      pageIconInactiveColor: look.grid,
      pageTextStyle: { color: look.quiet },
      top: 0,
      right: 8,
      icon: 'roundRect',
      itemWidth: 14,
      itemHeight: 3,
      textStyle: { color: look.ink, fontSize: 12 },
      formatter: (name: string) => shortened(name),
    },
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    dataZoom: [{ type: 'inside', xAxisIndex: panels.map((_, index) => index), zoomOnMouseWheel: 'ctrl' }],
    grid: panels.map((_, index) => ({
      left: 52,
      right: 20,
      top: index === 0 ? TOP + (hasLegend ? 16 : 0) : `${share * index + 6}%`,
      bottom: index === panels.length - 1 ? 28 : `${100 - share * (index + 1) + BETWEEN / 8}%`,
    })),
    xAxis: panels.map((_, index) => ({
      type: 'time',
      gridIndex: index,
      min: local(facts.from),
      max: local(facts.to),
      axisLine: { lineStyle: { color: look.grid } },
      axisLabel: { color: look.quiet, hideOverlap: true, formatter: AXIS_TIME },
      splitLine: { show: false },
    })),
    yAxis: panels.map((panel, index) => ({
      type: 'value',
      gridIndex: index,
      name: [panel.title, ...panel.limits.map(({ name }) => `{limit|┄ ${name}}`)].join('   '),
      nameTextStyle: {
        color: look.quiet,
        align: 'left',
        padding: [0, 0, 0, -44],
        rich: { limit: { color: look.limit, fontSize: 11 } },
      },
      min: panel.fromZero ? 0 : null,
      max: panel.max ?? null,
      scale: !panel.fromZero,
      axisLabel: { color: look.quiet },
      splitLine: { lineStyle: { color: look.grid } },
      splitNumber: 4,
    })),
    series: panels.flatMap((panel, index) => panelSeries(panel, index, facts, local)),
  }
}

const AXIS_TIME = { year: '{yyyy}', month: '{MM}-{dd}', day: '{MM}-{dd}', hour: '{HH}:{mm}', minute: '{HH}:{mm}' }

function panelSeries(
  panel: Panel,
  index: number,
  { marks, look, from, to }: TrendFacts,
  local: (at: EpochMs) => number,
) {
  return panel.trends.map((trend, position) => ({
    id: trend.id,
    name: trend.name,
    type: 'line',
    xAxisIndex: index,
    yAxisIndex: index,
    showSymbol: trend.points.length < 3,
    symbolSize: 5,
    connectNulls: false,
    sampling: 'lttb',
    lineStyle: { width: 1.75 },
    tooltip: { valueFormatter: (value: unknown) => (typeof value === 'number' ? number(value, panel.decimals) : '–') },
    data: trend.points.map(([at, value]) => [local(at), value]),
    ...(position === 0
      ? {
          markLine: limitLines(panel, look),
          markArea: {
            silent: true,
            data: marks.map((mark) => markArea(mark, index, { look, from, to, local, marks })),
          },
        }
      : {}),
  }))
}

function limitLines({ limits }: Panel, look: ChartLook) {
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { color: look.limit, type: 'dashed', width: 1 },
    // Its name stands above the plot, where it hides no part of a curve.
    label: { show: false },
    data: limits.map(({ value, name }) => ({ yAxis: value, name })),
  }
}

function markArea(
  mark: Mark,
  index: number,
  {
    look,
    from,
    to,
    local,
    marks,
  }: Pick<TrendFacts, 'look' | 'from' | 'to' | 'marks'> & {
    readonly local: (at: EpochMs) => number
  },
) {
  const isEpisode = mark.kind === 'episode'
  const isRight = mark.from > (from + to) / 2
  const row = nameRow(mark, marks, to - from)
  return [
    {
      xAxis: local(Math.max(mark.from, from)),
      // Named once, on the first panel.
      name: index === 0 && row < NAME_ROWS ? mark.name : '',
      itemStyle: {
        color: look.mark,
        opacity: isEpisode ? 0.14 : 0.1,
        borderColor: look.mark,
        borderWidth: isEpisode ? 0 : 1,
      },
      // Towards the middle, so that a name at the edge is not cut off.
      label: {
        color: look.ink,
        fontSize: 11,
        distance: 5 + row * 14,
        position: `inside${isEpisode ? 'Top' : 'Bottom'}${isRight ? 'Right' : 'Left'}`,
      },
    },
    { xAxis: local(Math.min(mark.to, to)) },
  ]
}

/** A name takes about this part of the range; more rows of names than that would hide the curve. */
const NAME_SHARE = 0.15
const NAME_ROWS = 3

/** How many names of its kind stand so near before it that its own must go below them. */
function nameRow(mark: Mark, marks: readonly Mark[], range: number): number {
  const before = marks.slice(0, marks.indexOf(mark))
  const near = NAME_SHARE * range
  return before.filter(({ kind, from, to }) => kind === mark.kind && from < mark.to + near && mark.from < to + near)
    .length
}

const LONGEST_NAME = 16

function shortened(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name
}
