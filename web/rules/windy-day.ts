/** 大风过程 in words. The control level is what the rule decided; 平均…级、阵风…级 is what was measured. */
import { windLevel } from '../../server/domain/air/wind.ts'
import { MINUTE } from '../../server/domain/units.ts'
import { number } from '../logic/numbers.ts'
import type { Wording } from '../words/text.ts'
import type { Change, NumberLine, Numbers, Pen, RuleWords } from './rule-words.ts'

const SOURCES: Readonly<Record<string, Wording>> = {
  weatherBureau: ['气象局站', 'weather bureau station'],
  openMedian: ['开阔点位中位数', 'median of open masts'],
  nearest: ['就近点位', 'nearest device'],
  none: ['无来源', 'no source'],
}

const W = {
  meanAndGust: ['平均{{mean}}级、阵风{{gust}}级', 'mean force {{mean}}, gusts force {{gust}}'],
  mean: ['平均{{mean}}级', 'mean force {{mean}}'],
  reached: [
    '{{source}}风速 {{wind}} m/s，达到 {{bound}} m/s，自 {{since}} 起未中断',
    '{{source}}: wind {{wind}} m/s reached {{bound}} m/s, unbroken since {{since}}',
  ],
  gust: [
    '阵风 {{wind}} m/s，达到 {{bound}} m/s，自 {{since}} 起',
    'gust {{wind}} m/s reached {{bound}} m/s, since {{since}}',
  ],
  below: [
    '{{source}}风速 {{wind}} m/s，低于 {{bound}} m/s，自 {{since}} 起未中断',
    '{{source}}: wind {{wind}} m/s below {{bound}} m/s, unbroken since {{since}}',
  ],
  endConfirm: [
    '风速低于 {{below}} m/s 连续 {{minutes}} 分钟，由值班员确认解除',
    'wind stays below {{below}} m/s for {{minutes}} min; the duty officer confirms the release',
  ],
  endAutomatic: [
    '风速低于 {{below}} m/s 连续 {{minutes}} 分钟，自动解除',
    'wind stays below {{below}} m/s for {{minutes}} min; released automatically',
  ],
  level: ['{{level}}级管控', 'Control level {{level}}'],
  raiseAfter: ['达到后持续多久升级', 'Raised after'],
  lowerAfter: ['回落后持续多久降级', 'Lowered after'],
  closeBelow: ['结束：低于', 'Closes below'],
  closeAfter: ['结束：持续', 'Closes after'],
  minimumHold: ['至少保持', 'Held at least'],
  minutes: ['{{n}} 分钟', '{{n}} min'],
  limit: ['大风管控 {{level}}级起点', 'Windy-day rule, level {{level}} from'],
} as const satisfies Readonly<Record<string, Wording>>

function measured({ reason }: Change, { say }: Pen): string | null {
  const { meanMps = null, gustMps = null } = reason.measured
  if (meanMps === null) return null
  const mean = windLevel(meanMps)
  return gustMps === null ? say(W.mean, { mean }) : say(W.meanAndGust, { mean, gust: windLevel(gustMps) })
}

function reason({ reason: why }: Change, { say, time }: Pen): string {
  const source = say(SOURCES[why.source] ?? SOURCES.none!)
  const facts = { source, wind: number(why.value, 1), bound: number(why.bound, 1), since: time(why.since) }
  if (why.quantity === 'windGust') return say(W.gust, facts)
  return say(why.code === 'lowered' || why.code === 'closed' ? W.below : W.reached, facts)
}

function end({ closeBelowMps, closeAfterMs, release }: Numbers, { say }: Pen): string | null {
  if (typeof closeBelowMps !== 'number' || typeof closeAfterMs !== 'number') return null
  if (release !== 'confirm' && release !== 'automatic') return null
  const facts = { below: number(closeBelowMps, 1), minutes: closeAfterMs / MINUTE }
  return say(release === 'confirm' ? W.endConfirm : W.endAutomatic, facts)
}

function numbers(given: Numbers, { say }: Pen): readonly NumberLine[] {
  const lines: NumberLine[] = levelsOf(given).map(({ level, boundMps }) => ({
    name: say(W.level, { level }),
    value: `≥ ${number(boundMps, 1)} m/s`,
  }))
  const minutes = (value: unknown, name: Wording) => {
    if (typeof value === 'number') lines.push({ name: say(name), value: say(W.minutes, { n: value / MINUTE }) })
  }
  minutes(given.raiseAfterMs, W.raiseAfter)
  minutes(given.lowerAfterMs, W.lowerAfter)
  if (typeof given.closeBelowMps === 'number') {
    lines.push({ name: say(W.closeBelow), value: `< ${number(given.closeBelowMps, 1)} m/s` })
  }
  minutes(given.closeAfterMs, W.closeAfter)
  minutes(given.minimumHoldMs, W.minimumHold)
  return lines
}

export const windyDay: RuleWords = {
  kind: 'windy-day',
  name: ['大风过程', 'Windy-day episode'],
  measured,
  reason,
  onlyAdvise: ({ reason: { onlyAdvise } }) => onlyAdvise.join(', '),
  end,
  numbers,
  limits(given, { say }) {
    const [lowest] = levelsOf(given)
    if (!lowest) return []
    return [{ quantity: 'windSpeed', value: lowest.boundMps, name: say(W.limit, { level: lowest.level }) }]
  },
}

export interface Level {
  readonly level: number
  readonly boundMps: number
}

export function levelsOf({ levels }: Numbers): readonly Level[] {
  return Array.isArray(levels) ? levels.filter(isLevel) : []
}

function isLevel(one: unknown): one is Level {
  return (
    typeof one === 'object' && one !== null && 'level' in one && 'boundMps' in one && typeof one.boundMps === 'number'
  )
}
