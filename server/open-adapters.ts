/**
 * Opens the concrete outside things a configuration names; what cannot be opened ends the start in plain words.
 *
 * With `main.ts` and `broker-files.ts` the only files that know an adapter by name.
 */
import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { openCamera } from './adapters/chromium/camera.ts'
import { findChromium } from './adapters/chromium/find-chromium.ts'
import { lockDataFolder } from './adapters/duckdb/data-folder-lock.ts'
import { openDuckDbStore } from './adapters/duckdb/duckdb-store.ts'
import { openDataDisk } from './adapters/files/data-disk.ts'
import { loadStateFile, saveStateFile } from './adapters/files/state-file.ts'
import { openInfluxStore } from './adapters/influx/influx-store.ts'
import { BrokerCannotListen } from './adapters/mqtt/broker-cannot-listen.ts'
import { openEmbeddedBroker } from './adapters/mqtt/embedded-broker.ts'
import { openOutsideBroker } from './adapters/mqtt/outside-broker.ts'
import { openEmbeddedPostgres } from './adapters/postgres/open-embedded-postgres.ts'
import { openPostgres } from './adapters/postgres/open-postgres.ts'
import { openFileSpool } from './adapters/spool/file-spool.ts'
import type { Config } from './config/config.ts'
import { DEFAULT_RULES, parseRules, type Rules } from './config/rules-file.ts'
import type { Camera } from './ports/camera.ts'
import type { Clock } from './ports/clock.ts'
import type { Disk } from './ports/disk.ts'
import type { DoorKeeper, Inbox } from './ports/inbox.ts'
import type { LeaseHolder } from './ports/lease.ts'
import type { Log } from './ports/log.ts'
import type { Operations } from './ports/operations.ts'
import type { ReadingStore } from './ports/reading-store.ts'
import type { Spool } from './ports/spool.ts'
import { StartProblem, wordsOf } from './start-problem.ts'

export async function loadRules(path: string | null): Promise<Rules> {
  if (path === null) return DEFAULT_RULES
  const text = await loadStateFile(path)
  const rules = text === null ? ['there is no such file'] : parseRules(text)
  if ('packs' in rules) return rules
  throw new StartProblem(rules.map((problem) => `WINDBREAK_RULES_FILE: ${path}: ${problem}`).join('\n'))
}

/** Everything outside that keeps something. Closed in the order in which what arrives runs dry. */
export interface Outside {
  readonly operations: Operations
  readonly spool: Spool
  readonly store: ReadingStore
  readonly disk: Disk
  /** A small file of the data folder, always whole. */
  stateFile(name: string): StateFile
  close(): Promise<void>
}

export interface StateFile {
  /** null when there is none yet. */
  load(): Promise<string | null>
  save(text: string): Promise<void>
}

/** The data folder is this process's alone from here on. `onFatal`: the disk of the spool failed. */
export async function openOutside(config: Config, onFatal: (error: unknown) => void): Promise<Outside> {
  const release = await takeDataFolder(config.dataDir)
  const operations = await openOperations(config)
  const spool = await openSpool(config, onFatal)
  const store = await openStore(config)
  return {
    operations,
    spool,
    store,
    disk: openDataDisk(config.dataDir),
    stateFile: (name) => ({
      load: () => loadStateFile(join(config.dataDir, name)),
      save: (text) => saveStateFile(join(config.dataDir, name), text),
    }),
    async close() {
      await spool.close()
      await store.close()
      await operations.close()
      await release()
    },
  }
}

/** null: no Chromium is installed, or none is wanted. */
export function openPictures({ chromium }: Config, searchPath: string): Camera | null {
  if (chromium.kind === 'off') return null
  const names = chromium.kind === 'at' ? [chromium.path] : undefined
  const program = findChromium(searchPath, names)
  if (program !== null) return openCamera({ program, searchPath })
  if (chromium.kind === 'found') return null
  throw new StartProblem(`WINDBREAK_CHROMIUM: there is no program ${chromium.path}; leave it out, or write off`)
}

async function takeDataFolder(folder: string): Promise<() => Promise<void>> {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new StartProblem(`WINDBREAK_DATA_DIR: ${folder} cannot be made: ${wordsOf(error)}`)
  }
  const lock = await lockDataFolder(folder).catch((error: unknown) => {
    throw new StartProblem(`WINDBREAK_DATA_DIR: ${folder} cannot be used: ${wordsOf(error)}`)
  })
  if (lock.kind === 'locked') return lock.release
  throw new StartProblem(
    `WINDBREAK_DATA_DIR: ${folder} is in use by another Windbreak; stop it, or choose another folder`,
  )
}

async function openOperations({ operations, dataDir, http }: Config): Promise<Operations> {
  const { url, schema } = operations
  try {
    if (url !== null) return await openPostgres({ url, schema, holder: await holderOf(dataDir, http.port) })
    return await openEmbeddedPostgres({ folder: join(dataDir, 'operations'), schema })
  } catch (error) {
    const what =
      url === null ? 'the embedded operations database does not open' : 'DATABASE_URL: PostgreSQL cannot be used'
    throw new StartProblem(`${what}: ${wordsOf(error)}`)
  }
}

/** The same in every life on this machine and folder: a folder that was copied to another machine is another server. */
async function holderOf(dataDir: string, port: number): Promise<LeaseHolder> {
  const path = join(dataDir, 'server-id')
  const kept = await loadStateFile(path)
  const own = kept ?? randomUUID()
  if (kept === null) await saveStateFile(path, own)
  const id = createHash('sha256').update(`${own} ${hostname()}`).digest('hex')
  return { id, name: port === 0 ? hostname() : `${hostname()}:${port}` }
}

/** At a district's rates a sync is shared by what comes within this time; a device waits that much longer for its PUBACK. */
const GATHER_MS = 30

async function openSpool({ dataDir, spoolMaxBytes, realm }: Config, onFatal: (error: unknown) => void): Promise<Spool> {
  const folder = join(dataDir, 'spool')
  try {
    return await openFileSpool({
      folder,
      maxBytes: spoolMaxBytes,
      gatherMs: realm === 'drill' ? 0 : GATHER_MS,
      onFatal,
    })
  } catch (error) {
    throw new StartProblem(`WINDBREAK_DATA_DIR: the spool in ${folder} does not open: ${wordsOf(error)}`)
  }
}

async function openStore({ store, dataDir }: Config): Promise<ReadingStore> {
  if (store.kind === 'influx') return openInfluxStore(store)
  try {
    return await openDuckDbStore({ path: join(dataDir, 'readings.duckdb'), memoryLimitMb: store.memoryMb })
  } catch (error) {
    throw new StartProblem(`the embedded reading store does not open: ${wordsOf(error)}`)
  }
}

export function openInboxes(
  { broker, topicRoot: root, realm }: Config,
  door: DoorKeeper,
  { now }: Clock,
  log: Log,
): readonly Inbox[] {
  if (broker.kind === 'none') return []
  if (broker.kind === 'embedded') {
    const inbox = openEmbeddedBroker({ host: broker.host, port: broker.port, root, door, now }, log)
    return [{ ...inbox, start: (take, onTrespass) => inPlainWords(inbox.start(take, onTrespass)) }]
  }
  const { url, clientId } = broker
  return [openOutsideBroker({ url, clientId, root, now, discardOldSession: realm === 'drill' }, log)]
}

async function inPlainWords(starting: Promise<void>): Promise<void> {
  try {
    await starting
  } catch (error) {
    if (error instanceof BrokerCannotListen) throw new StartProblem(`WINDBREAK_MQTT_PORT: ${error.message}`)
    throw error
  }
}
