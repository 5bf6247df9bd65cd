/** Notices from above as they cross the wire. */
import { z } from 'zod'
import { MEASURES } from '../domain/control/measure.ts'
import { ceasesAt, NOTICE_KINDS, type Notice, type NoticeContent } from '../domain/control/notice.ts'
import type { Township } from '../domain/place.ts'
import { localIso } from '../domain/time.ts'
import { IsoTime, PlainText, TimeInput } from './common.ts'
import type { Lookup } from './lookup.ts'

const ScopeInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('district') }),
  z.strictObject({ kind: z.literal('township'), township: PlainText(100).describe('id or name') }),
])

const LEVELS = new Map([
  ...['Ⅰ', 'Ⅱ', 'Ⅲ', 'Ⅳ'].map((name, n) => [name, n + 1] as const),
  ...['I', 'II', 'III', 'IV'].map((name, n) => [name, n + 1] as const),
])

const LevelInput = z
  .union([z.number().int().min(1).max(4), z.enum([...LEVELS.keys()])])
  .transform((given) => (typeof given === 'number' ? given : LEVELS.get(given)!))
  .describe('response level Ⅰ to Ⅳ, or 1 to 4, of which 1 is the severest')

const LONGEST_NOTICE = 20_000

/** The body of `POST /notices`. */
export const NoticeInput = z.strictObject({
  number: PlainText(100).describe('of whoever issued it'),
  issuer: PlainText(100),
  text: PlainText(LONGEST_NOTICE).describe('as it was received'),
  kind: z.enum(NOTICE_KINDS).nullable().default(null),
  level: LevelInput.nullable().default(null),
  scope: ScopeInput,
  measures: z
    .array(z.enum(MEASURES))
    .max(MEASURES.length)
    .refine((measures) => new Set(measures).size === measures.length, 'each measure once'),
  startsAt: TimeInput,
  endsAt: TimeInput.nullable().default(null).describe('null: until it is lifted'),
  replyBy: TimeInput.nullable().default(null),
})

export type NoticeInput = z.infer<typeof NoticeInput>

export const AmendInput = NoticeInput.extend({
  version: z.number().int().min(1).optional(),
  reason: PlainText(500),
})

export const ReplyInput = z.strictObject({
  version: z.number().int().min(1).optional(),
  text: PlainText(LONGEST_NOTICE).describe('what was sent'),
})

/** null: there is no such township. */
export function noticeContent({ scope, ...facts }: NoticeInput, townships: readonly Township[]): NoticeContent | null {
  if (scope.kind === 'district') return { ...facts, scope }
  const { township: named } = scope
  const found = townships.find(({ id }) => id === named) ?? townships.find(({ name }) => name === named)
  return found ? { ...facts, scope: { kind: 'township', townshipId: found.id } } : null
}

const ScopeView = z.object({
  kind: z.enum(['district', 'township']),
  township: z.string().nullable().describe('id; null for the whole district'),
  townshipName: z.string().nullable(),
})

const ContentView = z.object({
  number: z.string(),
  issuer: z.string(),
  text: z.string(),
  kind: z.enum(NOTICE_KINDS).nullable(),
  level: z.number().int().nullable(),
  scope: ScopeView,
  measures: z.array(z.enum(MEASURES)),
  startsAt: IsoTime,
  endsAt: IsoTime.nullable(),
  replyBy: IsoTime.nullable(),
})

const FiguresView = z.record(z.string(), z.number().int()).describe('应管控 (`due`) and its parts, as ledger parts')

const ReplyView = z.object({ at: IsoTime, by: z.string(), text: z.string(), figures: FiguresView })

export const NoticeView = ContentView.extend({
  id: z.string(),
  recordedAt: IsoTime,
  recordedBy: z.string(),
  ceasesAt: IsoTime.nullable().describe('from when on it demands nothing; null: until it is lifted'),
  liftedAt: IsoTime.nullable(),
  liftedBy: z.string().nullable(),
  liftReason: z.string().nullable(),
  endedAt: IsoTime.nullable().describe('what follows from its end is on its way'),
  replies: z.array(ReplyView).describe('answers upward, frozen as they were sent'),
  amendments: z.array(z.object({ at: IsoTime, by: z.string(), reason: z.string(), before: ContentView })),
  version: z.number().int(),
})

export type NoticeView = z.infer<typeof NoticeView>

export function noticeView(notice: Notice, lookup: Lookup): NoticeView {
  const iso = (at: number) => localIso(at, lookup.timeZone)
  const isoOrNull = (at: number | null) => (at === null ? null : iso(at))
  return {
    ...contentView(notice, lookup),
    id: notice.id,
    recordedAt: iso(notice.recordedAt),
    recordedBy: notice.recordedBy,
    ceasesAt: isoOrNull(ceasesAt(notice)),
    liftedAt: isoOrNull(notice.liftedAt),
    liftedBy: notice.liftedBy,
    liftReason: notice.liftReason,
    endedAt: isoOrNull(notice.endedAt),
    replies: notice.replies.map((reply) => ({ ...reply, at: iso(reply.at), figures: { ...reply.figures } })),
    amendments: notice.amendments.map(({ before, ...deed }) => ({
      ...deed,
      at: iso(deed.at),
      before: contentView(before, lookup),
    })),
    version: notice.version,
  }
}

function contentView(content: NoticeContent, lookup: Lookup): z.infer<typeof ContentView> {
  const { number, issuer, text, kind, level, scope, measures, startsAt, endsAt, replyBy } = content
  const iso = (at: number | null) => (at === null ? null : localIso(at, lookup.timeZone))
  const townshipId = scope.kind === 'township' ? scope.townshipId : null
  return {
    ...{ number, issuer, text, kind, level },
    scope: {
      kind: townshipId === null ? 'district' : 'township',
      township: townshipId,
      townshipName: townshipId === null ? null : lookup.townshipName(townshipId),
    },
    measures: [...measures],
    startsAt: localIso(startsAt, lookup.timeZone),
    endsAt: iso(endsAt),
    replyBy: iso(replyBy),
  }
}
