/** The realm clock as it crosses the wire. */
import { z } from 'zod'
import { EXPECTED_TIME, IsoTime, readInstant } from './common.ts'

export const ClockView = z.object({
  realm: z.enum(['live', 'drill']),
  now: IsoTime,
  epochMs: z.number(),
  timeZone: z.string(),
  speed: z
    .number()
    .nullable()
    .describe('1 live; in a drill how fast it is wanted to run, 0 paused, null when nobody said'),
})

export type ClockView = z.infer<typeof ClockView>

/** A time in a JSON body: a number of ms or ISO text. */
const Instant = z
  .unknown()
  .transform((given, context) => {
    const text = typeof given === 'string' || typeof given === 'number' ? String(given) : ''
    const at = readInstant(text)
    if (at !== undefined) return at
    context.addIssue({ code: 'custom', message: EXPECTED_TIME })
    return z.NEVER
  })
  .meta({ type: ['string', 'integer'] })

export const AdvanceInput = z.strictObject({
  advanceTo: Instant.describe('ISO 8601 with zone, or epoch ms'),
  afterMessages: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe('wait until intake has taken so many messages since the start'),
})

/** Says how fast a drill shall run; the player follows. */
export const PaceInput = z.strictObject({
  speed: z.number().min(0).max(3_600).describe('drill seconds per second; 0 pauses'),
})

export type ReanchoredView = z.infer<typeof ReanchoredView>

export const ReanchoredView = z.object({
  goesOnFrom: IsoTime.describe('the instant from which it is judged on'),
  movedS: z.number().int().describe('seconds by which timers and countdowns were moved; negative: back'),
})
