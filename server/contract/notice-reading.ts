/** What was read of a notice's text, as it crosses the wire. */
import { z } from 'zod'
import { MEASURES } from '../domain/control/measure.ts'
import { NOTICE_KINDS } from '../domain/control/notice.ts'
import type { NoticeReading } from '../domain/notices/notice-reading.ts'
import { localIso } from '../domain/time.ts'
import { IsoTime } from './common.ts'
import type { Lookup } from './lookup.ts'

const LONGEST_READ = 100_000

export const ReadNoticeInput = z.strictObject({
  text: z.string().min(1, 'some text').max(LONGEST_READ, `at most ${LONGEST_READ} characters`),
})

const SpanView = z.object({ from: z.number().int(), to: z.number().int() }).describe('UTF-16 units of the text')

export const NoticeReadingView = z.object({
  action: z.enum(['demand', 'amend', 'extend', 'lift']),
  number: z.string().nullable(),
  refersTo: z.array(z.string()).describe('numbers of other notices that are mentioned'),
  issuer: z.string().nullable(),
  title: z.string().nullable(),
  dated: z.string().nullable().describe('local day under the signature'),
  level: z.number().int().nullable().describe('Ⅰ, Ⅱ, Ⅲ as 1, 2, 3'),
  kind: z.enum(NOTICE_KINDS).nullable(),
  township: z.string().nullable().describe('id; null for the whole district'),
  measures: z.array(z.enum(MEASURES)),
  startsAt: IsoTime.nullable(),
  endsAt: IsoTime.nullable(),
  replyBy: IsoTime.nullable(),
  found: z.array(SpanView.extend({ field: z.string() })).describe('where each value was read'),
  unread: z
    .array(z.object({ field: z.string(), why: z.string(), at: SpanView.nullable() }))
    .describe('what is not known, or not for certain: a person must look there'),
  exceptions: z.array(SpanView).describe('whom or what the demands spare'),
  notUnderstood: z.array(SpanView).describe('asks something that is none of our measures'),
})

export type NoticeReadingView = z.infer<typeof NoticeReadingView>

export function noticeReadingView({ scope, ...reading }: NoticeReading, { timeZone }: Lookup): NoticeReadingView {
  const iso = (at: number | null) => (at === null ? null : localIso(at, timeZone))
  return {
    ...reading,
    refersTo: [...reading.refersTo],
    township: scope.kind === 'township' ? scope.townshipId : null,
    measures: [...reading.measures],
    startsAt: iso(reading.startsAt),
    endsAt: iso(reading.endsAt),
    replyBy: iso(reading.replyBy),
    found: reading.found.map(({ from, to, field }) => ({ from, to, field })),
    unread: reading.unread.map((one) => ({ ...one })),
    exceptions: reading.exceptions.map((one) => ({ ...one })),
    notUnderstood: reading.notUnderstood.map((one) => ({ ...one })),
  }
}
