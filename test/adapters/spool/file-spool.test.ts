import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FileSpoolSettings, openFileSpool } from '../../../server/adapters/spool/file-spool.ts'
import { type Spool, SpoolFull } from '../../../server/ports/spool.ts'
import { readAll, spoolContract, textsOf } from '../../contracts/spool.suite.ts'
import { type TemporaryFolder, temporaryFolder } from '../../support/real-server.ts'
import { type FailingDisk, failingDisk } from './failing-disk.ts'

const MIB = 1_048_576
const neverFails = (error: unknown) => {
  throw error
}

for (const [segmentBytes, gatherMs] of [
  [256, 0],
  [16 * MIB, 0],
  [16 * MIB, 5],
] as const) {
  spoolContract(`the file spool with segments of ${segmentBytes} bytes, a sync each ${gatherMs} ms at most`, () => {
    const folder = temporaryFolder()
    return {
      open: () =>
        openFileSpool({ folder: folder.path, segmentBytes, gatherMs, maxBytes: 64 * MIB, onFatal: neverFails }),
      cleanUp: folder.remove,
    }
  })
}

describe('file spool', () => {
  let folder: TemporaryFolder
  let disk: FailingDisk
  let spool: Spool
  let fatal: unknown[]

  beforeEach(() => {
    folder = temporaryFolder()
    disk = failingDisk()
    fatal = []
  })
  afterEach(async () => {
    disk.room = null
    await spool.close()
    folder.remove()
  })

  async function open(settings: Partial<FileSpoolSettings> = {}): Promise<Spool> {
    const onFatal = (error: unknown) => fatal.push(error)
    spool = await openFileSpool({ folder: folder.path, maxBytes: 64 * MIB, onFatal, disk, ...settings })
    return spool
  }

  async function reopen(settings: Partial<FileSpoolSettings> = {}): Promise<Spool> {
    await spool.close()
    return open(settings)
  }

  const append = (text: string) => spool.append(Buffer.from(text))
  const segmentsOf = () => readdirSync(folder.path).filter((name) => name.endsWith('.segment'))
  const pathOf = (name: string) => join(folder.path, name)

  describe('with a time between two syncs', () => {
    it('syncs what comes after a pause at once, and what follows together', async () => {
      await open({ gatherMs: 60_000 })
      await append('after a pause')
      const before = disk.datasyncs
      const following = Array.from({ length: 256 }, (_, n) => append(`${n}`))
      await Promise.all(following)
      expect(disk.datasyncs - before).toBe(1)
    })

    it('is closed without waiting for it, and what waited is kept', async () => {
      await open({ gatherMs: 60_000 })
      await append('one')
      const waiting = append('two')
      await spool.close()
      expect(await waiting).toBe(2)
      await open()
      expect(spool.state().lastSeq).toBe(2)
    })
  })

  it('keeps over a restart what a consumer that only said that it begins is still owed', async () => {
    await open({ segmentBytes: 256 })
    await spool.cursor('shipping').commit(0)
    for (let n = 1; n <= 40; n += 1) await append(`record ${n}`)
    await spool.cursor('control').commit(40)
    await reopen({ segmentBytes: 256 })
    spool.cursor('control')
    expect(await readAll(spool.cursor('shipping'))).toHaveLength(40)
  })

  it('syncs once for everything that waits', async () => {
    await open()
    await append('first')
    disk.datasyncs = 0
    await Promise.all(Array.from({ length: 200 }, () => append('x')))
    expect(disk.datasyncs).toBe(1)
  })

  it('removes a segment only when every consumer is done with it, and never the active one', async () => {
    await open({ segmentBytes: 200 })
    const [shipping, control] = [spool.cursor('shipping'), spool.cursor('control')]
    for (let n = 0; n < 20; n++) await append('x'.repeat(80))
    const all = segmentsOf().length
    expect(all).toBeGreaterThan(5)
    await shipping.commit(20)
    expect(segmentsOf()).toHaveLength(all)
    await control.commit(10)
    const some = segmentsOf().length
    expect(some).toBeLessThan(all)
    await control.commit(20)
    expect(segmentsOf()).toHaveLength(1)
    expect(spool.state().bytes).toBe(readFileSync(pathOf(segmentsOf()[0]!)).length)
    await reopen()
    expect(await append('next')).toBe(21)
  })

  it('keeps records for a consumer that was not opened this time', async () => {
    await open({ segmentBytes: 200 })
    spool.cursor('control')
    await append('a')
    await spool.cursor('control').commit(1)
    await reopen({ segmentBytes: 200 })
    for (let n = 0; n < 20; n++) await append('x'.repeat(80))
    await spool.cursor('shipping').commit(21)
    await reopen({ segmentBytes: 200 })
    expect((await readAll(spool.cursor('control'))).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 2),
    )
  })

  it('lets a new consumer start at the first record still there', async () => {
    await open({ segmentBytes: 200 })
    for (let n = 0; n < 20; n++) await append('x'.repeat(80))
    await spool.cursor('shipping').commit(20)
    const late = spool.cursor('late-comer')
    const first = await late.read(1)
    expect(first[0]?.seq).toBe(late.committed() + 1)
    expect(late.committed()).toBeGreaterThan(0)
  })

  it('goes on counting when all records and the last segment are gone', async () => {
    await open()
    await append('a')
    await append('b')
    await spool.cursor('shipping').commit(2)
    await spool.close()
    for (const name of segmentsOf()) await disk.remove(pathOf(name))
    await open()
    expect(await append('c')).toBe(3)
    expect(textsOf(await readAll(spool.cursor('shipping')))).toEqual(['3 c'])
  })

  it('never reuses the number of a committed record that vanished from the end', async () => {
    await open()
    await append('a')
    await append('b')
    await spool.cursor('shipping').commit(2)
    const path = pathOf(segmentsOf()[0]!)
    const bytes = readFileSync(path)
    await spool.close()
    writeFileSync(path, bytes.subarray(0, bytes.length - 3))
    await open()
    expect(await append('c')).toBe(3)
    expect(textsOf(await readAll(spool.cursor('shipping')))).toEqual(['3 c'])
  })

  it('starts a consumer anew when its cursor file is damaged', async () => {
    await open()
    await append('a')
    await append('b')
    await spool.cursor('shipping').commit(2)
    await spool.close()
    const text = readFileSync(pathOf('shipping.cursor'), 'utf8')
    writeFileSync(pathOf('shipping.cursor'), text.replace('2', '9'))
    await open()
    expect(textsOf(await readAll(spool.cursor('shipping')))).toEqual(['1 a', '2 b'])
  })

  it('steps over damage in a closed segment, counts it once, and hands out the rest', async () => {
    await open({ segmentBytes: 400 })
    for (let n = 1; n <= 12; n++) await append(`${n}`.repeat(60))
    await spool.close()
    const [first] = segmentsOf().sort()
    const bytes = readFileSync(pathOf(first!))
    bytes.fill(0, bytes.length - 70)
    writeFileSync(pathOf(first!), bytes)
    await open({ segmentBytes: 400 })
    for (const consumer of ['shipping', 'control']) {
      const seqs = (await readAll(spool.cursor(consumer))).map(({ seq }) => seq)
      expect(seqs).toHaveLength(12 - spool.state().skipped)
      expect(seqs.at(-1)).toBe(12)
    }
    expect(spool.state().skipped).toBeGreaterThan(0)
  })

  it('reads records larger than its window and than a segment', async () => {
    await open({ segmentBytes: 300, windowBytes: 64 })
    const texts = [1, 5_000, 63, 64, 1_000, 0].map((length) => 'ö'.repeat(length))
    for (const text of texts) await append(text)
    expect((await readAll(spool.cursor('shipping'))).map(({ payload }) => payload.toString())).toEqual(texts)
  })

  it('refuses when the limit is reached, and resumes alone when a consumer makes room', async () => {
    await open({ maxBytes: 4_000 })
    const shipping = spool.cursor('shipping')
    const outcomes = await Promise.allSettled(Array.from({ length: 60 }, () => append('x'.repeat(100))))
    const kept = outcomes.filter(({ status }) => status === 'fulfilled').length
    expect(kept).toBeGreaterThan(20)
    expect(spool.state()).toMatchObject({ accepting: false, lastSeq: kept })
    expect(spool.state().bytes).toBeLessThanOrEqual(4_000)
    await expect(append('x'.repeat(100))).rejects.toThrow(SpoolFull)
    await shipping.commit(kept)
    expect(await append('x'.repeat(100))).toBe(kept + 1)
    expect(spool.state().accepting).toBe(true)
    expect(fatal).toEqual([])
  })

  it('stays closed once it is full until there is real room, so that what is sent again does not fill the last of it', async () => {
    await open({ maxBytes: 40_000 })
    const shipping = spool.cursor('shipping')
    const large = 'x'.repeat(3_000)
    while ((await append(large).catch(() => null)) !== null);
    const { bytes, lastSeq } = spool.state()
    expect(40_000 - bytes).toBeGreaterThan(200)
    for (let n = 0; n < 50; n++) await expect(append('small')).rejects.toThrow(SpoolFull)
    expect(spool.state()).toMatchObject({ bytes, lastSeq, accepting: false })
    // One segment is done with: that is real room.
    await shipping.commit(3)
    expect(await append('small')).toBe(lastSeq + 1)
    expect(await append(large)).toBe(lastSeq + 2)
    expect(spool.state().accepting).toBe(true)
  })

  it('stays closed on a full disk until there is real room', async () => {
    await open()
    disk.room = 5_000
    await expect(append('x'.repeat(10_000))).rejects.toThrow(SpoolFull)
    for (let n = 0; n < 5; n++) {
      disk.room = 5_000
      await expect(append('small')).rejects.toThrow(SpoolFull)
    }
    disk.room = 2 * MIB
    expect(await append('small')).toBe(1)
    expect(await append('more')).toBe(2)
    await reopen()
    expect(textsOf(await readAll(spool.cursor('shipping')))).toEqual(['1 small', '2 more'])
    expect(spool.state().skipped).toBe(0)
  })

  it.each(['0000000000000001.segment', '0000000000000009.segment', 'shipping.cursor', 'shipping.cursor.new'])(
    'opens and keeps what it is given although a folder is called %s',
    async (name) => {
      mkdirSync(pathOf(name))
      writeFileSync(join(pathOf(name), 'of-somebody-else'), 'x')
      await open({ segmentBytes: 150 })
      for (let n = 1; n <= 12; n++) expect(await append(`${n}`.padEnd(50))).toBe(n)
      await spool.cursor('shipping').commit(12)
      expect(fatal).toEqual([])
      await reopen()
      expect(await append('next')).toBe(13)
      expect(readFileSync(join(`${pathOf(name)}.folder-1`, 'of-somebody-else'), 'utf8')).toBe('x')
    },
  )

  it('cuts back what a full disk let through in part, and resumes alone', async () => {
    await open()
    const shipping = spool.cursor('shipping')
    await append('a')
    disk.room = 30
    await expect(append('x'.repeat(100))).rejects.toThrow(SpoolFull)
    await expect(append('y')).rejects.toThrow(SpoolFull)
    expect(spool.state().accepting).toBe(false)
    disk.room = null
    expect(await append('b')).toBe(2)
    expect(spool.state().accepting).toBe(true)
    expect(textsOf(await readAll(shipping))).toEqual(['1 a', '2 b'])
    await reopen()
    expect(textsOf(await readAll(spool.cursor('shipping')))).toEqual(['1 a', '2 b'])
    expect(spool.state().skipped).toBe(0)
    expect(fatal).toEqual([])
  })

  it('survives a full disk at the change of segments, also when it stops there', async () => {
    await open({ segmentBytes: 150 })
    await append('x'.repeat(100))
    disk.room = 5
    await expect(append('y'.repeat(100))).rejects.toThrow(SpoolFull)
    disk.room = null
    await reopen({ segmentBytes: 150 })
    expect(await append('z'.repeat(100))).toBe(2)
    expect((await readAll(spool.cursor('shipping'))).map(({ seq }) => seq)).toEqual([1, 2])
  })

  it('frees segments on a full disk even though the cursor cannot be written, then writes it', async () => {
    await open({ segmentBytes: 150 })
    for (let n = 0; n < 5; n++) await append('x'.repeat(100))
    disk.failRename = 'ENOSPC'
    await spool.cursor('shipping').commit(5)
    expect(segmentsOf()).toHaveLength(1)
    await reopen()
    expect(spool.cursor('shipping').committed()).toBe(5)
  })

  it('says that it is full when a cursor cannot be written at all, and keeps going', async () => {
    await open()
    await append('a')
    disk.room = 0
    await expect(spool.cursor('shipping').commit(1)).rejects.toThrow(SpoolFull)
    disk.room = null
    await spool.cursor('shipping').commit(1)
    expect(fatal).toEqual([])
    await reopen()
    expect(spool.cursor('shipping').committed()).toBe(1)
  })

  it('never retries a failed sync: it refuses what waits and says that it is over, once', async () => {
    await open()
    await append('a')
    disk.failSync = 'EIO'
    disk.datasyncs = 0
    const outcomes = await Promise.allSettled(['b', 'c'].map(append))
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await expect(append('d')).rejects.toThrow('has failed')
    expect(disk.datasyncs).toBe(1)
    expect(fatal).toHaveLength(1)
    expect(spool.state()).toMatchObject({ accepting: false, lastSeq: 1 })
  })

  it('never hands out what is not durable', async () => {
    await open()
    const shipping = spool.cursor('shipping')
    await append('a')
    disk.failSync = 'EIO'
    await expect(append('b')).rejects.toThrow()
    expect(textsOf(await readAll(shipping))).toEqual(['1 a'])
  })

  it('refuses a consumer whose name would leave the folder', async () => {
    await open()
    expect(() => spool.cursor('../elsewhere')).toThrow(RangeError)
  })
})
