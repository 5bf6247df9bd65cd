/** A damaged segment never keeps the spool from opening, and never costs an intact record (reliability.md 3.1 T15). */
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { openFileSpool } from '../../../server/adapters/spool/file-spool.ts'
import { readAll } from '../../contracts/spool.suite.ts'
import { seededRandom } from '../../support/random.ts'
import { type MemoryDisk, memoryDisk } from './memory-disk.ts'

const SEED = 20_260_401
const FOLDER = '/spool'
const PATH = join(FOLDER, '0000000000000001.segment')
const HEAD = 20
describe('a damaged spool', () => {
  let disk: MemoryDisk
  let original: Buffer
  /** Text and place in the file of record `seq`. */
  let records: { seq: number; text: string; from: number; to: number }[]

  beforeEach(async () => {
    disk = memoryDisk()
    records = []
    const random = seededRandom(SEED)
    const spool = await open()
    for (let at = HEAD; at < 4_000; ) {
      const text = `{"record":"${'测'.repeat(Math.floor(random() * 160))}"}`
      const seq = await spool.append(Buffer.from(text))
      const to = at + 20 + Buffer.byteLength(text)
      records.push({ seq, text, from: at, to })
      at = to
    }
    await spool.close()
    original = Buffer.from(disk.files.get(PATH)!)
    expect(original.length).toBe(records.at(-1)!.to)
  })

  async function open() {
    return openFileSpool({
      folder: FOLDER,
      maxBytes: 64 * 1_048_576,
      windowBytes: 700,
      disk,
      onFatal: (error) => {
        throw error
      },
    })
  }

  /** Opens the spool with this content, appends once, and reads everything. */
  async function found(bytes: Buffer): Promise<{ texts: string[]; skipped: number }> {
    disk.files.set(PATH, Buffer.from(bytes))
    const spool = await open()
    const { skipped } = spool.state()
    await spool.append(Buffer.from('after'))
    const all = await readAll(spool.cursor('shipping'))
    await spool.close()
    expect(all.every(({ seq }, index) => index === 0 || seq > all[index - 1]!.seq)).toBe(true)
    return { texts: all.map(({ payload }) => payload.toString()), skipped }
  }

  it('recovers every whole record, whatever length it was cut to, and goes on', async () => {
    for (let length = 0; length <= original.length; length++) {
      const { texts, skipped } = await found(original.subarray(0, length))
      const whole = records.filter(({ to }) => to <= length).map(({ text }) => text)
      expect({ length, skipped, texts }).toEqual({ length, skipped: 0, texts: [...whole, 'after'] })
    }
  })

  it('recovers every other record, whichever byte is flipped, and counts the one lost', async () => {
    const random = seededRandom(SEED)
    for (let at = 0; at < original.length; at++) {
      const bytes = Buffer.from(original)
      bytes[at] = bytes[at]! ^ (1 + Math.floor(random() * 255))
      const { texts, skipped } = await found(bytes)
      const hit = records.find(({ from, to }) => from <= at && at < to)
      const intact = records.filter((record) => record !== hit).map(({ text }) => text)
      expect({ at, seed: SEED, texts }).toEqual({ at, seed: SEED, texts: [...intact, 'after'] })
      if (hit && hit !== records.at(-1)) expect({ at, skipped }).toEqual({ at, skipped: 1 })
    }
  })

  it('recovers what random holes leave intact', async () => {
    const random = seededRandom(SEED + 1)
    for (let round = 0; round < 200; round++) {
      const bytes = Buffer.from(original)
      const holes = Array.from({ length: 1 + Math.floor(random() * 4) }, () => {
        const from = Math.floor(random() * bytes.length)
        const to = Math.min(bytes.length, from + 1 + Math.floor(random() * 300))
        for (let at = from; at < to; at++) bytes[at] = Math.floor(random() * 256)
        return { from, to }
      })
      const isIntact = ({ from, to }: { from: number; to: number }) =>
        original.subarray(from, to).equals(bytes.subarray(from, to))
      const { texts } = await found(bytes)
      const expected = [...records.filter(isIntact).map(({ text }) => text), 'after']
      expect({ round, seed: SEED + 1, holes, texts }).toEqual({ round, seed: SEED + 1, holes, texts: expected })
    }
  })

  it('opens when the segment is replaced by rubbish, or by another file of the spool', async () => {
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(5_000, 0xff), Buffer.from('not a segment')]) {
      expect((await found(bytes)).texts).toEqual(['after'])
    }
    disk.files.set(PATH, Buffer.from(original))
    disk.files.set(join(FOLDER, '0000000000000900.segment'), Buffer.from(original))
    const spool = await open()
    expect(await spool.append(Buffer.from('next'))).toBeGreaterThanOrEqual(900)
    await spool.close()
  })
})
