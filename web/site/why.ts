/** What a site is told beside its measures. Why it is asked: the cause, the control level, what was measured and the change that raised it. */
import type { EpisodeView } from '../../server/contract/episode.ts'
import type { NoticeView } from '../../server/contract/notice.ts'
import { ruleWords } from '../rules/index.ts'
import type { Pen } from '../rules/rule-words.ts'
import type { SiteKey } from '../words/site.ts'
import type { Values } from '../words/text.ts'

/** How long what was done must be kept up: to the release, whether the cause still goes on or not. */
export function keepText(episode: EpisodeView | null, text: (key: SiteKey) => string): string {
  if (episode === null) return text('keep')
  return text(episode.state === 'closed' ? 'keepEnded' : 'keepOngoing')
}

/** What a notice from above demands of the place. */
export function declaredText(
  { number, issuer, startsAt, ceasesAt }: NoticeView,
  text: (key: SiteKey, values?: Values) => string,
  { time }: Pen,
): string {
  const facts = { number, issuer, from: time(startsAt) }
  return ceasesAt === null ? text('declaredOpen', facts) : text('declared', { ...facts, until: time(ceasesAt) })
}

export function whyText(
  episode: EpisodeView | null,
  level: number,
  text: (key: SiteKey, values?: Values) => string,
  pen: Pen,
): string {
  // A higher level may still wait for a person: the site is told what its own level rests on.
  const change = [...(episode?.changes ?? [])].reverse().find((one) => one.to > one.from && one.to <= level)
  if (!episode || !change) return text('whyPlain', { level })
  const rule = ruleWords(episode.kind)
  const measured = rule.measured(change, pen)
  const facts = { cause: pen.say(rule.name), level, reason: rule.reason(change, pen) }
  return measured === null ? text('whyText', facts) : text('whyMeasured', { ...facts, measured })
}
