/** Shapes shared by all calls. Times on the wire are ISO 8601 with the district's zone; null means "not yet" or "not known". */
import { z } from 'zod'

export const IsoTime = z.string().describe('ISO 8601 with zone, for example 2015-04-15T18:10:00+08:00')

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    errors: z
      .array(z.object({ field: z.string(), found: z.string(), expected: z.string() }))
      .optional()
      .describe('one line per wrong field'),
    version: z.number().int().optional().describe('the present version, with 409'),
  })
  .describe('RFC 9457 problem details')

export type Problem = z.infer<typeof Problem>
