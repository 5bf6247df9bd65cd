/** A disk in memory, so that thousands of damaged spools can be opened in a second. Syncing does nothing. */
import { basename, dirname } from 'node:path'
import type { Disk, DiskFile } from '../../../server/adapters/spool/disk.ts'

export interface MemoryDisk extends Disk {
  readonly files: Map<string, Buffer>
}

export function memoryDisk(): MemoryDisk {
  const files = new Map<string, Buffer>()
  const contentOf = (path: string) => files.get(path) ?? Buffer.alloc(0)

  return {
    files,
    entries: async (folder) => {
      const inside = [...files.keys()].filter((path) => dirname(path) === folder)
      return inside.map((path) => ({ name: basename(path), isFolder: false }))
    },
    text: async (path) => contentOf(path).toString(),
    size: async (path) => contentOf(path).length,
    async open(path, how) {
      if (how === 'make') files.set(path, Buffer.alloc(0))
      return memoryFile(
        () => contentOf(path),
        (bytes) => files.set(path, bytes),
      )
    },
    async remove(path) {
      files.delete(path)
    },
    async rename(from, to) {
      files.set(to, contentOf(from))
      files.delete(from)
    },
  }
}

function memoryFile(content: () => Buffer, replace: (bytes: Buffer) => void): DiskFile {
  return {
    async write(bytes, offset, length, position) {
      const before = content()
      const after = Buffer.alloc(Math.max(before.length, position + length))
      before.copy(after)
      bytes.copy(after, position, offset, offset + length)
      replace(after)
      return { bytesWritten: length }
    },
    read: async (bytes, offset, length, position) => ({
      bytesRead: content().copy(bytes, offset, position, Math.min(content().length, position + length)),
    }),
    truncate: async (length) => replace(Buffer.from(content().subarray(0, length))),
    datasync: async () => {},
    sync: async () => {},
    close: async () => {},
  }
}
