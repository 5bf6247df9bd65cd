/** 待回复上级: notices whose issuer wants an answer that nobody has given, the most urgent first. */
import type { NoticeView } from '../../server/contract/notice.ts'
import { MINUTE, type Ms } from '../../server/domain/units.ts'

export interface Owed {
  readonly notice: NoticeView
  /** Until it is due; negative when it is overdue. */
  readonly leftMs: Ms
  /** Under half an hour (board.md 1), or overdue. */
  readonly isUrgent: boolean
}

const URGENT_MS = 30 * MINUTE

export function owedReplies(notices: Iterable<NoticeView>, now: number): readonly Owed[] {
  return [...notices]
    .flatMap((notice) => {
      if (notice.replyBy === null || notice.replies.length > 0) return []
      const leftMs = Date.parse(notice.replyBy) - now
      return [{ notice, leftMs, isUrgent: leftMs < URGENT_MS }]
    })
    .sort((a, b) => a.leftMs - b.leftMs)
}
