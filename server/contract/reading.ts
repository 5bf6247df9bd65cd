/** Readings as they cross the wire: latest values, series, counts and bulk import. */
import { z } from 'zod'
import { QUANTITIES } from '../domain/air/quantity.ts'
import { DEVICE_KINDS, EXPOSURES } from '../domain/place.ts'
import { IsoTime, PlainText } from './common.ts'
import { LiveStatus } from './registry.ts'

export const QuantityName = z.enum(QUANTITIES)

const LatestValueView = z.object({
  value: z.number(),
  unit: z.string(),
  measuredAt: IsoTime,
  ageS: z.number().describe('seconds since it was measured, by the realm clock'),
  quality: z.number().int().describe('bit mask: 1 late, 256 maintenance, 512 instrument fault; 0 nothing to remark'),
  usable: z.boolean().describe('false: shown, and no rule or mean sees it'),
})

export const LatestView = z.object({
  device: z.string(),
  name: z.string(),
  kind: z.enum(DEVICE_KINDS),
  place: z.string().nullable(),
  township: z.string().describe('name'),
  townshipId: z.string(),
  intervalMs: z.number().int().describe('expected time between two readings, ms'),
  exposure: z.enum(EXPOSURES).nullable().describe('how freely the wind reaches it; null: it measures no wind'),
  live: LiveStatus,
  values: z.partialRecord(QuantityName, LatestValueView),
})

export type LatestView = z.infer<typeof LatestView>

export const EVERY = ['raw', '1m', '15m', '1h', '1d'] as const

export const SeriesAnswer = z.object({
  every: z.enum(EVERY),
  unit: z.partialRecord(QuantityName, z.string()).describe('unit of each quantity'),
  series: z.array(
    z.object({
      device: z.string(),
      quantity: QuantityName,
      unit: z.string(),
      points: z
        .array(z.tuple([z.number(), z.number().nullable()]))
        .describe('[epoch ms, value]; null where nothing usable was measured'),
    }),
  ),
})

export type SeriesAnswer = z.infer<typeof SeriesAnswer>

export const ReadingCountAnswer = z.object({
  from: IsoTime,
  to: IsoTime,
  readings: z.number().int().describe('points (device, time) with from ≤ time < to'),
  values: z.partialRecord(QuantityName, z.number().int()),
})

export const ImportReadingsAnswer = z.object({
  lines: z.number().int(),
  readings: z.number().int().describe('taken; one that was there before makes no second point'),
  refused: z.number().int().describe('refusals; a reading can be taken and still lose a quantity'),
  refusedLines: z
    .array(z.object({ line: z.number().int(), reason: z.string(), detail: z.string() }))
    .describe('the first 100'),
})

export const ShipAgainInput = z.strictObject({ reason: PlainText(500).describe('what changed, for the audit line') })

export const ShipAgainAnswer = z.object({
  stored: z.number().int().describe('the reading store has them now'),
  refused: z.number().int().describe('it refused them again: they stay set aside'),
  left: z.number().int().describe('set aside now, those included'),
})

export type ImportReadingsAnswer = z.infer<typeof ImportReadingsAnswer>
