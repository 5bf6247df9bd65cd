/**
 * The lease as one row, judged by the database's clock alone, over a connection of its own: a change that takes long
 * must not cost the lease.
 */
import type pg from 'pg'
import type { Lease, LeaseHolder, LeaseTaken } from '../../ports/lease.ts'
import { translateDriverError } from './errors.ts'

const LASTS = "interval '5 seconds'"

const TAKE = `
  insert into lease (epoch, holder, name, since, expires_at)
  values (1, $1, $2, (extract(epoch from clock_timestamp()) * 1000)::bigint, clock_timestamp() + ${LASTS})
  on conflict (one) do update
    set epoch = lease.epoch + 1, holder = $1, name = $2, since = excluded.since, expires_at = excluded.expires_at
    where lease.expires_at < clock_timestamp() or lease.holder = $1
  returning epoch`

/** Half-done changes of whoever had it hold rows that the next one needs. */
const END_OTHERS = `
  select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and application_name like 'windbreak %' and application_name <> $1
    and pid <> pg_backend_pid() and application_name like '%@' || current_schema()`

export interface PostgresLease extends Lease {
  /** The number under which changes are stored; null before it was taken. */
  epoch(): number | null
}

/** What connections of a holder are called, so that the next one can end them. */
export function applicationOf(holder: LeaseHolder, schema: string): string {
  return `windbreak ${holder.id.slice(0, 24)}@${schema}`
}

export function createLease(pool: pg.Pool, holder: LeaseHolder, schema: string): PostgresLease {
  let epoch: number | null = null

  async function query<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    try {
      return (await pool.query<Row>(text, [...values])).rows
    } catch (error) {
      throw translateDriverError(error)
    }
  }

  async function whoHas(): Promise<LeaseTaken> {
    const [row] = await query<{ name: string; since: string }>('select name, since from lease')
    return { kind: 'taken', by: row?.name ?? 'nobody', since: Number(row?.since ?? 0) }
  }

  return {
    epoch: () => epoch,
    async take() {
      const [row] = await query<{ epoch: string }>(TAKE, [holder.id, holder.name])
      if (!row) return whoHas()
      epoch = Number(row.epoch)
      await query(END_OTHERS, [applicationOf(holder, schema)])
      return { kind: 'mine' }
    },
    async renew() {
      const set = `update lease set expires_at = clock_timestamp() + ${LASTS} where epoch = $1 returning epoch`
      const [row] = await query(set, [epoch])
      return row ? { kind: 'mine' } : whoHas()
    },
    async release() {
      await query('update lease set expires_at = clock_timestamp() where epoch = $1', [epoch])
    },
  }
}
