/**
 * One process per data folder. Opens `lock.duckdb` in it for writing and relies on DuckDB's lock of the operating
 * system: it ends with the process however that dies, so nothing stale is ever left behind.
 *
 * The file holds no data. Two locks within one process are not told apart by the operating system; here they are.
 */
import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

export type DataFolderLock = { readonly kind: 'locked'; release(): Promise<void> } | { readonly kind: 'in-use' }

const heldHere = new Set<string>()

/** Rejects when the folder does not exist or cannot be written. */
export async function lockDataFolder(folder: string): Promise<DataFolderLock> {
  const path = join(realpathSync(folder), 'lock.duckdb')
  if (heldHere.has(path)) return { kind: 'in-use' }
  heldHere.add(path)
  try {
    const instance = await DuckDBInstance.create(path, { memory_limit: '16MB', threads: '1' })
    // DuckDB takes the lock while opening, but only a connection keeps the instance from being thrown away.
    const connection = await instance.connect()
    return {
      kind: 'locked',
      async release() {
        connection.closeSync()
        instance.closeSync()
        heldHere.delete(path)
      },
    }
  } catch (error) {
    heldHere.delete(path)
    if (error instanceof Error && /could not set lock/i.test(error.message)) return { kind: 'in-use' }
    throw error
  }
}
