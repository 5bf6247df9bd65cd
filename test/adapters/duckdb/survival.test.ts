/** The DuckDB store and the data folder's lock across killed processes and second ones. Children are real processes. */
import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DuckDBInstance } from '@duckdb/node-api'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lockDataFolder } from '../../../server/adapters/duckdb/data-folder-lock.ts'
import { openDuckDbStore } from '../../../server/adapters/duckdb/duckdb-store.ts'
import { QUANTITIES } from '../../../server/domain/air/quantity.ts'
import { StoreUnavailable } from '../../../server/ports/reading-store.ts'
import { MIDNIGHT, reading } from '../../contracts/reading-store.suite.ts'
import { findProgram, isMissing, type TemporaryFolder, temporaryFolder } from '../../support/real-server.ts'

const root = join(import.meta.dirname, '../../..')
let work: TemporaryFolder
const children: ChildProcess[] = []

beforeAll(() => {
  work = temporaryFolder()
})
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  work.remove()
})

/** Runs a child that prints lines; `nextLine` is null once it has ended. */
async function startChild(source: string, runner: readonly string[] = []) {
  const script = join(work.path, `child-${children.length}.mjs`)
  const stdin = { contents: source, resolveDir: root, loader: 'ts' as const }
  // Packages stay outside the bundle and are found by absolute path, since the script lies in a temporary folder.
  const duckdb = import.meta.resolve('@duckdb/node-api')
  const alias = {
    name: 'duckdb',
    setup: (it: import('esbuild').PluginBuild) => {
      it.onResolve({ filter: /^@duckdb\/node-api$/ }, () => ({ path: duckdb, external: true }))
    },
  }
  const options = { bundle: true, platform: 'node' as const, format: 'esm' as const, write: false as const }
  const built = await build({ stdin, plugins: [alias], ...options })
  writeFileSync(script, built.outputFiles[0]!.text)
  const [program, ...args] = [...runner, process.execPath, script]
  const child = spawn(program!, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    nextLine: async () => (await lines.next()).value ?? null,
    async restOfLines() {
      const rest: string[] = []
      for (let line = await lines.next(); !line.done; line = await lines.next()) rest.push(line.value)
      return rest
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

describe('the DuckDB file', () => {
  it('has everything that was answered stored when its process is killed in the middle of writing', async () => {
    const path = join(work.path, 'killed.duckdb')
    const child = await startChild(`
      import { openDuckDbStore } from './server/adapters/duckdb/duckdb-store.ts'
      const store = await openDuckDbStore({ path: ${JSON.stringify(path)} })
      for (let batch = 0; ; batch++) {
        const readings = Array.from({ length: 500 }, (_, index) => ({
          device: 'd' + index, ts: ${MIDNIGHT} + batch, receivedAt: 0, seq: null, quality: {},
          values: { pm10: batch, windSpeed: index / 4, noise: batch % 2 ? 60 : undefined },
        }))
        if ((await store.write(readings)).kind === 'stored') console.log(batch)
      }
    `)
    for (let stored = 0; stored < 40; stored++) expect(await child.nextLine()).not.toBeNull()
    await child.kill()
    const answeredStored = 40 + (await child.restOfLines()).length

    const store = await openDuckDbStore({ path })
    const counted = await store.count(MIDNIGHT, MIDNIGHT + answeredStored)
    expect(counted.readings).toBe(answeredStored * 500)
    const [series] = await store.series({
      devices: ['d499'],
      quantities: ['pm10'],
      from: MIDNIGHT,
      to: MIDNIGHT + answeredStored,
      everyMs: null,
      alignMs: 0,
    })
    expect(series!.points).toEqual(Array.from({ length: answeredStored }, (_, batch) => [MIDNIGHT + batch, batch]))
    // A batch on its way is there whole or not at all.
    expect((await store.count(MIDNIGHT, MIDNIGHT + 1_000_000)).readings % 500).toBe(0)
    await store.close()
  })

  it('keeps its readings over closing and opening', async () => {
    const path = join(work.path, 'reopened.duckdb')
    const first = await openDuckDbStore({ path })
    await first.write([reading('a', MIDNIGHT, { pm10: 5 })])
    await first.close()
    expect(await first.write([reading('a', MIDNIGHT, { pm10: 6 })])).toMatchObject({ kind: 'unavailable' })
    await expect(first.count(0, 1)).rejects.toThrow(StoreUnavailable)
    const second = await openDuckDbStore({ path })
    expect(await second.count(MIDNIGHT, MIDNIGHT + 1)).toEqual({ readings: 1, values: { pm10: 1 } })
    await second.close()
  })

  it('stores the writes still waiting when it is closed', async () => {
    const path = join(work.path, 'waiting.duckdb')
    const store = await openDuckDbStore({ path })
    const writes = [1, 2, 3].map((offset) => store.write([reading('a', MIDNIGHT + offset, { pm10: offset })]))
    await store.close()
    expect(await Promise.all(writes)).toEqual([{ kind: 'stored' }, { kind: 'stored' }, { kind: 'stored' }])
    const again = await openDuckDbStore({ path })
    expect((await again.count(MIDNIGHT, MIDNIGHT + 10)).readings).toBe(3)
    await again.close()
  })

  it('says in plain words that a file is no DuckDB file', async () => {
    const path = join(work.path, 'text.duckdb')
    writeFileSync(path, 'not a database'.repeat(1_000))
    await expect(openDuckDbStore({ path })).rejects.toThrow(StoreUnavailable)
  })
})

const prlimit = findProgram('prlimit')

/** Some 12 MB that do not compress, so that the file is nearly at its limit from the start. */
async function addBallast(path: string): Promise<void> {
  const instance = await DuckDBInstance.create(path)
  const connection = await instance.connect()
  await connection.run('CREATE TABLE ballast AS SELECT random() AS noise FROM range(1_500_000)')
  await connection.run('CHECKPOINT')
  connection.closeSync()
  instance.closeSync()
}

describe.skipIf(isMissing('prlimit', prlimit))('the DuckDB file on a full disk', () => {
  it('is unavailable while there is no room, even for a checkpoint, and goes on with all it had stored', async () => {
    const path = join(work.path, 'full.duckdb')
    await addBallast(path)
    // A limit on the size of files stands for the full disk; a little above the 16 MiB at which DuckDB moves its
    // log into the file, so that this move is what fails: it invalidates the whole database.
    const child = await startChild(
      `
      import { execFileSync } from 'node:child_process'
      import { openDuckDbStore } from './server/adapters/duckdb/duckdb-store.ts'
      process.on('SIGXFSZ', () => {})
      const store = await openDuckDbStore({ path: ${JSON.stringify(path)} })
      const names = ${JSON.stringify(QUANTITIES)}
      const batch = (at) => Array.from({ length: 5_000 }, (_, index) => ({
        device: 'd' + index, ts: ${MIDNIGHT} + at, receivedAt: 0, seq: null, quality: {},
        values: Object.fromEntries(names.map((name) => [name, Math.random()])),
      }))
      const whys = []
      for (let at = 0; at < 400 && whys.length < 4; at++) {
        const outcome = await store.write(batch(at))
        if (outcome.kind !== 'stored') whys.push(at + ' ' + outcome.kind + ' ' + outcome.why)
        // What is not stored is written again, as the spool does.
        if (outcome.kind !== 'stored' && whys.length < 4) at--
        else if (outcome.kind !== 'stored') {
          execFileSync(${JSON.stringify(prlimit)}, ['--pid', String(process.pid), '--fsize=unlimited'])
          const again = (await store.write(batch(at))).kind
          const counted = await store.count(${MIDNIGHT}, ${MIDNIGHT} + 1_000)
          console.log(JSON.stringify({ whys, again, expected: (at + 1) * 5_000, readings: counted.readings }))
        }
      }
      process.kill(process.pid, 'SIGKILL')
    `,
      [prlimit!, '--fsize=17500000:unlimited'],
    )
    const found = JSON.parse((await child.nextLine()) ?? 'null')
    expect(found).toMatchObject({ again: 'stored', readings: found.expected })
    expect(found.whys).toHaveLength(4)
    expect(found.whys.join()).toMatch(/unavailable .*checkpoint/)
    await child.kill()
    const store = await openDuckDbStore({ path })
    expect((await store.count(MIDNIGHT, MIDNIGHT + 1_000)).readings).toBe(found.expected)
    await store.close()
  })
})

describe('the lock on the data folder', () => {
  const holder = (folder: string) => `
    import { lockDataFolder } from './server/adapters/duckdb/data-folder-lock.ts'
    console.log((await lockDataFolder(${JSON.stringify(folder)})).kind)
    setInterval(() => {}, 1_000)
  `

  it('refuses a second process, and lets it in once the first one was killed', async () => {
    const folder = temporaryFolder()
    const first = await startChild(holder(folder.path))
    expect(await first.nextLine()).toBe('locked')
    expect(await lockDataFolder(folder.path)).toEqual({ kind: 'in-use' })
    const second = await startChild(holder(folder.path))
    expect(await second.nextLine()).toBe('in-use')
    await first.kill()
    const mine = await lockDataFolder(folder.path)
    expect(mine.kind).toBe('locked')
    const third = await startChild(holder(folder.path))
    expect(await third.nextLine()).toBe('in-use')
    await Promise.all([second.kill(), third.kill()])
    if (mine.kind === 'locked') await mine.release()
    folder.remove()
  })

  it('refuses a second part of the same process, and is free again after release', async () => {
    const folder = temporaryFolder()
    const first = await lockDataFolder(folder.path)
    expect(await lockDataFolder(`${folder.path}/.`)).toEqual({ kind: 'in-use' })
    if (first.kind === 'locked') await first.release()
    const next = await startChild(holder(folder.path))
    expect(await next.nextLine()).toBe('locked')
    await next.kill()
    folder.remove()
  })

  it('stays apart from the readings in the same folder', async () => {
    const folder = temporaryFolder()
    const lock = await lockDataFolder(folder.path)
    const store = await openDuckDbStore({ path: join(folder.path, 'readings.duckdb') })
    expect(await store.write([reading('a', MIDNIGHT, { pm10: 1 })])).toEqual({ kind: 'stored' })
    await store.close()
    if (lock.kind === 'locked') await lock.release()
    folder.remove()
  })

  it('rejects for a folder that is not there', async () => {
    await expect(lockDataFolder(join(work.path, 'nowhere'))).rejects.toThrow(/ENOENT/)
  })
})
