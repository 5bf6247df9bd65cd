/**
 * Opens the concrete outside things a configuration names; what cannot be opened ends the start in plain words.
 *
 * With `main.ts` the only file that knows adapters by name.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { lockDataFolder } from './adapters/duckdb/data-folder-lock.ts'
import { openDuckDbStore } from './adapters/duckdb/duckdb-store.ts'
import { loadStateFile } from './adapters/files/state-file.ts'
import { openInfluxStore } from './adapters/influx/influx-store.ts'
import { BrokerCannotListen } from './adapters/mqtt/broker-cannot-listen.ts'
import { openEmbeddedBroker } from './adapters/mqtt/embedded-broker.ts'
import { openOutsideBroker } from './adapters/mqtt/outside-broker.ts'
import { openEmbeddedPostgres } from './adapters/postgres/open-embedded-postgres.ts'
import { openPostgres } from './adapters/postgres/open-postgres.ts'
import { openFileSpool } from './adapters/spool/file-spool.ts'
import type { Config } from './config/config.ts'
import { DEFAULT_RULES, parseRules, type Rules } from './config/rules-file.ts'
import type { Clock } from './ports/clock.ts'
import type { Inbox, TakeMessage, Trespass } from './ports/inbox.ts'
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

export async function takeDataFolder(folder: string): Promise<() => Promise<void>> {
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

export async function openOperations({ operations, dataDir }: Config): Promise<Operations> {
  const { url, schema } = operations
  try {
    if (url !== null) return await openPostgres({ url, schema })
    return await openEmbeddedPostgres({ folder: join(dataDir, 'operations'), schema })
  } catch (error) {
    const what =
      url === null ? 'the embedded operations database does not open' : 'DATABASE_URL: PostgreSQL cannot be used'
    throw new StartProblem(`${what}: ${wordsOf(error)}`)
  }
}

export async function openSpool({ dataDir, spoolMaxBytes }: Config, onFatal: (error: unknown) => void): Promise<Spool> {
  const folder = join(dataDir, 'spool')
  try {
    return await openFileSpool({ folder, maxBytes: spoolMaxBytes, onFatal })
  } catch (error) {
    throw new StartProblem(`WINDBREAK_DATA_DIR: the spool in ${folder} does not open: ${wordsOf(error)}`)
  }
}

export async function openStore({ store, dataDir }: Config): Promise<ReadingStore> {
  if (store.kind === 'influx') return openInfluxStore(store)
  try {
    return await openDuckDbStore({ path: join(dataDir, 'readings.duckdb'), memoryLimitMb: store.memoryMb })
  } catch (error) {
    throw new StartProblem(`the embedded reading store does not open: ${wordsOf(error)}`)
  }
}

export function openInbox({ broker, topicRoot: root, realm }: Config, { now }: Clock, log: Log): Inbox | null {
  if (broker.kind === 'none') return null
  if (broker.kind === 'embedded') return openEmbeddedBroker({ host: broker.host, port: broker.port, root, now }, log)
  const { url, clientId } = broker
  return openOutsideBroker({ url, clientId, root, now, discardOldSession: realm === 'drill' }, log)
}

export async function startInbox(
  inbox: Inbox,
  take: TakeMessage,
  onTrespass: (trespass: Trespass) => void,
): Promise<void> {
  try {
    await inbox.start(take, onTrespass)
  } catch (error) {
    if (error instanceof BrokerCannotListen) throw new StartProblem(`WINDBREAK_MQTT_PORT: ${error.message}`)
    throw error
  }
}
