/** 扬尘高值过程 in words: the site's hour against the median of the stations that stand at no site. */
import { number } from '../logic/numbers.ts'
import type { Wording } from '../words/text.ts'
import { dustAdvice } from './dust-advice.ts'
import type { Change, NumberLine, Numbers, Pen, RuleWords } from './rule-words.ts'

const W = {
  measured: [
    'PM10 小时均值 {{site}} µg/m³，非工地站点中位数 {{median}} µg/m³',
    'PM10 hourly mean {{site}} µg/m³, median of the stations {{median}} µg/m³',
  ],
  above: [
    '{{from}} 起一小时 PM10 均值高出 {{stations}} 个站点中位数 {{difference}} µg/m³，超过 {{bound}}；当日第 {{n}} 个超限小时',
    'hour from {{from}}: PM10 {{difference}} µg/m³ above the median of {{stations}} stations, over {{bound}}; exceeding hour {{n}} of the day',
  ],
  below: [
    '{{from}} 起一小时 PM10 均值与 {{stations}} 个站点中位数之差 {{difference}} µg/m³，不超过 {{bound}}',
    'hour from {{from}}: PM10 {{difference}} µg/m³ from the median of {{stations}} stations, not over {{bound}}',
  ],
  endConfirm: [
    '小时均值高出站点中位数不超过 {{bound}} µg/m³，由值班员确认解除',
    'an hour at most {{bound}} µg/m³ above the median of the stations; the duty officer confirms the release',
  ],
  endAutomatic: [
    '小时均值高出站点中位数不超过 {{bound}} µg/m³，自动解除',
    'an hour at most {{bound}} µg/m³ above the median of the stations; released automatically',
  ],
  aboveUgM3: ['超限小时：高出站点中位数', 'Exceeding hour: above the median by more than'],
  closeAtUgM3: ['结束：高出不超过', 'Closes at most above by'],
  allowedHours: ['每日只告知、不要求措施的小时数', 'Hours a day that are told and ask nothing'],
  stationsNeeded: ['至少有效站点', 'Stations needed'],
  adviseDays: ['未指定方式时，先仅提示', 'With no mode chosen, advice only for the first'],
  days: ['{{n}} 天', '{{n}} days'],
} as const satisfies Readonly<Record<string, Wording>>

function measured({ reason: { measured: facts } }: Change, { say }: Pen): string | null {
  const { siteUgM3 = null, medianUgM3 = null } = facts
  if (siteUgM3 === null || medianUgM3 === null) return null
  return say(W.measured, { site: number(siteUgM3, 0), median: number(medianUgM3, 0) })
}

function reason({ reason: why }: Change, { say, time }: Pen): string {
  const { stations = null, exceedingHours = null } = why.measured
  const facts = {
    from: time(why.since),
    stations: stations ?? '—',
    difference: number(why.value, 0),
    bound: number(why.bound, 0),
    n: exceedingHours ?? '—',
  }
  return say(why.code === 'closed' ? W.below : W.above, facts)
}

function end({ closeAtUgM3, release }: Numbers, { say }: Pen): string | null {
  if (typeof closeAtUgM3 !== 'number' || (release !== 'confirm' && release !== 'automatic')) return null
  return say(release === 'confirm' ? W.endConfirm : W.endAutomatic, { bound: number(closeAtUgM3, 0) })
}

function numbers(given: Numbers, { say }: Pen): readonly NumberLine[] {
  const { aboveUgM3, closeAtUgM3, allowedHours, stationsNeeded, adviseDays } = given
  const lines: NumberLine[] = []
  const line = (name: Wording, value: unknown, inWords: (value: number) => string) => {
    if (typeof value === 'number') lines.push({ name: say(name), value: inWords(value) })
  }
  const amount = (value: number) => `${number(value, 0)} µg/m³`
  line(W.aboveUgM3, aboveUgM3, amount)
  line(W.closeAtUgM3, closeAtUgM3, amount)
  line(W.allowedHours, allowedHours, (n) => number(n, 0))
  line(W.stationsNeeded, stationsNeeded, (n) => number(n, 0))
  line(W.adviseDays, adviseDays, (n) => say(W.days, { n }))
  return lines
}

export const dustExceedance: RuleWords = {
  kind: 'dust-exceedance',
  name: ['扬尘高值过程', 'Site dust episode'],
  measured,
  reason,
  onlyAdvise: dustAdvice,
  end,
  numbers,
  // It judges a difference: no line across a curve of PM10 is its limit.
  limits: () => [],
}
