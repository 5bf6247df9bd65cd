/** The air quality index after HJ 633 as it crosses the wire. */
import { z } from 'zod'
import { POLLUTANTS } from '../domain/air/index-hj633-tables.ts'

const Pollutant = z.enum(POLLUTANTS)

export const AirIndexAnswer = z.object({
  standard: z.enum(['HJ 633-2026', 'HJ 633-2012']),
  aqi: z.number().int().nullable().describe('null when a pollutant is missing and the rest stays at or below 100'),
  category: z.string().nullable(),
  level: z.number().int().nullable().describe('1 to 6'),
  colour: z.string().nullable().describe('#RRGGBB'),
  primaryPollutants: z.array(Pollutant).describe('empty up to an index of 50'),
  iaqi: z.partialRecord(Pollutant, z.number().int()),
  notCalculated: z.array(Pollutant).describe('given, but too high for this average by HJ 633-2012'),
})

export type AirIndexAnswer = z.infer<typeof AirIndexAnswer>
