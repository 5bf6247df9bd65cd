/** A disk that does what it is told: it counts, runs out of room, writes short, or fails a sync. */
import { type Disk, type DiskFile, realDisk } from '../../../server/adapters/spool/disk.ts'

export interface FailingDisk extends Disk {
  /** Bytes that still fit; writes beyond are cut short and then refused with ENOSPC. null: no limit. */
  room: number | null
  /** Fails the next sync of any kind with this code. */
  failSync: string | null
  /** Fails the next rename with this code. */
  failRename: string | null
  datasyncs: number
  removed: string[]
}

export function failingDisk(): FailingDisk {
  const disk: FailingDisk = {
    room: null,
    failSync: null,
    failRename: null,
    datasyncs: 0,
    removed: [],
    open: async (path, how) => failing(await realDisk.open(path, how), disk),
    entries: realDisk.entries,
    text: realDisk.text,
    size: realDisk.size,
    async remove(path) {
      disk.removed.push(path)
      await realDisk.remove(path)
    },
    async rename(from, to) {
      fail(disk, 'failRename')
      await realDisk.rename(from, to)
    },
  }
  return disk
}

function failing(file: DiskFile, disk: FailingDisk): DiskFile {
  return {
    async write(bytes, offset, length, position) {
      if (disk.room === null) return file.write(bytes, offset, length, position)
      if (disk.room === 0) throw faultOf('ENOSPC')
      const written = await file.write(bytes, offset, Math.min(length, disk.room), position)
      disk.room -= written.bytesWritten
      return written
    },
    read: (bytes, offset, length, position) => file.read(bytes, offset, length, position),
    async datasync() {
      disk.datasyncs += 1
      fail(disk, 'failSync')
      await file.datasync()
    },
    async sync() {
      fail(disk, 'failSync')
      await file.sync()
    },
    truncate: (length) => file.truncate(length),
    close: () => file.close(),
  }
}

function fail(disk: FailingDisk, which: 'failSync' | 'failRename'): void {
  const code = disk[which]
  if (code === null) return
  disk[which] = null
  throw faultOf(code)
}

function faultOf(code: string): Error {
  return Object.assign(new Error(`${code}: told to fail`), { code })
}
