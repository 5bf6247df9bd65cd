/** Bytes of all files in a folder and below. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

export function bytesIn(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((one) => one.isFile())
  return files.reduce((sum, one) => sum + statSync(join(one.parentPath, one.name)).size, 0)
}
