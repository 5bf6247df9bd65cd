/** A PostgreSQL that goes away: nothing half stored, a clear answer, and no restart of ours when it is back. */
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openPostgres } from '../../../server/adapters/postgres/open-postgres.ts'
import { type Operations, OperationsUnavailable } from '../../../server/ports/operations.ts'
import { anAuditEntry } from '../../contracts/operations-fixtures.ts'
import { postgresIsMissing, startPostgres, type TestPostgres, withClient } from '../../support/postgres.ts'

const append = (operations: Operations) => operations.change(({ audit }) => audit.append([anAuditEntry()]))
const lines = async (operations: Operations) => (await operations.read.audit.verify()).checked

describe.skipIf(postgresIsMissing())('a PostgreSQL that goes away', () => {
  let server: TestPostgres
  let operations: Operations | null = null

  beforeAll(async () => {
    server = await startPostgres()
  })
  afterEach(async () => {
    await operations?.close()
    operations = null
  })
  afterAll(() => server?.remove())

  async function open(databaseName: string, port?: number): Promise<Operations> {
    const url = new URL(await server.url(databaseName))
    if (port) url.port = String(port)
    operations = await openPostgres({ url: url.href, schema: 'windbreak' })
    return operations
  }

  it.each([
    { case: 'is restarted', signal: 'SIGINT' },
    { case: 'is killed', signal: 'SIGKILL' },
  ] as const)('works again without a restart of ours after the server $case', async ({ signal }) => {
    const operations = await open(`down_${signal.toLowerCase()}`)
    await append(operations)
    await server.end(signal)
    await expect(append(operations)).rejects.toBeInstanceOf(OperationsUnavailable)
    await expect(operations.read.registry.load()).rejects.toBeInstanceOf(OperationsUnavailable)
    expect(await operations.problem()).toContain('does not answer')
    await server.restart()
    expect(await operations.problem()).toBeNull()
    await append(operations)
    expect(await operations.read.audit.verify()).toEqual({ ok: true, checked: 2, firstBad: null })
  })

  it('undoes the change under way when its connection is cut', async () => {
    const operations = await open('cut')
    const change = operations.change(async ({ audit, rules }) => {
      await audit.append([anAuditEntry()])
      await cutConnections('cut')
      await rules.all()
    })
    await expect(change).rejects.toBeInstanceOf(OperationsUnavailable)
    expect(await lines(operations)).toBe(0)
    await append(operations)
    expect(await lines(operations)).toBe(1)
  })

  it('undoes the change even if the work never asked the database again', async () => {
    const operations = await open('cut_silently')
    const change = operations.change(async ({ audit }) => {
      await audit.append([anAuditEntry()])
      await cutConnections('cut_silently')
    })
    await expect(change).rejects.toBeInstanceOf(OperationsUnavailable)
    expect(await lines(operations)).toBe(0)
  })

  it('gives up on a server that listens but does not answer', async () => {
    server.freeze()
    try {
      await expect(open('postgres')).rejects.toBeInstanceOf(OperationsUnavailable)
    } finally {
      server.thaw()
    }
  })

  it.each([
    { case: 'a wrong database', url: (own: string) => `${own}_missing`, says: 'does not exist' },
    { case: 'nobody at the port', url: () => 'postgres://postgres@127.0.0.1:1/postgres', says: 'ECONNREFUSED' },
  ])('does not open at $case', async ({ url, says }) => {
    const opening = openPostgres({ url: url(await server.url()), schema: 'windbreak' })
    await expect(opening).rejects.toBeInstanceOf(OperationsUnavailable)
    await expect(opening).rejects.toThrow(says)
  })

  describe('while a change is being stored', () => {
    it.each([
      { case: 'stored, but the answer is lost', passesCommit: true, stored: 1 },
      { case: 'lost before it reached the server', passesCommit: false, stored: 0 },
    ])('tells the truth: $case', async ({ passesCommit, stored }) => {
      const line = await cuttingLine(Number(new URL(await server.url()).port), passesCommit)
      const operations = await open(`commit_${passesCommit}`, line.port)
      line.cutAtNextCommit()
      const change = append(operations)
      if (stored) await change
      else await expect(change).rejects.toBeInstanceOf(OperationsUnavailable)
      expect(await lines(operations)).toBe(stored)
      await operations.close()
      line.server.close()
    })
  })

  async function cutConnections(databaseName: string): Promise<void> {
    await withClient(await server.url(), (client) =>
      client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [databaseName]),
    )
  }
})

/** A line to the server that breaks at a COMMIT: with or without handing it on, but never with an answer. */
async function cuttingLine(target: number, passesCommit: boolean) {
  let isArmed = false
  const server: Server = createServer((near) => {
    const far = connect(target, '127.0.0.1')
    let isCut = false
    near.on('data', (bytes) => {
      if (!isArmed || !bytes.includes('commit\0')) return void far.write(bytes)
      isArmed = false
      isCut = true
      if (!passesCommit) return void far.destroy()
      far.write(bytes)
    })
    far.on('data', (bytes) => (isCut ? near.destroy() : near.write(bytes)))
    for (const [one, other] of [[near, far] as const, [far, near] as const]) {
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    server,
    port: (server.address() as AddressInfo).port,
    cutAtNextCommit: () => {
      isArmed = true
    },
  }
}
