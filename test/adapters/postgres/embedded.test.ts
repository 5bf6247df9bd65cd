/** The embedded database: the operations contract, and the life of its thread. */
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join, relative } from 'node:path'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { openEmbeddedPostgres } from '../../../server/adapters/postgres/open-embedded-postgres.ts'
import { OperationsUnavailable } from '../../../server/ports/operations.ts'
import { describeOperations } from '../../contracts/operations.suite.ts'
import { anAuditEntry, aRefusal, REGISTRY } from '../../contracts/operations-fixtures.ts'
import { bytesIn } from '../../support/folder-size.ts'
import { freePort, temporaryFolder } from '../../support/real-server.ts'

/** Opening for the first time makes a whole database: seconds on a busy machine. */
const WITHIN_MS = 180_000
const WORKER = new URL('../../../server/adapters/postgres/embedded-worker.mjs', import.meta.url)

describe('embedded database', () => {
  const folder = temporaryFolder()
  // One after the other in one data folder, each in its own schema: making a new database takes seconds.
  // Its path is longer than a socket's may be, as in a checkout far below the root.
  const dataFolder = join(folder.path, 'd'.repeat(150), 'operations')
  afterEach(() => vi.unstubAllEnvs())
  afterAll(() => folder.remove())

  describeOperations('keeps the contract', () => openEmbeddedPostgres({ folder: dataFolder, schema: 'drill' }))

  it(
    'keeps what is stored when it is closed and opened again, also twice',
    async () => {
      const settings = { folder: dataFolder, schema: 'reopened' }
      const first = await openEmbeddedPostgres(settings)
      await first.change(({ registry }) => registry.save(REGISTRY))
      await Promise.all([first.close(), first.close()])
      await expect(first.read.registry.load()).rejects.toBeInstanceOf(OperationsUnavailable)
      const second = await openEmbeddedPostgres(settings)
      expect(await second.read.registry.load()).toEqual(REGISTRY)
      await second.close()
    },
    WITHIN_MS,
  )

  it.each([
    { case: 'has too long a path for a socket', temporary: join(folder.path, 't'.repeat(150)) },
    { case: 'is given relative to the working folder', temporary: relative('.', folder.path) },
  ])('opens where the folder for temporary files $case', async ({ temporary }) => {
    mkdirSync(temporary, { recursive: true })
    vi.stubEnv('TMPDIR', temporary)
    const operations = await openEmbeddedPostgres({ folder: dataFolder, schema: 'elsewhere' })
    expect(await operations.problem()).toBeNull()
    await operations.close()
  })

  it.each([
    { case: 'a file where a folder of its own was', spoil: (path: string) => writeFileSync(join(path, 'base'), '') },
    { case: 'a link to nowhere', spoil: (path: string) => symlinkSync('/missing', join(path, 'base')) },
  ])('says in words why it does not open: $case', async ({ spoil }) => {
    const spoilt = mkdtempSync(join(folder.path, 'spoilt-'))
    spoil(spoilt)
    const opening = openEmbeddedPostgres({ folder: spoilt, schema: 'drill' })
    await expect(opening).rejects.toThrow(
      /^the embedded database in .*spoilt.* does not open: there is a file .*needed/,
    )
  })

  it('says what to set where no folder for its socket can be made', async () => {
    vi.stubEnv('TMPDIR', '/missing')
    const opening = openEmbeddedPostgres({ folder: dataFolder, schema: 'elsewhere' })
    await expect(opening).rejects.toThrow(/no folder for its socket \(.*missing.*\): set TMPDIR/)
  })

  it(
    'starts its thread again when that ends by itself, and has lost nothing',
    async () => {
      const port = await freePort()
      const worker = join(folder.path, 'mortal-worker.mjs')
      writeFileSync(
        worker,
        `import { createServer } from 'node:net'
       createServer(() => process.exit(1)).listen(${port}, '127.0.0.1')
       await import('${WORKER.href}')`,
      )
      const workerUrl = new URL(`file://${worker}`)
      const mortal = { folder: dataFolder, schema: 'mortal', workerUrl }
      const operations = await openEmbeddedPostgres(mortal)
      const append = () => operations.change(({ audit }) => audit.append([anAuditEntry()]))
      await append()
      const interrupted = operations.change(async ({ audit }) => {
        await audit.append([anAuditEntry()])
        await new Promise((resolve) =>
          connect(port, '127.0.0.1')
            .on('error', () => undefined)
            .once('close', resolve),
        )
      })
      await expect(interrupted).rejects.toBeInstanceOf(OperationsUnavailable)
      await expect.poll(() => operations.problem(), { timeout: 90_000, interval: 200 }).toBeNull()
      await append()
      expect(await operations.read.audit.verify()).toEqual({ ok: true, checked: 2, firstBad: null })
      await operations.close()
    },
    WITHIN_MS,
  )

  it(
    'is ended and opened again when its thread spins for ever, and has lost nothing',
    async () => {
      const port = await freePort()
      const worker = join(folder.path, 'spinning-worker.mjs')
      writeFileSync(
        worker,
        `import { createServer } from 'node:net'
       createServer(() => { for (;;); }).listen(${port}, '127.0.0.1')
       await import('${WORKER.href}')`,
      )
      const workerUrl = new URL(`file://${worker}`)
      const operations = await openEmbeddedPostgres({ folder: dataFolder, schema: 'spinning', workerUrl })
      const append = () => operations.change(({ audit }) => audit.append([anAuditEntry()]))
      await append()
      const hung = operations.change(async ({ audit }) => {
        connect(port, '127.0.0.1').on('error', () => undefined)
        await new Promise((resolve) => setTimeout(resolve, 200))
        await audit.append([anAuditEntry()])
      })
      await expect(hung).rejects.toBeInstanceOf(OperationsUnavailable)
      await expect.poll(() => operations.problem(), { timeout: 90_000, interval: 200 }).toBeNull()
      await append()
      expect(await operations.read.audit.verify()).toEqual({ ok: true, checked: 2, firstBad: null })
      await operations.close()
    },
    WITHIN_MS,
  )

  it(
    'closes within seconds although its thread spins for ever',
    async () => {
      const worker = join(folder.path, 'deaf-worker.mjs')
      writeFileSync(
        worker,
        `import { parentPort } from 'node:worker_threads'
       parentPort.on('message', (message) => { if (message === 'close') for (;;); })
       await import('${WORKER.href}')`,
      )
      const workerUrl = new URL(`file://${worker}`)
      const operations = await openEmbeddedPostgres({ folder: dataFolder, schema: 'deaf', workerUrl })
      await operations.close()
      const again = await openEmbeddedPostgres({ folder: dataFolder, schema: 'deaf' })
      expect(await again.problem()).toBeNull()
      await again.close()
    },
    WITHIN_MS,
  )

  it(
    'takes no more room, however often rows come and go, when it is tidied in between',
    async () => {
      const operations = await openEmbeddedPostgres({ folder: dataFolder, schema: 'tidied' })
      const sizes: number[] = []
      for (let round = 0; round < 6; round++) {
        const rows = Array.from({ length: 4_000 }, (_, n) => ({
          ...aRefusal(`${round}-${n}`, n),
          ...{ sample: `${round}-${n} `.padEnd(1_000, '-'), detail: `${n}`.padEnd(3_000, '-') },
        }))
        await operations.change(({ quarantine }) => quarantine.add(rows))
        await operations.change(({ quarantine }) => quarantine.trim({ oldest: 1e15, most: 0 }))
        await operations.tidy()
        sizes.push(bytesIn(dataFolder))
      }
      expect(sizes.at(-1)! - sizes[2]!).toBeLessThanOrEqual(0)
      await operations.close()
    },
    WITHIN_MS,
  )

  it('says so when the folder cannot be a database', async () => {
    const file = join(folder.path, 'a-file')
    writeFileSync(file, '')
    const opening = openEmbeddedPostgres({ folder: file, schema: 'windbreak' })
    await expect(opening).rejects.toBeInstanceOf(OperationsUnavailable)
  })
})
