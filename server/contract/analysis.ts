/** The numbers behind the analysis pictures, as they cross the wire. */
import { z } from 'zod'

/** Whose values, and how many hours of them. */
const Measured = z.object({
  device: z.string().nullable().describe('whose values these are; null when nobody measured it'),
  valid: z.number().int().describe('hours that were used'),
})
const WithWind = Measured.extend({ wind: z.string().nullable().describe('the device whose wind it is') })

const Grid = z.array(z.array(z.number()))

export const PolarAnswer = WithWind.extend({
  method: z.object({ name: z.string(), version: z.string() }),
  bins: z
    .array(
      z.object({
        i: z.number().int().describe('class of speed, from 0'),
        wd: z.number().int().describe('degrees from which it blows, 360 is north'),
        n: z.number().int(),
        mean: z.number(),
        weight: z.number().describe('below 1 with fewer than four values'),
      }),
    )
    .describe('by direction, then speed'),
  fit: z
    .object({ edf: z.number(), gcv: z.number() })
    .nullable()
    .describe('effective degrees of freedom, cross validation; null: too little for a surface'),
  surface: z
    .object({
      n: z.number().int(),
      from: z.number().describe('m/s, of the first row and column'),
      to: z.number(),
      z: z.array(z.array(z.number().nullable())).describe('rows from south, columns from west; null: nothing near'),
    })
    .nullable(),
  uncertainty: z
    .object({ n: z.number().int(), central: Grid, lower: Grid, upper: Grid })
    .nullable()
    .describe('only when asked for'),
})

export type PolarAnswer = z.infer<typeof PolarAnswer>

const RoseView = z
  .array(
    z.object({
      wd: z.number().int().describe('middle of the sector, 30 to 360'),
      from: z.number().describe('more than'),
      to: z.number().nullable().describe('up to; null: no upper bound'),
      n: z.number().int(),
      percent: z.number().describe('of all valid hours, calm included'),
      mean: z.number().nullable(),
    }),
  )
  .describe('by sector, then class')

export const RoseAnswer = WithWind.extend({
  calm: z.object({ n: z.number().int(), percent: z.number() }).describe('no wind at all: in no sector'),
  speed: RoseView.describe('by wind speed, m/s'),
  pollution: RoseView.describe('by what was measured'),
})

export type RoseAnswer = z.infer<typeof RoseAnswer>

const Spread = z.object({
  n: z.number().int(),
  mean: z.number(),
  sd: z.number().nullable().describe('null for a single value'),
  lower: z.number().nullable().describe('95 % interval of the mean, Student’s t'),
  upper: z.number().nullable(),
})
const hour = z.number().int().describe('0 to 23, local')
const weekday = z.number().int().describe('1 is Monday')

export const TimeVariationAnswer = Measured.extend({
  hour: z.array(Spread.extend({ hour })),
  weekday: z.array(Spread.extend({ weekday })),
  month: z.array(Spread.extend({ month: z.number().int() })),
  hourWeekday: z.array(Spread.extend({ weekday, hour })),
})

export type TimeVariationAnswer = z.infer<typeof TimeVariationAnswer>

export const CalendarAnswer = Measured.extend({
  days: z.array(
    z.object({
      day: z.string().describe('local date'),
      n: z.number().int().describe('hours with a value'),
      mean: z.number(),
    }),
  ),
})

export type CalendarAnswer = z.infer<typeof CalendarAnswer>
