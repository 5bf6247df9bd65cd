/** Why a site is asked: the change that raised the level it is under, in one sentence. */
import type { EpisodeView } from '../../server/contract/episode.ts'
import { number } from '../logic/numbers.ts'
import { windSource } from '../logic/phrases.ts'
import type { SiteKey } from '../words/site.ts'
import type { Values } from '../words/text.ts'

export function whyText(
  episode: EpisodeView | null,
  level: number,
  text: (key: SiteKey, values?: Values) => string,
  time: (at: number) => string,
): string {
  const cause = text('cause')
  const change = [...(episode?.changes ?? [])].reverse().find((one) => one.to > one.from)
  if (!change) return text('whyPlain', { cause, level })
  const { reason } = change
  const facts = { cause, level, bound: number(reason.bound, 1), since: time(Date.parse(reason.since)) }
  if (reason.quantity === 'windGust') return text('whyGust', facts)
  return text('whyText', {
    ...facts,
    source: text(`source.${windSource(reason.source)}`),
    wind: number(reason.value, 1),
  })
}
