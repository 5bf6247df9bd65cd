/** The words of the report upward in its files: the table and the long picture. The screen's own stand in web/words/. */
import type { NoticeReportView, PlaceReport } from './notice-report.ts'
import { filled, type LanguageName, type Values } from './wording.ts'
import { measureWords, partWords, placeKindWords } from './words.ts'

export const reportWords = {
  ...measureWords,
  ...partWords,
  ...placeKindWords,
  drill: ['（演练）', '(DRILL)'],
  title: ['关于落实《{{number}}》的情况反馈', 'Report on {{number}}'],
  file: ['落实情况 {{number}}', 'Report {{number}}'],
  figures: ['落实数字', 'Figures'],
  places: ['点位明细', 'Places'],
  number: ['文号', 'Number'],
  issuer: ['发文单位', 'Issuer'],
  scope: ['范围', 'Scope'],
  district: ['全区', 'Whole district'],
  measures: ['措施', 'Measures'],
  noMeasures: ['不要求具体措施', 'No measure'],
  comma: ['、', ', '],
  startsAt: ['开始', 'From'],
  ceasesAt: ['结束', 'Until'],
  untilLifted: ['解除时间另行通知', 'until it is lifted'],
  replyBy: ['反馈时限', 'Reply by'],
  noReply: ['不要求反馈', 'No reply asked'],
  at: ['截至', 'As of'],
  due: ['应管控', 'Due'],
  sentBefore: ['已上报（{{by}}）', 'Sent upward ({{by}})'],
  township: ['镇办', 'Township'],
  place: ['点位', 'Place'],
  kind: ['类型', 'Kind'],
  order: ['指令编号', 'Order'],
  issuedAt: ['下达', 'Issued'],
  deliveredAt: ['送达', 'Delivered'],
  acknowledgedAt: ['签收', 'Acknowledged'],
  compliedAt: ['自报', 'Reported done'],
  verifiedAt: ['核实', 'Verified'],
  releasedAt: ['解除', 'Released'],
  measureDue: ['{{measure}}：时限', '{{measure}}: by'],
  measureDone: ['{{measure}}：上报', '{{measure}}: reported'],
  late: ['超时分钟', 'Late, minutes'],
  state: ['状态', 'State'],
  more: ['其余 {{n}} 处见表格', '{{n}} more: see the table'],
  lateBy: ['超时 {{n}} 分钟', '{{n}} min late'],
  released: ['已解除，{{state}}', 'Released; {{state}}'],
  cancelled: ['已撤销（误报）', 'Cancelled (false alarm)'],
} as const

export type ReportKey = keyof typeof reportWords

export type ReportText = (key: ReportKey, values?: Values) => string

export function reportTextIn(language: LanguageName): ReportText {
  return (key, values) => filled(reportWords[key], language, values)
}

export function measuresText({ measures }: Pick<NoticeReportView, 'measures'>, text: ReportText): string {
  return measures.map((one) => text(`measure.${one}`)).join(text('comma')) || text('noMeasures')
}

export function stateText({ part, hasEnded }: Pick<PlaceReport, 'part' | 'hasEnded'>, text: ReportText): string {
  if (part === null) return text('cancelled')
  const state = text(`ledger.${part}`)
  return hasEnded ? text('released', { state }) : state
}
