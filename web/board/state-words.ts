/** The one sentence of the district in words, with what it rests on and the few figures that belong to it. */

import type { NoticeView } from '../../server/contract/notice.ts'
import { MINUTE } from '../../server/domain/units.ts'
import { actorName } from '../logic/actor-name.ts'
import type { DistrictState } from '../logic/district-state.ts'
import { manualMeasures, manualScope, manualSpan } from '../logic/manual-text.ts'
import { isDemanding } from '../logic/notice-state.ts'
import { noticeMeasures, noticeName, noticeScope, noticeSpan } from '../logic/notice-text.ts'
import type { Text } from '../logic/phrases.ts'
import { spanOf } from '../logic/time-text.ts'
import { ruleWords } from '../rules/index.ts'
import type { Pen } from '../rules/rule-words.ts'

export interface StateWords {
  readonly title: string
  readonly sentence: string
  /** What the level rests on and when it ends; '' when nothing is open. */
  readonly basis: string
  /** Nothing is known, or nobody judges. */
  readonly isDoubtful: boolean
  readonly figures: readonly { readonly name: string; readonly value: string }[]
}

interface Facts {
  readonly text: Text
  readonly time: (iso: string) => string
  readonly pen: Pen
  readonly now: number
  /** All that are known. */
  readonly notices: Iterable<NoticeView>
}

export function stateWords(state: DistrictState | { readonly kind: 'unknown' }, facts: Facts): StateWords {
  const { text, time, pen } = facts
  const title = text(`state.${state.kind}`)
  switch (state.kind) {
    case 'unknown':
    case 'unjudged':
    case 'noWind':
      return { title, sentence: text(`state.${state.kind}Sentence`), basis: '', isDoubtful: true, figures: [] }
    case 'normal': {
      const { toldPlaces } = state
      const sentence =
        toldPlaces === 0 ? text('state.normalSentence') : text('state.toldSentence', { count: toldPlaces })
      return { title, sentence, basis: '', isDoubtful: false, figures: [] }
    }
    case 'ended': {
      const { episode, inForce } = state
      const cause = episode ? pen.say(ruleWords(episode.kind).name) : '—'
      const closed = episode?.closedAt ? time(episode.closedAt) : '—'
      const figures = [{ name: text('board.inForce'), value: String(inForce) }]
      if (episode?.closedAt) {
        figures.unshift({ name: text('board.sinceEnd'), value: spanText(facts, Date.parse(episode.closedAt)) })
      }
      const sentence = text('state.endedSentence', { cause, closed, count: inForce })
      return { title, sentence, basis: basisOf(state.episode, facts), isDoubtful: false, figures }
    }
    case 'declared':
    case 'declaredAwaiting':
    case 'declaredEnded': {
      const { notice } = state
      const facts = { ...noticeFacts(notice, { text, time }), closed: time(notice.ceasesAt ?? notice.startsAt) }
      const isOrdered = state.kind !== 'declaredAwaiting'
      const count = isOrdered ? state.inForce : 0
      const figures = isOrdered ? [{ name: text('board.inForce'), value: String(count) }] : []
      const sentence = text(`state.${state.kind}Sentence`, { ...facts, count })
      const basis = text('state.demands', { measures: noticeMeasures(notice, text) })
      return { title, sentence, basis, isDoubtful: false, figures }
    }
    case 'byHand':
    case 'byHandAwaiting':
    case 'byHandEnded': {
      const { control } = state
      const count = state.kind === 'byHandAwaiting' ? 0 : state.inForce
      const said = { scope: manualScope(control, text), span: manualSpan(control, text, time), count }
      const by = actorName(control.decidedBy, text)
      return {
        title,
        sentence: text(`state.${state.kind}Sentence`, said),
        basis: [
          text('state.byHandBasis', { by, reason: control.reason }),
          text('state.demands', { measures: manualMeasures(control, text) }),
          ...holding(facts),
        ].join(' · '),
        isDoubtful: false,
        figures: count > 0 ? [{ name: text('board.inForce'), value: String(count) }] : [],
      }
    }
    default: {
      const { episode } = state
      const scope = episode.place ?? episode.township ?? text('common.district')
      const cause = pen.say(ruleWords(episode.kind).name)
      const values = { cause, scope, level: episode.level, since: time(episode.openedAt) }
      const figures = [{ name: text('board.elapsed'), value: spanText(facts, Date.parse(episode.openedAt)) }]
      if ('inForce' in state && state.inForce > 0)
        figures.push({ name: text('board.inForce'), value: String(state.inForce) })
      const blind = episode.blindSince ? text('state.blind', { since: time(episode.blindSince) }) : ''
      return {
        title,
        sentence: text(`state.${state.kind}Sentence`, values),
        basis: [blind || basisOf(episode, facts), ...holding(facts)].join(' · '),
        isDoubtful: blind !== '',
        figures,
      }
    }
  }
}

/** Notices in force: while they are, nothing they demand is released. */
function holding({ text, time, now, notices }: Facts): string[] {
  return [...notices]
    .filter((one) => isDemanding(one, now))
    .map((one) => text('notice.noRelease', noticeFacts(one, { text, time })))
}

function noticeFacts(notice: NoticeView, { text, time }: Pick<Facts, 'text' | 'time'>) {
  return {
    notice: noticeName(notice, text),
    issuer: notice.issuer,
    scope: noticeScope(notice, text),
    span: noticeSpan(notice, text, time),
  }
}

type Episode = Extract<DistrictState, { kind: 'controlling' }>['episode']

/** The last change that opened or raised, and when the episode ends. */
function basisOf(episode: Episode | null, { text, pen }: Facts): string {
  if (!episode) return ''
  const rule = ruleWords(episode.kind)
  const change = [...episode.changes].reverse().find((one) => one.to > one.from)
  const { id: pack, version } = episode.rulePack
  const parts: string[] = []
  if (change) {
    const measured = rule.measured(change, pen)
    if (measured !== null) parts.push(measured)
    parts.push(rule.reason(change, pen))
  }
  const ends = episode.state === 'open' ? rule.end(episode.thresholds, pen) : null
  if (ends !== null) parts.push(text('board.ends', { when: ends }))
  parts.push(text('board.pack', { pack, version }))
  return parts.join(' · ')
}

function spanText({ text, now }: Facts, since: number): string {
  const length = Math.max(0, now - since)
  if (length >= 60 * MINUTE) {
    const minutes = Math.floor(length / MINUTE)
    return text('board.hours', { h: Math.floor(minutes / 60), m: minutes % 60 })
  }
  const { unit, n } = spanOf(length)
  return text(`span.${unit}`, { n })
}
