/** What an hour in a sentence is for: the words right before and after it say so. An hour without such words is for nothing. */
import type { SaidMoment } from './said-moment.ts'

export type Role = 'start' | 'end' | 'reply'

const BY = /^(?:下班)?(?:之|以)?前/
export const REPLY = /反馈|上报|报送|回复|回报|报告|报(?:[至市区我县省]|落实|情况|进展|名单)/
const REPLY_LABEL = /(?:反馈|上报|报送|回复)(?:时间|时限|截止时间)?[为是:于]?$/
/** 前 belongs to the first of these that follows it. */
const DEED =
  /反馈|上报|报送|回复|回报|报告|报(?:[至市区我县省]|落实|情况|进展|名单)|停止|停工|停运|完成|到位|完毕|覆盖|启动|撤离|撤出/
const RECITAL = /^整?起?[^,]{0,8}(?:启动|解除|发布|实施|印发|执行|下发)的/
const RECITED = /(?:原定?|原计划|此前|前期|已)(?:于|自|至)?$/
const STARTS = /^整?(?:起|,?[^,启]{0,8}(?:开始|启动|实施|执行))/
const START_LABEL = /(?:自|从|(?:启动|开始|起始|实施|执行)时间[为是:于]?)$/
const LIFTS = /^整?起?,?[^,启停]{0,12}(?:解除|终止|取消)(?!时间|指令)/
const ENDS = /^(?:止|为止|结束|截止)/
const END_LABEL = /(?:至|到|截至|截止|(?:结束|解除|终止|截止)时间[为是:于]?)$/
export const EXTENDED_TO = /(?:延长|延期|延续|延迟|延)(?:至|到)$/
/** How far around an hour its words are looked for. */
const REACH = 24

/** `weight`: 延长至 is said more plainly than any other end. */
export function roleOf(text: string, { index, end }: SaidMoment): { role: Role; weight: number } | null {
  const after = text.slice(end, end + REACH)
  const before = text.slice(Math.max(0, index - REACH), index)
  if (RECITAL.test(after) || RECITED.test(before)) return null
  if (isReply(text, { index, end })) return { role: 'reply', weight: 1 }
  if (BY.test(after)) return null
  if (EXTENDED_TO.test(before)) return { role: 'end', weight: 2 }
  if (LIFTS.test(after) || ENDS.test(after) || END_LABEL.test(before)) return { role: 'end', weight: 1 }
  return STARTS.test(after) || START_LABEL.test(before) ? { role: 'start', weight: 1 } : null
}

export function isReply(text: string, { index, end }: { readonly index: number; readonly end: number }): boolean {
  if (REPLY_LABEL.test(text.slice(Math.max(0, index - REACH), index))) return true
  const after = text.slice(end)
  if (!BY.test(after)) return false
  if (/^.{0,4},?[将把]/.test(after)) return REPLY.test(after)
  const deed = DEED.exec(after)
  return REPLY.test(deed ? deed[0] : text.slice(0, index))
}
