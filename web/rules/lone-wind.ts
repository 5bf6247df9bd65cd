/** 单站大风 in words: those of the windy day, said of one source that contradicts all others. */
import type { Wording } from '../words/text.ts'
import type { RuleWords } from './rule-words.ts'
import { windyDay } from './windy-day.ts'

const CONTRADICTED: Wording = [
  '该风站与其他开阔点位矛盾，请核实；不会自动下达',
  'this source contradicts the other open masts: please check; it never issues itself',
]

export const loneWind: RuleWords = {
  ...windyDay,
  kind: 'lone-wind',
  name: ['单站大风（待核实）', 'Wind at one station (unproven)'],
  onlyAdvise: ({ reason: { onlyAdvise } }, { say }) => (onlyAdvise.length > 0 ? say(CONTRADICTED) : ''),
  // Its levels are the windy day's: drawn once.
  limits: () => [],
}
