/** Reasons and notes the server gives as data, turned into sentences of the screen's language. */
import type { EpisodeView } from '../../server/contract/episode.ts'
import { MEASURES, type Measure } from '../../server/domain/control/measure.ts'
import type { TextKey } from '../words/index.ts'
import type { Values } from '../words/text.ts'
import { number } from './numbers.ts'

export type Text = (key: TextKey, values?: Values) => string

type Change = EpisodeView['changes'][number]

export function changeTitle(change: Change, text: Text): string {
  return text(`change.${change.reason.code}`, { from: change.from, to: change.to })
}

/** `time` writes an ISO time for people. */
export function changeReason({ reason }: Change, text: Text, time: (iso: string) => string): string {
  const facts = { bound: number(reason.bound, 1), since: time(reason.since) }
  const isDown = reason.code === 'lowered' || reason.code === 'closed'
  if (reason.quantity === 'windGust') return text('change.becauseGust', facts)
  const source = text(`source.${windSource(reason.source)}`)
  const values = { ...facts, source, wind: number(reason.value, 1) }
  return text(isDown ? 'change.becauseBelow' : 'change.because', values)
}

/** A source this page does not know is told as none. */
export function windSource(source: string): WindSource {
  return WIND_SOURCES.find((one) => one === source) ?? 'none'
}

const WIND_SOURCES = ['weatherBureau', 'openMedian', 'nearest', 'none'] as const
type WindSource = (typeof WIND_SOURCES)[number]

const GUARDS: Readonly<Record<string, TextKey>> = {
  'too-cold': 'guard.tooCold',
  'frost-forecast': 'guard.frostForecast',
  rain: 'guard.rain',
  'strong-wind': 'guard.strongWind',
  humid: 'guard.humid',
  fence: 'guard.fence',
  'rush-hour': 'guard.rushHour',
  'wind-level': 'guard.windLevel',
}

const SILENT: Readonly<Record<string, TextKey>> = {
  temperature: 'guard.noData.temperature',
  forecast: 'guard.noData.forecast',
  rain: 'guard.noData.rain',
  wind: 'guard.noData.wind',
  humidity: 'guard.noData.humidity',
}

/** A note code of the response plan; one this page does not know is shown as it is rather than hidden. */
export function noteText(code: string, text: Text): string {
  const [kind, name = '', why = '', value = ''] = code.split(':')
  const measure = MEASURES.find((one) => one === name)
  if (kind === 'after-the-wind' && measure) return text('note.afterTheWind', { measure: measureText(measure, text) })
  if (kind !== 'refused' || !measure) return text('note.other', { code })
  return text('note.refused', { measure: measureText(measure, text), why: guardText(why, value, text) })
}

function guardText(why: string, value: string, text: Text): string {
  const silent = SILENT[value]
  if (why === 'no-data' && silent) return text('guard.noData', { what: text(silent) })
  const guard = GUARDS[why]
  return guard ? text(guard, { value }) : text('guard.other', { code: why })
}

export function measureText(measure: Measure, text: Text): string {
  return text(`measure.${measure}`)
}
