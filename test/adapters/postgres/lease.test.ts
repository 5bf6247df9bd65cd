import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openPostgres } from '../../../server/adapters/postgres/open-postgres.ts'
import type { Lease } from '../../../server/ports/lease.ts'
import { type Operations, OperationsUnavailable } from '../../../server/ports/operations.ts'
import { anAuditEntry } from '../../contracts/operations-fixtures.ts'
import { postgresIsMissing, startPostgres, type TestPostgres } from '../../support/postgres.ts'

describe.skipIf(postgresIsMissing())('the lease on the operations database', () => {
  let postgres: TestPostgres
  let sql: pg.Client
  let one: Operations
  let other: Operations
  let schemas = 0
  let schema = ''

  beforeAll(async () => {
    postgres = await startPostgres()
    sql = new pg.Client({ connectionString: await postgres.url('shared') })
    await sql.connect()
  })
  afterAll(async () => {
    await sql.end()
    await postgres.remove()
  })
  beforeEach(async () => {
    schema = `lease_${++schemas}`
    one = await open('one')
    other = await open('other')
    return async () => {
      await one.close()
      await other.close()
    }
  })

  const open = async (id: string) =>
    openPostgres({ url: await postgres.url('shared'), schema, holder: { id, name: `${id}:8080` } })
  /** As if its holder had said nothing for five seconds. */
  const lapse = () => sql.query(`update ${schema}.lease set expires_at = now() - interval '1 ms'`)
  const append = (operations: Operations) => operations.change(({ audit }) => audit.append([anAuditEntry()]))
  const leaseOf = ({ lease }: Operations): Lease => {
    if (!lease) throw new Error('no lease')
    return lease
  }

  it('belongs to one, and tells the other who has it', async () => {
    expect(await leaseOf(one).take()).toEqual({ kind: 'mine' })
    expect(await leaseOf(other).take()).toMatchObject({ kind: 'taken', by: 'one:8080' })
    expect(await leaseOf(one).renew()).toEqual({ kind: 'mine' })
  })

  it('goes to exactly one of two that ask at once', async () => {
    const taken = await Promise.all([leaseOf(one).take(), leaseOf(other).take()])
    expect(taken.map(({ kind }) => kind).sort()).toEqual(['mine', 'taken'])
  })

  it('is had again at once by the next life of the same server, and after it was let go', async () => {
    await leaseOf(one).take()
    const next = await open('one')
    expect(await leaseOf(next).take()).toEqual({ kind: 'mine' })
    await leaseOf(next).release()
    expect(await leaseOf(other).take()).toEqual({ kind: 'mine' })
    await next.close()
  })

  it('once lapsed and taken, lets nothing be stored that the first still writes', async () => {
    await leaseOf(one).take()
    await append(one)
    await lapse()
    expect(await leaseOf(other).take()).toEqual({ kind: 'mine' })
    await expect(append(one)).rejects.toBeInstanceOf(OperationsUnavailable)
    expect(await leaseOf(one).renew()).toMatchObject({ kind: 'taken', by: 'other:8080' })
    await append(other)
    expect(await other.read.audit.verify()).toEqual({ ok: true, checked: 2, firstBad: null })
  })

  it('refuses a change that was begun before and ends after another took over, which does not wait for it', async () => {
    await leaseOf(one).take()
    let goOn = () => {}
    const standsStill = new Promise<void>((resolve) => {
      goOn = resolve
    })
    let isBegun = () => {}
    const begun = new Promise<void>((resolve) => {
      isBegun = resolve
    })
    const late = one.change(async ({ audit }) => {
      await audit.append([anAuditEntry()])
      isBegun()
      await standsStill
    })
    const refused = expect(late).rejects.toBeInstanceOf(OperationsUnavailable)
    await begun
    await lapse()
    expect(await leaseOf(other).take()).toEqual({ kind: 'mine' })
    await append(other)
    goOn()
    await refused
    expect(await other.read.audit.verify()).toEqual({ ok: true, checked: 1, firstBad: null })
  })

  it('that only lapsed is still had when nobody took it', async () => {
    await leaseOf(one).take()
    await lapse()
    await append(one)
    expect(await leaseOf(one).renew()).toEqual({ kind: 'mine' })
    expect(await leaseOf(other).take()).toMatchObject({ kind: 'taken' })
  })
})
