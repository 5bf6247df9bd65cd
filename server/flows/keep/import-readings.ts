/**
 * Bulk import of readings, one JSON object a line (NDJSON), as a stream: never more than a batch in memory.
 *
 * It takes the same road as a message: each line is checked, refused lines go to quarantine, kept ones are durable
 * before the next batch is read. Saying it twice makes no second point. Old readings carry the `late` mark, so that
 * history never sends an order. It is not all or nothing: what was taken before a failure stays taken.
 */
import type { ImportReadingsAnswer } from '../../contract/reading.ts'
import { readReading } from '../../domain/air/read-reading.ts'
import type { Reading, Refused } from '../../domain/air/reading.ts'
import { refusal } from '../../domain/air/refusal.ts'
import type { Device } from '../../domain/place.ts'
import type { EpochMs } from '../../domain/units.ts'
import { shown } from '../common/field-problems.ts'

export const MAX_IMPORT_BYTES = 64 * 1_024 * 1_024
const MAX_LINE_LENGTH = 64 * 1_024
const MAX_LINES_LISTED = 100
const READINGS_PER_BATCH = 500

/** Resolves when the readings are durable; rejects when they were not kept. */
export type TakeReadings = (readings: readonly Reading[], refused: readonly Refused[]) => Promise<void>

export interface ImportReadingsParts {
  readonly deviceOf: (id: string) => Device | undefined
  readonly take: TakeReadings
  /** The realm's. */
  readonly now: () => EpochMs
}

export type ImportReadingsOutcome =
  | { readonly kind: 'done'; readonly answer: ImportReadingsAnswer }
  /** More than `MAX_IMPORT_BYTES`; the lines before were taken. */
  | { readonly kind: 'too-large'; readonly answer: ImportReadingsAnswer }

/** What stands in for a topic in the quarantine. */
const SOURCE = 'import/readings'

export async function importReadings(
  chunks: AsyncIterable<Uint8Array>,
  parts: ImportReadingsParts,
): Promise<ImportReadingsOutcome> {
  const answer: ImportReadingsAnswer = { lines: 0, readings: 0, refused: 0, refusedLines: [] }
  let readings: Reading[] = []
  let refused: Refused[] = []

  async function flush(): Promise<void> {
    if (readings.length + refused.length === 0) return
    await parts.take(readings, refused)
    answer.readings += readings.length
    answer.refused += refused.length
    readings = []
    refused = []
  }

  for await (const line of linesOf(chunks)) {
    if (line === 'too-large') {
      await flush()
      return { kind: 'too-large', answer }
    }
    answer.lines += 1
    if (line.trim() === '') continue
    const read = readLine(line, answer.lines, parts)
    if (read.reading) readings.push(read.reading)
    for (const one of read.refused) {
      refused.push(one)
      if (answer.refusedLines.length < MAX_LINES_LISTED) {
        answer.refusedLines.push({ line: answer.lines, reason: one.reason, detail: one.detail })
      }
    }
    if (readings.length + refused.length >= READINGS_PER_BATCH) await flush()
  }
  await flush()
  return { kind: 'done', answer }
}

/** Never part of JSON: it marks a line that was cut. */
const CUT = '\0'

/** A line longer than any reading is cut and marked, so that it is refused and not kept in memory. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string | 'too-large'> {
  const decoder = new TextDecoder('utf-8')
  let bytes = 0
  let rest = ''
  for await (const chunk of chunks) {
    bytes += chunk.byteLength
    if (bytes > MAX_IMPORT_BYTES) {
      yield 'too-large'
      return
    }
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > MAX_LINE_LENGTH) rest = CUT + rest.slice(0, MAX_LINE_LENGTH)
    yield* lines
  }
  rest += decoder.decode()
  if (rest !== '') yield rest
}

function readLine(
  text: string,
  line: number,
  { deviceOf, now }: ImportReadingsParts,
): { readonly reading: Reading | null; readonly refused: readonly Refused[] } {
  const receivedAt = now()
  const where = `line ${line}`
  const wrong = (device: string | null, reason: Refused['reason'], detail: string) => ({
    reading: null,
    refused: [refusal({ device, topic: SOURCE, receivedAt }, { reason, detail: `${where}: ${detail}`, text })],
  })
  const item = parseLine(text)
  if (item === undefined)
    return wrong(null, 'malformed-json', 'found text that is not JSON, expected one object a line')
  const id = typeof item === 'object' && item !== null && 'device' in item ? item.device : undefined
  if (typeof id !== 'string')
    return wrong(null, 'wrong-identity', `found device ${shown(id)}, expected the id of a device`)
  const device = deviceOf(id)
  if (!device) return wrong(null, 'unknown-device', `found device ${shown(id)}, expected a registered device`)
  const source = { device, topic: SOURCE, receivedAt, text, where }
  return readReading(item, source, { now: receivedAt, oldest: null })
}

function parseLine(text: string): unknown {
  try {
    const item: unknown = JSON.parse(text)
    return item
  } catch {
    // JSON says "this is not JSON" by throwing; undefined is nothing that JSON can hold.
    return undefined
  }
}
