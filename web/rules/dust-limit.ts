/** 扬尘高值过程 by a limit, in words: the mean of a window at a site against the limits of a pack. One for all packs. */
import type { DustLimitPack, NumberSource, PackStep } from '../../server/domain/rules/dust-limit/pack.ts'
import { MINUTE } from '../../server/domain/units.ts'
import { number } from '../logic/numbers.ts'
import type { Wording } from '../words/text.ts'
import { dustAdvice } from './dust-advice.ts'
import type { Change, NumberLine, Numbers, Pen, RuleWords } from './rule-words.ts'

const W = {
  hour: ['1 小时均值', '1-h mean'],
  minutes: ['{{n}} 分钟均值', '{{n}}-min mean'],
  mean: ['{{quantity}} {{window}}', '{{window}} of {{quantity}}'],
  above: [
    '自 {{since}} 起 {{compared}}：{{value}} µg/m³，超过 {{bound}}',
    'since {{since}} the {{compared}} is over {{bound}} µg/m³, at {{value}}',
  ],
  notAbove: [
    '自 {{since}} 起 {{compared}}：{{value}} µg/m³，不超过 {{bound}}',
    'since {{since}} the {{compared}} is not over {{bound}} µg/m³, at {{value}}',
  ],
  exceeding: ['；当日第 {{n}} 次，每日允许 {{allowed}} 次', '; time {{n}} of the day, {{allowed}} are allowed'],
  brief: ['；单台设备短时突升，先按1级告知', '; a brief rise at one device, told as level 1'],
  measured: ['{{mean}} {{site}} µg/m³', '{{mean}} {{site}} µg/m³'],
  beside: ['，{{source}} {{subtracted}} µg/m³', ', {{source}} {{subtracted}} µg/m³'],
  end: ['{{compared}}：不超过 {{bound}} µg/m³{{held}}{{by}}', '{{compared}} not over {{bound}} µg/m³{{held}}{{by}}'],
  held: ['，连续 {{n}} 分钟', ' for {{n}} min'],
  confirm: ['，由值班员确认解除', '; the duty officer confirms the release'],
  automatic: ['，自动解除', '; released automatically'],
  level: ['{{level}}级管控', 'Control level {{level}}'],
  step: ['{{compared}} > {{limit}} µg/m³', '{{compared}} > {{limit}} µg/m³'],
  allowed: ['（每日允许 {{allowed}} 次，只告知）', ' ({{allowed}} times a day are only told)'],
  over: ['结束', 'Over'],
  source: ['依据', 'Source'],
  from: ['，{{day}} 起', ', from {{day}}'],
  to: ['，{{day}} 止', ', until {{day}}'],
  limit: ['扬尘限值 {{level}}级起点（{{window}}）', 'Dust limit, level {{level}} from ({{window}})'],
} as const satisfies Readonly<Record<string, Wording>>

const QUANTITIES: Readonly<Record<string, string>> = { pm10: 'PM10', pm25: 'PM2.5', tsp: 'TSP' }

/** What was taken off, by the code the rule stores as source. */
const OVER: Readonly<Record<string, Wording>> = {
  background: ['高出非工地站点中位数的部分', ' above the median of the stations'],
  districtMean: ['高出国省控站点均值的部分', ' above the mean of the official stations'],
}
const SUBTRACTED: Readonly<Record<string, Wording>> = {
  background: ['非工地站点中位数', 'median of the stations'],
  districtMean: ['国省控站点均值', 'mean of the official stations'],
}

const CONFIDENCE: Readonly<Record<NumberSource['confidence'], Wording>> = {
  primary: ['已核对原文', 'read in the document'],
  secondary: ['据公开资料，待核对原文', 'read about, the document not seen'],
  memory: ['未核对，引用前须核对原文', 'from memory, check before quoting'],
  ours: ['本系统设定', 'our own'],
}

function measured({ reason: { quantity, source, measured: facts } }: Change, pen: Pen): string | null {
  const { siteUgM3 = null, subtractedUgM3 = null, averagingMinutes = null } = facts
  if (siteUgM3 === null || averagingMinutes === null) return null
  const site = pen.say(W.measured, { mean: mean(quantity, averagingMinutes, pen), site: number(siteUgM3, 0) })
  const taken = SUBTRACTED[source]
  if (subtractedUgM3 === null || !taken) return site
  return site + pen.say(W.beside, { source: pen.say(taken), subtracted: number(subtractedUgM3, 0) })
}

