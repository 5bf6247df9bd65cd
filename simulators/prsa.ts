/**
 * Reads a CSV of real readings (plain or gzip, any order of rows, LF or CRLF, quoted or not) and hands back what a
 * replay plays: instants in order, each with its rows. Only the asked window is kept in memory.
 *
 * Refuses a file it cannot understand and says line, column, value and what was expected. Judges no value: an absurd
 * number is a reading for the server to judge.
 */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'
import { DrillError } from './drill-error.ts'
import { type ColumnMap, PRSA_COLUMNS } from './prsa-columns.ts'
import { createGathering, type Replay, type Window } from './prsa-gathering.ts'

export async function readReplay(path: string, window: Window, map: ColumnMap = PRSA_COLUMNS): Promise<Replay> {
  const gathering = createGathering(path, window, map)
  const parser = parse({
    delimiter: map.delimiter,
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    on_record: (cells: string[], { lines }: { lines: number }) => {
      gathering.take(cells, lines)
      return null
    },
  })
  parser.resume()
  try {
    await pipeline(await openPlain(path), parser)
  } catch (error) {
    throw new DrillError(unreadable(path, error))
  }
  return gathering.finish()
}

async function openPlain(path: string): Promise<Readable> {
  const file = await open(path)
  const start = Buffer.alloc(2)
  try {
    await file.read(start, 0, 2, 0)
  } finally {
    await file.close()
  }
  if (start.toString('latin1') === 'PK') throw new Error('it is a zip archive; expected a CSV, plain or gzip')
  const content = createReadStream(path)
  const isGzip = start[0] === 0x1f && start[1] === 0x8b
  if (!isGzip) return content
  const plain = createGunzip()
  content.once('error', (error) => plain.destroy(error))
  return content.pipe(plain)
}

function unreadable(path: string, error: unknown): string {
  // Of the file system (code) or of csv-parse (lines); any other kind still has its message.
  const { code, message, lines } = error as { code?: string; message?: string; lines?: number }
  if (code === 'ENOENT') return `${path}: there is no such file`
  if (code === 'EISDIR') return `${path}: is a folder; expected a CSV file, plain or gzip`
  return `${path}: cannot be read as CSV${lines === undefined ? '' : ` near line ${lines}`}: ${message ?? error}`
}
