/** 上报稿: what was done about a notice, in the words an office sends upward. The figures are the ledger's. */
import type { NoticeView } from '../../server/contract/notice.ts'
import { noticeMeasures, noticeScope } from '../logic/notice-text.ts'
import type { Text } from '../logic/phrases.ts'

/** 应管控 and its parts, as the server counted them. */
export type Figures = Readonly<Record<string, number>>

export interface StillOwing {
  /** Names of those that have not signed, and of those that signed and have not done it. */
  readonly unsigned: readonly string[]
  readonly undone: readonly string[]
}

export interface ReportFacts {
  readonly text: Text
  /** A full date and time. */
  readonly fullTime: (iso: string) => string
  readonly now: string
  readonly isDrill: boolean
}

export function reportText(
  notice: NoticeView,
  figures: Figures,
  { unsigned, undone }: StillOwing,
  { text, fullTime, now, isDrill }: ReportFacts,
): string {
  const of = (name: string) => figures[name] ?? 0
  const notSigned = of('undelivered') + of('unacknowledged')
  const counts = {
    due: of('due'),
    exempt: of('exempt'),
    signed: of('due') - notSigned - of('notIssued') - of('exempt'),
    done: of('selfReported') + of('reportedFor'),
    verified: of('verified'),
    unsigned: notSigned,
    undone: of('undone'),
  }
  const names = (key: 'report.unsigned' | 'report.undone', list: readonly string[]) =>
    list.length === 0 ? [] : [text(key, { names: list.join(text('notice.listComma')) })]
  const lines = [
    text('report.title', { number: notice.number }),
    text('report.asked', {
      issuer: notice.issuer,
      scope: noticeScope(notice, text),
      measures: noticeMeasures(notice, text) || text('notice.noMeasures'),
      from: fullTime(notice.startsAt),
    }),
    text('report.figures', { at: fullTime(now), ...counts }),
    ...names('report.unsigned', unsigned),
    ...names('report.undone', undone),
  ]
  return [...(isDrill ? [text('report.drill')] : []), ...lines].join('\n')
}
