/** Hand-over sheets as they cross the wire. */
import { z } from 'zod'
import type { Handover } from '../domain/control/handover.ts'
import { localIso } from '../domain/time.ts'
import { Id, IsoTime, PlainText, TimeInput } from './common.ts'
import type { Lookup } from './lookup.ts'

const MOST_PROMISES = 100

export const HandoverInput = z.strictObject({
  notes: PlainText(5_000).describe('what the next shift has to know'),
  promises: z
    .array(
      z.strictObject({
        what: PlainText(500).describe('what somebody said they would do'),
        dueAt: TimeInput.nullable().default(null),
        order: Id.nullable().default(null).describe('id of the order it is about'),
      }),
    )
    .max(MOST_PROMISES)
    .default([]),
})

export const SettleInput = z.strictObject({
  version: z.number().int().min(1).optional(),
  how: z.enum(['kept', 'dropped']),
})

export const HandoverView = z.object({
  id: z.string(),
  writtenAt: IsoTime,
  writtenBy: z.string(),
  notes: z.string(),
  promises: z.array(
    z.object({
      n: z.number().int(),
      what: z.string(),
      dueAt: IsoTime.nullable(),
      order: z.string().nullable(),
      settled: z.object({ at: IsoTime, by: z.string(), how: z.enum(['kept', 'dropped']) }).nullable(),
    }),
  ),
  figures: z.record(z.string(), z.number().int()).describe('what stood at that moment'),
  takenAt: IsoTime.nullable(),
  takenBy: z.string().nullable(),
  version: z.number().int(),
})

export type HandoverView = z.infer<typeof HandoverView>

export function handoverView(sheet: Handover, { timeZone }: Pick<Lookup, 'timeZone'>): HandoverView {
  const iso = (at: number | null) => (at === null ? null : localIso(at, timeZone))
  const { promises, writtenAt, takenAt, figures, ...facts } = sheet
  return {
    ...facts,
    writtenAt: localIso(writtenAt, timeZone),
    takenAt: iso(takenAt),
    figures: { ...figures },
    promises: promises.map(({ what, dueAt, orderId, settled }, at) => ({
      n: at + 1,
      what,
      dueAt: iso(dueAt),
      order: orderId,
      settled: settled && { ...settled, at: localIso(settled.at, timeZone) },
    })),
  }
}
