/** The drill report: what happened between two instants, whole, and how it was answered. */
import { z } from 'zod'
import { IsoTime } from './common.ts'
import { EpisodeView } from './episode.ts'
import { NoticeView } from './notice.ts'
import { OrderView } from './order.ts'
import { QuantityName } from './reading.ts'

export const DrillScore = z.object({
  orders: z.number().int().describe('without cancelled ones: a false alarm is nobody’s failure'),
  cancelled: z.number().int(),
  acknowledged: z.number().int(),
  acknowledgedInTime: z.number().int(),
  medianAcknowledgeMinutes: z.number().nullable().describe('from the last demand; null when nobody acknowledged'),
  complied: z.number().int(),
  released: z.number().int(),
  open: z.number().int(),
})

export type DrillScore = z.infer<typeof DrillScore>

export const DrillReport = z.object({
  realm: z.literal('drill'),
  from: IsoTime,
  to: IsoTime,
  counts: z.object({
    stored: z.number().int().describe('points measured from `from` to `to`, both included'),
    quarantined: z.number().int(),
    late: z.number().int(),
    duplicate: z.number().int(),
    values: z.partialRecord(QuantityName, z.number().int()),
  }),
  episodes: z.array(EpisodeView).describe('oldest first'),
  orders: z.array(OrderView).describe('oldest first'),
  notices: z.array(NoticeView).describe('oldest first'),
  score: DrillScore,
})

export type DrillReport = z.infer<typeof DrillReport>
