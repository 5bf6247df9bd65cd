/** The district's day as one curve, as it crosses the wire. */
import { z } from 'zod'

export const DistrictCurveAnswer = z.object({
  stepMs: z.number().describe('width of a step, ms; each point speaks for the step that begins at `at`'),
  wind: z
    .object({ device: z.string(), name: z.string() })
    .nullable()
    .describe('whose wind it is; null: nobody measured any'),
  points: z.array(
    z.object({
      at: z.number().describe('epoch ms, start of the step'),
      pm10: z
        .tuple([z.number(), z.number(), z.number()])
        .nullable()
        .describe('tenth percentile, median and ninetieth of the devices’ means, µg/m³; null: no data'),
      devices: z.number().int().describe('how many devices that is; those that measure by the hour are left out'),
      windMps: z.number().nullable().describe('mean, m/s'),
      gustMps: z.number().nullable().describe('strongest minute of gusts, m/s'),
    }),
  ),
})

export type DistrictCurveAnswer = z.infer<typeof DistrictCurveAnswer>
