/** Reasons and notes the server gives as data, turned into sentences of the screen's language. */
import type { EpisodeView } from '../../server/contract/episode.ts'
import { MEASURES, type Measure } from '../../server/domain/control/measure.ts'
import type { EpochMs } from '../../server/domain/units.ts'
import type { TextKey } from '../words/index.ts'
import type { Values } from '../words/text.ts'

export type Text = (key: TextKey, values?: Values) => string

type Change = EpisodeView['changes'][number]

export function changeTitle(change: Change, text: Text): string {
  return text(`change.${change.reason.code}`, { from: change.from, to: change.to })
}

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
export function noteText(code: string, text: Text, time: (at: EpochMs) => string): string {
  const [kind, name = '', why = '', value = '', ...rest] = code.split(':')
  const measure = MEASURES.find((one) => one === name)
  if (kind === 'after-the-wind' && measure) return text('note.afterTheWind', { measure: measureText(measure, text) })
  if (kind === 'exempt' && measure) {
    const number = [value, ...rest].join(':')
    return text('note.exempt', { what: measureText(measure, text), number, until: time(Number(why)) })
  }
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

/** For a row of a list: one or two characters, with the whole word in the row's title. */
export function measureShort(measure: Measure, text: Text): string {
  return text(`measureShort.${measure}`)
}
