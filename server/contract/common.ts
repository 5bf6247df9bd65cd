/** Shapes shared by all calls. Times on the wire are ISO 8601 with the district's zone; null means "not yet" or "not known". */
import { z } from 'zod'
import { parseIsoInstant } from '../domain/air/iso-time.ts'

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

/** What every id looks like: safe in a path, a topic and a line of InfluxDB's protocol. */
export const Id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, '1 to 64 letters, digits, _ or -')

/** Text people write. Control characters and broken Unicode are refused, everything else stays as it is. */
export function PlainText(longest: number) {
  return z
    .string()
    .trim()
    .min(1, 'some text')
    .max(longest, `at most ${longest} characters`)
    .refine((text) => isPlain(text), 'text without control characters')
}

/** `Cs` in Unicode mode is half of a character without its other half: no database takes it. */
function isPlain(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  return !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\p{Cs}/u.test(text)
}

/** The times that can be asked for: their local day and the days beside it have a year of four digits in every zone. */
export const EARLIEST_INSTANT = Date.parse('1000-01-01T00:00:00Z')
export const LATEST_INSTANT = Date.parse('9999-12-30T00:00:00Z')

/** Reads ISO 8601 with zone, or epoch ms as digits; undefined when it is neither, or out of what can be asked for. */
export function readInstant(text: string): number | undefined {
  const at = /^-?\d{1,16}$/.test(text) ? Number(text) : parseIsoInstant(text)
  return at === null || at < EARLIEST_INSTANT || at > LATEST_INSTANT ? undefined : at
}

/** A time in a query. */
export const TimeQuery = z
  .string()
  .transform((text, context) => {
    const at = readInstant(text)
    if (at !== undefined) return at
    context.addIssue({ code: 'custom', message: EXPECTED_TIME })
    return z.NEVER
  })
  .describe('ISO 8601 with zone, or epoch ms')

export const EXPECTED_TIME =
  'ISO 8601 with zone such as 2015-04-15T18:10:00+08:00, or epoch ms, from 1000-01-01 to 9999-12-30'

/** A time in a body. */
export const TimeInput = z.union([z.string(), z.number()]).transform((given, context) => {
  const at = readInstant(String(given))
  if (at !== undefined) return at
  context.addIssue({ code: 'custom', message: EXPECTED_TIME })
  return z.NEVER
})

export const DEFAULT_LIMIT = 100
const MAX_LIMIT = 500

/** `?limit=&cursor=` of every list. */
export const PageQuery = z.object({
  limit: z
    .string()
    .regex(/^\d{1,3}$/, `a whole number from 1 to ${MAX_LIMIT}`)
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= MAX_LIMIT, `a whole number from 1 to ${MAX_LIMIT}`)
    .optional()
    .describe(`1 to ${MAX_LIMIT}; ${DEFAULT_LIMIT} when left out`),
  cursor: PlainText(500).optional().describe('nextCursor of the page before'),
})

/** A page of a list; `nextCursor` is null on the last one. */
export function pageView<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}
