/**
 * What the spool asks of the file system. Tests put a failing disk in its place; nothing else does.
 *
 * Says which errors mean "no room": they pass by themselves. Every other error of a write or a sync is fatal, because
 * after a failed sync nobody knows what the disk holds (reliability.md 3.1 T13).
 */
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

export interface DiskFile {
  /** Like a FileHandle's: may write or read less than asked. */
  write(bytes: Buffer, offset: number, length: number, position: number): Promise<{ readonly bytesWritten: number }>
  read(bytes: Buffer, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>
  datasync(): Promise<void>
  sync(): Promise<void>
  truncate(length: number): Promise<void>
  close(): Promise<void>
}

export interface Disk {
  /** What is in a folder, which is made when it is missing. */
  entries(folder: string): Promise<readonly { readonly name: string; readonly isFolder: boolean }[]>
  text(path: string): Promise<string>
  /** `make` empties a file that is there; `change` and `read` need one. */
  open(path: string, how: 'make' | 'change' | 'read'): Promise<DiskFile>
  size(path: string): Promise<number>
  remove(path: string): Promise<void>
  rename(from: string, to: string): Promise<void>
}

const FLAGS = { make: 'w+', change: 'r+', read: 'r' } as const

export const realDisk: Disk = {
  async entries(folder) {
    await mkdir(folder, { recursive: true })
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
  },
  text: (path) => readFile(path, 'utf8'),
  open: (path, how) => open(path, FLAGS[how]),
  size: async (path) => (await stat(path)).size,
  remove: (path) => rm(path, { force: true }),
  rename,
}

export function isNoRoom(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(String(error.code))
}

/** Writes all of it, however many calls that takes. */
export async function writeWhole(file: DiskFile, bytes: Buffer, position: number): Promise<void> {
  let written = 0
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written)
    written += bytesWritten
  }
}

/** Up to `length` bytes; fewer only where the file ends. */
export async function readAt(file: DiskFile, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return bytes.subarray(0, filled)
}

/** Makes new, renamed and removed names of a folder durable. */
export async function syncFolder(disk: Disk, folder: string): Promise<void> {
  const handle = await disk.open(folder, 'read')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A small file that is always whole: written beside, synced, then renamed over the old one. */
export async function replaceFile(disk: Disk, path: string, text: string): Promise<void> {
  const beside = `${path}.new`
  const file = await disk.open(beside, 'make')
  try {
    await writeWhole(file, Buffer.from(text), 0)
    await file.sync()
  } finally {
    await file.close()
  }
  await disk.rename(beside, path)
  await syncFolder(disk, dirname(path))
}
