/** The disk of the data folder: how much room there is, and a ballast file that gives some back when none is left. */
import { randomFillSync } from 'node:crypto'
import { open, rename, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Disk } from '../../ports/disk.ts'

const NAME = 'ballast'
const CHUNK_BYTES = 1_048_576

export function openDataDisk(folder: string): Disk {
  const path = join(folder, NAME)
  return {
    async room() {
      const { bavail, blocks, bsize } = await statfs(folder)
      return { freeBytes: bavail * bsize, totalBytes: blocks * bsize }
    },
    async holdBack(bytes) {
      await rm(path, { force: true })
      if (bytes > 0) await fill(path, bytes)
    },
  }
}

/** Real bytes that no file system makes smaller, whole or not there at all. */
async function fill(path: string, bytes: number): Promise<void> {
  const beside = `${path}.new`
  const file = await open(beside, 'w')
  const chunk = randomFillSync(Buffer.alloc(CHUNK_BYTES))
  try {
    for (let left = bytes; left > 0; left -= CHUNK_BYTES) {
      await file.write(chunk, 0, Math.min(left, CHUNK_BYTES))
    }
    await file.sync()
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  } finally {
    await file.close()
  }
  await rename(beside, path)
}
