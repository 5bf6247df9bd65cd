/** An audit trail that somebody changed behind our back, as the owner of the database can (invariant 9). */
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openPostgres } from '../../../server/adapters/postgres/open-postgres.ts'
import type { Operations } from '../../../server/ports/operations.ts'
import { anAuditEntry } from '../../contracts/operations-fixtures.ts'
import { postgresIsMissing, startPostgres, type TestPostgres, withClient } from '../../support/postgres.ts'

describe.skipIf(postgresIsMissing())('audit trail', () => {
  let server: TestPostgres
  let operations: Operations

  beforeAll(async () => {
    server = await startPostgres()
    operations = await openPostgres({ url: await server.url(), schema: 'drill' })
  })
  afterAll(async () => {
    await operations?.close()
    await server?.remove()
  })
  beforeEach(async () => {
    await operations.clear()
    const subjects = ['order:o1', 'order:o2', 'order:o3', 'order:o4', 'order:o5']
    await operations.change(({ audit }) => audit.append(subjects.map(anAuditEntry)))
  })

  const asOwner = async (work: (client: pg.Client) => Promise<unknown>) =>
    withClient(await server.url(), async (client) => {
      await client.query('set search_path to drill')
      await work(client)
    })

  it.each([
    { case: 'altered words', statement: "update audit set cause = 'nothing happened' where id = 3", firstBad: 3 },
    { case: 'an altered time', statement: 'update audit set at = at + 1 where id = 1', firstBad: 1 },
    { case: 'altered details', statement: `update audit set details = '{"windMps": 2}' where id = 4`, firstBad: 4 },
    { case: 'an altered hash', statement: "update audit set hash = repeat('a', 64) where id = 2", firstBad: 2 },
    { case: 'the last hash altered', statement: "update audit set hash = repeat('a', 64) where id = 5", firstBad: 5 },
    { case: 'a removed line', statement: 'delete from audit where id = 2', firstBad: 2 },
    { case: 'the first line removed', statement: 'delete from audit where id = 1', firstBad: 1 },
    { case: 'the last line removed', statement: 'delete from audit where id = 5', firstBad: 5 },
    { case: 'every line removed', statement: 'delete from audit', firstBad: 1 },
    {
      case: 'two lines that changed places',
      statement:
        'update audit set id = 9 where id = 2; update audit set id = 2 where id = 3; update audit set id = 3 where id = 9',
      firstBad: 2,
    },
    {
      case: 'a line put in at the end',
      statement:
        "insert into audit select 6, at, actor, action, subject, revision, cause, details, hash, repeat('b', 64) from audit where id = 5",
      firstBad: 6,
    },
    { case: 'the head row removed', statement: 'delete from audit_head', firstBad: 1 },
  ])('finds $case', async ({ statement, firstBad }) => {
    expect(await operations.read.audit.verify()).toEqual({ ok: true, checked: 5, firstBad: null })
    const mark = await operations.read.audit.mark()
    expect(await operations.read.audit.mark()).toBe(mark)
    await asOwner(async (client) => {
      await client.query('set session_replication_role = replica')
      await client.query(statement)
    })
    expect(await operations.read.audit.verify()).toMatchObject({ ok: false, firstBad })
    expect(await operations.read.audit.mark()).not.toBe(mark)
    await asOwner((client) => client.query("insert into audit_head values (true, 0, '') on conflict do nothing"))
  })

  it.each(['update audit set at = 0', 'delete from audit', 'truncate audit'])('refuses "%s"', async (statement) => {
    await asOwner((client) => expect(client.query(statement)).rejects.toThrow('never changed or removed'))
    expect(await operations.read.audit.verify()).toEqual({ ok: true, checked: 5, firstBad: null })
  })
})