function reason({ reason: why }: Change, pen: Pen): string {
  const { averagingMinutes = null, exceeding = null, allowed = null, brief = null } = why.measured
  const facts = {
    since: pen.time(why.since),
    compared: mean(why.quantity, averagingMinutes, pen) + over(why.source, pen),
    bound: number(why.bound, 0),
    value: number(why.value, 0),
  }
  if (why.code === 'closed') return pen.say(W.notAbove, facts)
  const counted = exceeding === null || allowed === null ? '' : pen.say(W.exceeding, { n: exceeding, allowed })
  return pen.say(W.above, facts) + counted + (brief === 1 ? pen.say(W.brief) : '')
}

function mean(quantity: string, averagingMinutes: number | null, pen: Pen): string {
  return pen.say(W.mean, { quantity: QUANTITIES[quantity] ?? quantity, window: window(averagingMinutes, pen) })
}

function window(minutes: number | null, { say }: Pen): string {
  return minutes === 60 ? say(W.hour) : say(W.minutes, { n: minutes ?? '—' })
}

function over(source: string, { say }: Pen): string {
  const wording = OVER[source]
  return wording ? say(wording) : ''
}

function end(given: Numbers, pen: Pen): string | null {
  const pack = packOf(given)
  const { release } = given
  if (!pack || (release !== 'confirm' && release !== 'automatic')) return null
  return endOf(pack, pen, pen.say(release === 'confirm' ? W.confirm : W.automatic))
}

function endOf({ quantity, subtractor, clear }: Pack, pen: Pen, by: string): string {
  const held = clear.forMs > 0 ? pen.say(W.held, { n: clear.forMs / MINUTE }) : ''
  const compared = mean(quantity, clear.averagingMs / MINUTE, pen) + over(subtractor, pen)
  return pen.say(W.end, { compared, bound: number(clear.atMost, 0), held, by })
}

function numbers(given: Numbers, pen: Pen): readonly NumberLine[] {
  const pack = packOf(given)
  if (!pack) return []
  const { quantity, averagingMs, subtractor, steps } = pack
  const compared = mean(quantity, averagingMs / MINUTE, pen) + over(subtractor, pen)
  const lines = steps.map(({ level, limit, allowedPerDay }): NumberLine => {
    const allowed = allowedPerDay > 0 ? pen.say(W.allowed, { allowed: allowedPerDay }) : ''
    return {
      name: pen.say(W.level, { level }),
      value: pen.say(W.step, { compared, limit: number(limit, 0) }) + allowed,
    }
  })
  const sources = new Map(steps.map(({ source }) => [`${source.document} ${source.confidence}`, source]))
  return [
    ...lines,
    { name: pen.say(W.over), value: endOf(pack, pen, '') },
    ...[...sources.values()].map((source) => ({ name: pen.say(W.source), value: sourceInWords(source, pen) })),
  ]
}

function sourceInWords({ document, validFrom, validTo, confidence }: NumberSource, { say }: Pen): string {
  const from = validFrom === '' ? '' : say(W.from, { day: validFrom })
  const to = validTo === '' ? '' : say(W.to, { day: validTo })
  return `${document}${from}${to} · ${say(CONFIDENCE[confidence])}`
}

export function dustLimit(kind: string, name: Wording): RuleWords {
  return {
    kind,
    name,
    measured,
    reason,
    onlyAdvise: dustAdvice,
    end,
    numbers,
    limits(given, pen) {
      const pack = packOf(given)
      const lowest = pack?.steps[0]
      // A limit of a difference is no line across a curve.
      if (!pack || !lowest || pack.subtractor !== 'none') return []
      const facts = { level: lowest.level, window: window(pack.averagingMs / MINUTE, pen) }
      return [{ quantity: pack.quantity, value: lowest.limit, name: pen.say(W.limit, facts) }]
    },
  }
}

type Pack = Pick<DustLimitPack, 'quantity' | 'averagingMs' | 'subtractor' | 'steps' | 'clear'>

/** null for numbers that are not those of a pack: an older version may have stored others. */
function packOf({ quantity, averagingMs, subtractor, steps, clear }: Numbers): Pack | null {
  const isWhole =
    typeof quantity === 'string' &&
    typeof averagingMs === 'number' &&
    typeof subtractor === 'string' &&
    Array.isArray(steps) &&
    steps.every(isStep) &&
    isClear(clear)
  // Each field was looked at; what the server checked before it armed the pack is not checked again.
  return isWhole ? ({ quantity, averagingMs, subtractor, steps, clear } as Pack) : null
}

function isStep(one: unknown): one is PackStep {
  const isObject = typeof one === 'object' && one !== null
  return isObject && 'limit' in one && typeof one.limit === 'number' && 'level' in one && 'source' in one
}

function isClear(one: unknown): one is DustLimitPack['clear'] {
  const isObject = typeof one === 'object' && one !== null
  return isObject && 'atMost' in one && typeof one.atMost === 'number' && 'forMs' in one && 'averagingMs' in one
}
