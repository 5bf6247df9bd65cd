/** Our process is killed in the middle of changes: what was confirmed is there, and nothing is there by half. */
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEmbeddedPostgres } from '../../../server/adapters/postgres/open-embedded-postgres.ts'
import { openPostgres } from '../../../server/adapters/postgres/open-postgres.ts'
import type { Operations } from '../../../server/ports/operations.ts'
import { postgresIsMissing, startPostgres } from '../../support/postgres.ts'
import { startProgram, temporaryFolder } from '../../support/real-server.ts'

const ROOT = join(import.meta.dirname, '../../..')
const SOURCES = join(ROOT, 'server/adapters/postgres')
const WHERE = { migrationsFolder: join(SOURCES, 'migrations'), schema: 'windbreak' }
const ROUNDS = 2
const CHANGES_PER_ROUND = 25
/** Each round opens the database twice, in two processes. */
const WITHIN_MS = 240_000

describe('after kill -9 of our process', () => {
  // Below the checkout, because the bundle looks for its packages in the folders above it.
  const bundleFolder = mkdtempSync(join(ROOT, 'node_modules/.windbreak-child-'))
  const program = join(bundleFolder, 'child.mjs')
  // Not the one of the bundle: a checkout may have too long a path for the sockets in it.
  const temporary = temporaryFolder()

  beforeAll(() =>
    build({
      entryPoints: [join(import.meta.dirname, 'writing-child.ts')],
      outfile: program,
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node20',
    }),
  )
  afterAll(() => {
    rmSync(bundleFolder, { recursive: true, force: true })
    temporary.remove()
  })

  /** Returns the last number that was confirmed before the kill. */
  async function writeUntilKilled(settings: object): Promise<number> {
    // A killed process cannot remove its temporary files: they go with this folder.
    const env = { ...process.env, TMPDIR: temporary.path }
    const child = startProgram(process.execPath, [program, JSON.stringify(settings)], { env })
    // Not 'exit': what it printed last may come after that.
    const closed = once(child.process, 'close')
    const confirmed = () => child.said().match(/^\d+(?=\n)/gm) ?? []
    const isEnough = new Promise<void>((resolve) => {
      child.process.stdout?.on('data', () => confirmed().length >= CHANGES_PER_ROUND && resolve())
    })
    await Promise.race([isEnough, closed])
    await child.end('SIGKILL')
    await closed
    if (confirmed().length < CHANGES_PER_ROUND) throw new Error(`the child ended by itself: ${child.said()}`)
    return Number(confirmed().at(-1))
  }

  async function expectWhole(operations: Operations, confirmed: number): Promise<void> {
    const { ok, checked } = await operations.read.audit.verify()
    const [rule] = await operations.read.rules.all()
    const { items } = await operations.read.notifications.list({ limit: 1_000, cursor: null, order: null })
    expect(ok).toBe(true)
    expect(checked).toBeGreaterThanOrEqual(confirmed)
    // The one change whose confirmation was not printed any more may be there, whole.
    expect(checked).toBeLessThanOrEqual(confirmed + 1)
    expect(rule?.state).toEqual({ n: checked })
    expect(items.map((one) => one.createdAt)).toEqual(Array.from({ length: checked }, (_, n) => checked - n))
  }

  it(
    'the embedded database has all that was confirmed, round after round',
    async () => {
      const folder = temporaryFolder()
      const workerUrl = new URL(`file://${join(SOURCES, 'embedded-worker.mjs')}`)
      const settings = { ...WHERE, folder: folder.path }
      for (let round = 1; round <= ROUNDS; round++) {
        const confirmed = await writeUntilKilled({ ...settings, workerUrl: workerUrl.href })
        const operations = await openEmbeddedPostgres({ ...settings, workerUrl })
        await expectWhole(operations, confirmed)
        await operations.close()
      }
      folder.remove()
    },
    WITHIN_MS,
  )

  it.skipIf(postgresIsMissing())(
    'PostgreSQL has all that was confirmed, round after round',
    async () => {
      const server = await startPostgres()
      try {
        const settings = { ...WHERE, url: await server.url() }
        for (let round = 1; round <= ROUNDS; round++) {
          const confirmed = await writeUntilKilled(settings)
          const operations = await openPostgres(settings)
          await expectWhole(operations, confirmed)
          await operations.close()
        }
      } finally {
        await server.remove()
      }
    },
    WITHIN_MS,
  )
})
