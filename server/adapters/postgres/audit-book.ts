/**
 * The audit trail as a hash chain. Numbers are counted here and not by a sequence, because a sequence leaves a gap
 * when a change is undone. The head row is locked by the first line of a change, so a second process waits its turn.
 *
 * Tells of a line that was altered, removed (also at the end), put in or moved. Whoever may write to every table can
 * compute a whole new chain: against that the head hash has to be kept elsewhere, which is not done here.
 */
import { createHash } from 'node:crypto'
import { and, desc, eq, gt, lt, lte, sql } from 'drizzle-orm'
import { type AuditEntry, type AuditLine, type AuditVerdict, auditText, FIRST_HASH } from '../../domain/audit.ts'
import type { AuditBook } from '../../ports/books/audit.ts'
import { BadCursor } from '../../ports/books/page.ts'
import type { Database } from './database.ts'
import { pageOf, rowsToFetch } from './page.ts'
import { insertion, jsonText } from './rows.ts'
import { audit, auditHead } from './schema.ts'

const LINES_PER_STEP = 1_000

interface Head {
  readonly id: number
  readonly hash: string
}

export function auditBook(database: Database): AuditBook {
  async function readHead(): Promise<Head> {
    const [head] = await database.select({ id: auditHead.id, hash: auditHead.hash }).from(auditHead)
    return head ?? { id: 0, hash: FIRST_HASH }
  }

  return {
    async append(entries) {
      if (entries.length === 0) return
      const [head] = await database.select().from(auditHead).for('update')
      if (!head) throw new Error('the audit trail has lost its head row: verify it before anything is written')
      const lines = chained(head, entries)
      const { id, hash } = lines[lines.length - 1]!
      await database.execute(
        sql`with head as (update ${auditHead} set id = ${id}, hash = ${hash}) ${insertion(audit, lines)}`,
      )
    },

    async list(filter) {
      const { subject, cursor } = filter
      const rows = await database
        .select()
        .from(audit)
        .where(and(subject ? eq(audit.subject, subject) : undefined, cursor ? lt(audit.id, idOf(cursor)) : undefined))
        .orderBy(desc(audit.id))
        .limit(rowsToFetch(filter))
      const { items, nextCursor } = pageOf(filter, rows, (row) => [row.id, ''])
      return { items, nextCursor: nextCursor && String(items.at(-1)?.id) }
    },

    async verify() {
      const head = await readHead()
      let last: Head = { id: 0, hash: FIRST_HASH }
      while (last.id < head.id) {
        const lines = await database
          .select()
          .from(audit)
          .where(and(gt(audit.id, last.id), lte(audit.id, head.id)))
          .orderBy(audit.id)
          .limit(LINES_PER_STEP)
        if (lines.length === 0) return badFrom(last.id + 1)
        for (const line of lines) {
          if (!follows(last, line)) return badFrom(last.id + 1)
          last = line
        }
      }
      if (last.hash !== head.hash) return badFrom(head.id)
      // A line behind the head was put in by somebody else. Changes stored meanwhile have moved the head with them.
      const [stray] = await database
        .select({ id: sql`min(${audit.id})`.mapWith(Number) })
        .from(audit)
        .where(gt(audit.id, sql`(select coalesce(max(${auditHead.id}), 0) from ${auditHead})`))
        .having(sql`count(*) > 0`)
      return stray
        ? { ok: false, checked: last.id, firstBad: stray.id }
        : { ok: true, checked: last.id, firstBad: null }
    },

    async mark() {
      // `xmin` is the change that wrote a row as it stands: it moves with an alteration, also past every trigger.
      const [row] = await database
        .select({
          lines: sql<string>`concat_ws(' ', count(*), sum(${audit.id}), sum(${audit}.xmin::text::numeric))`,
          head: sql<string | null>`(select concat_ws(' ', ${auditHead.id}, ${auditHead.hash}) from ${auditHead})`,
        })
        .from(audit)
      return `${row?.lines} ${row?.head ?? 'no head'}`
    },
  }
}

function badFrom(id: number): AuditVerdict {
  return { ok: false, checked: id - 1, firstBad: id }
}

function chained(head: Head, entries: readonly AuditEntry[]): AuditLine[] {
  let last = head
  return entries.map((entry) => {
    const line = lineAfter(last, entry)
    last = line
    return line
  })
}

function lineAfter(last: Head, { at, actor, action, subject, revision, cause, details }: AuditEntry): AuditLine {
  // The hash is made of what the database will give back, so the entry goes through the same text first.
  const entry: AuditEntry = JSON.parse(jsonText({ at, actor, action, subject, revision, cause, details }))
  const id = last.id + 1
  return { ...entry, id, previousHash: last.hash, hash: hashOf(id, last.hash, entry) }
}

function follows(last: Head, line: AuditLine): boolean {
  return line.id === last.id + 1 && line.previousHash === last.hash && line.hash === hashOf(line.id, last.hash, line)
}

function hashOf(id: number, previousHash: string, entry: AuditEntry): string {
  return createHash('sha256')
    .update(auditText(id, previousHash, entry))
    .digest('hex')
}

/** Throws `BadCursor` for a cursor that no page ever gave. */
function idOf(cursor: string): number {
  const id = Number(cursor)
  if (!Number.isSafeInteger(id)) throw new BadCursor(`"${cursor}" is not a cursor of this list`)
  return id
}
