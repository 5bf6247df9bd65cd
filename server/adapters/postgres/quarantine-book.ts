/**
 * What could not be used, once per message and fault; what was sent stands once beside all faults of its message. A record that is shipped again has a spool number already
 * counted and changes nothing. Newest last occurrence first: a fault that goes on stands on the first page.
 */
import { createHash } from 'node:crypto'
import { and, desc, eq, getTableColumns, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { RefusalReason } from '../../domain/air/reading.ts'
import type { QuarantineBook } from '../../ports/books/quarantine.ts'
import type { Database } from './database.ts'
import { afterCursor, pageOf, rowsToFetch } from './page.ts'
import { addRows, insertion } from './rows.ts'
import { quarantine, quarantineSample } from './schema.ts'

type Incoming = Parameters<QuarantineBook['add']>[0][number]
type Row = typeof quarantine.$inferInsert

const { lastSpoolSeq: _lastSpoolSeq, sampleId: _sampleId, ...columns } = getTableColumns(quarantine)
const shown = { ...columns, sample: sql<string>`coalesce(${quarantineSample.text}, '')` }

export function quarantineBook(database: Database): QuarantineBook {
  return {
    async add(items) {
      if (items.length === 0) return
      const byKey = groupedByKey(items)
      const known = await database
        .select({ id: quarantine.id, lastSpoolSeq: quarantine.lastSpoolSeq })
        .from(quarantine)
        .where(inArray(quarantine.id, [...byKey.keys()]))
      const counted = new Map(known.map((row) => [row.id, row.lastSpoolSeq]))
      const rows = [...byKey].flatMap(([key, same]) => rowOf(key, same, counted.get(key) ?? Number.NEGATIVE_INFINITY))
      if (rows.length === 0) return
      await addRows(database, quarantineSample, samplesOf(items))
      await database.execute(sql`${insertion(quarantine, rows)} on conflict ("id") do update set
        times = stored.times + excluded.times, last_at = excluded.last_at, last_spool_seq = excluded.last_spool_seq
        where stored.last_spool_seq < excluded.last_spool_seq`)
    },

    async list(filter) {
      const rows = await database
        .select(shown)
        .from(quarantine)
        .leftJoin(quarantineSample, eq(quarantineSample.id, quarantine.sampleId))
        .where(and(...conditions(filter), afterCursor(filter, quarantine.lastAt, quarantine.id)))
        .orderBy(desc(quarantine.lastAt), desc(quarantine.id))
        .limit(rowsToFetch(filter))
      return pageOf(filter, rows, (row) => [row.lastAt, row.id])
    },

    count: () => database.$count(quarantine),

    async trim({ oldest, most }) {
      const old = await database.delete(quarantine).where(lt(quarantine.lastAt, oldest))
      const byTime = [desc(quarantine.lastAt), desc(quarantine.id)]
      const { lastAt, id } = quarantine
      const [first] = await database
        .select({ lastAt, id })
        .from(quarantine)
        .orderBy(...byTime)
        .offset(most)
        .limit(1)
      const rest = first
        ? await database.delete(quarantine).where(sql`(${lastAt}, ${id}) <= (${first.lastAt}, ${first.id})`)
        : null
      const removed = { old: old.rowCount ?? 0, tooMany: rest?.rowCount ?? 0 }
      const isUsed = sql`exists (select 1 from ${quarantine} where ${quarantine.sampleId} = ${quarantineSample.id})`
      if (removed.old + removed.tooMany > 0) await database.delete(quarantineSample).where(sql`not ${isUsed}`)
      return removed
    },
  }
}

function conditions({ device, reason }: { device: string | null; reason: string | null }): (SQL | undefined)[] {
  return [
    device ? eq(quarantine.device, device) : undefined,
    // The reason comes from a caller's filter: one that does not exist finds nothing.
    reason ? eq(quarantine.reason, reason as RefusalReason) : undefined,
  ]
}

function groupedByKey(items: readonly Incoming[]): Map<string, Incoming[]> {
  const groups = new Map<string, Incoming[]>()
  for (const item of items) {
    const group = groups.get(item.key)
    if (group) group.push(item)
    else groups.set(item.key, [item])
  }
  return groups
}

/** One row for all occurrences of a key that come after `countedUpTo`; none if there is no such occurrence. */
function rowOf(key: string, same: readonly Incoming[], countedUpTo: number): Row[] {
  const fresh = same.filter((item) => item.spoolSeq > countedUpTo).sort((a, b) => a.spoolSeq - b.spoolSeq)
  const first = fresh[0]
  const last = fresh.at(-1)
  if (!first || !last) return []
  // A record counts once, however often it stands in this batch.
  const counts = new Map(fresh.map((item) => [item.spoolSeq, item.count]))
  const times = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const { sample, count: _count, key: _key, spoolSeq: _spoolSeq, ...rest } = first
  return [{ ...rest, sampleId: idOf(sample), id: key, times, lastAt: last.receivedAt, lastSpoolSeq: last.spoolSeq }]
}

function samplesOf(items: readonly Incoming[]): (typeof quarantineSample.$inferInsert)[] {
  const samples = new Map(items.map(({ sample }) => [idOf(sample), sample]))
  return [...samples].map(([id, text]) => ({ id, text }))
}

function idOf(sample: string): string {
  return createHash('sha256').update(sample).digest('base64url').slice(0, 22)
}
