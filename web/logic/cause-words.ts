/** What a draft's cause is called, where it holds and why, whatever kind of cause it is. */
import type { DraftView } from '../../server/contract/draft.ts'
import type { EpisodeView } from '../../server/contract/episode.ts'
import type { ManualView } from '../../server/contract/manual.ts'
import type { NoticeView } from '../../server/contract/notice.ts'
import { ruleWords } from '../rules/index.ts'
import type { Pen } from '../rules/rule-words.ts'
import { manualMeasures, manualScope, manualSpan } from './manual-text.ts'
import { noticeMeasures, noticeName, noticeScope, noticeSpan } from './notice-text.ts'
import type { Text } from './phrases.ts'

export interface CauseWords {
  readonly name: string
  readonly scope: string
  /** It has a control level of ours. */
  readonly isLevelled: boolean
  /** null: nothing is known of it yet. */
  readonly why: string | null
}

export interface Causes {
  readonly episodes: ReadonlyMap<string, EpisodeView>
  readonly notices: ReadonlyMap<string, NoticeView>
  readonly manualControls: ReadonlyMap<string, ManualView>
}

export function causeWords(
  { cause }: Pick<DraftView, 'cause'>,
  causes: Causes,
  { text, time, pen }: { readonly text: Text; readonly time: (iso: string) => string; readonly pen: Pen },
): CauseWords {
  const notice = causes.notices.get(cause.id)
  if (cause.kind === 'notice' && notice) {
    const why = `${notice.issuer} · ${noticeSpan(notice, text, time)} · ${noticeMeasures(notice, text)}`
    return { name: noticeName(notice, text), scope: noticeScope(notice, text), isLevelled: false, why }
  }
  if (cause.kind === 'manual') {
    const control = causes.manualControls.get(cause.id)
    const name = text('manual.name')
    if (!control) return { name, scope: text('common.district'), isLevelled: false, why: null }
    const why = `${control.reason} · ${manualSpan(control, text, time)} · ${manualMeasures(control, text)}`
    return { name, scope: manualScope(control, text), isLevelled: false, why }
  }
  const episode = causes.episodes.get(cause.id)
  const rule = ruleWords(episode?.kind ?? '')
  const last = episode?.changes.at(-1)
  return {
    name: pen.say(rule.name),
    scope: episode?.place ?? episode?.township ?? text('common.district'),
    isLevelled: true,
    why: last ? [rule.measured(last, pen), rule.reason(last, pen)].filter(Boolean).join(' · ') : null,
  }
}
