/** What every spool promises (server/ports/spool.ts). `reopen` is a restart: everything in memory is gone. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Spool, SpoolCursor } from '../../server/ports/spool.ts'

export interface SpoolUnderTest {
  open(): Promise<Spool>
  cleanUp(): void
}

export function spoolContract(name: string, prepare: () => SpoolUnderTest): void {
  describe(`${name} as a spool`, () => {
    let underTest: SpoolUnderTest
    let spool: Spool

    beforeEach(async () => {
      underTest = prepare()
      spool = await underTest.open()
    })
    afterEach(async () => {
      await spool.close()
      underTest.cleanUp()
    })

    async function reopen(): Promise<void> {
      await spool.close()
      spool = await underTest.open()
    }

    const appendAll = (texts: readonly string[]) => Promise.all(texts.map((text) => spool.append(Buffer.from(text))))

    it('numbers records from 1, in the order they came', async () => {
      expect(await appendAll(['a', 'b', 'c'])).toEqual([1, 2, 3])
      expect(spool.state()).toMatchObject({ lastSeq: 3, accepting: true, skipped: 0 })
    })

    it('confirms in the order of the numbers', async () => {
      const confirmed: number[] = []
      await Promise.all(
        Array.from({ length: 500 }, async (_, index) => {
          confirmed.push(await spool.append(Buffer.from(String(index))))
        }),
      )
      expect(confirmed).toEqual(Array.from({ length: 500 }, (_, index) => index + 1))
    })

    it('hands out at most what was asked for, in order, and nothing when there is nothing', async () => {
      const cursor = spool.cursor('shipping')
      expect(await cursor.read(10)).toEqual([])
      await appendAll(['a', 'b', 'c'])
      expect(textsOf(await cursor.read(2))).toEqual(['1 a', '2 b'])
      expect(textsOf(await cursor.read(2))).toEqual(['3 c'])
      expect(await cursor.read(2)).toEqual([])
      await appendAll(['', 'e'])
      expect(textsOf(await cursor.read(9))).toEqual(['4 ', '5 e'])
    })

    it('rewinds to what was committed', async () => {
      await appendAll(['a', 'b', 'c'])
      const cursor = spool.cursor('shipping')
      await cursor.read(3)
      await cursor.commit(1)
      cursor.rewind()
      expect(textsOf(await cursor.read(9))).toEqual(['2 b', '3 c'])
      expect(cursor.committed()).toBe(1)
    })

    it('never takes a commit back, and refuses one of records that do not exist', async () => {
      await appendAll(['a', 'b'])
      const cursor = spool.cursor('shipping')
      await cursor.commit(2)
      await cursor.commit(1)
      expect(cursor.committed()).toBe(2)
      await expect(cursor.commit(3)).rejects.toThrow(RangeError)
    })

    it('keeps records and cursors over a restart, and goes on counting', async () => {
      await appendAll(['a', 'b', 'c'])
      await spool.cursor('shipping').commit(2)
      await reopen()
      expect(await spool.append(Buffer.from('d'))).toBe(4)
      expect(textsOf(await readAll(spool.cursor('shipping')))).toEqual(['3 c', '4 d'])
      expect(textsOf(await readAll(spool.cursor('control')))).toEqual(['1 a', '2 b', '3 c', '4 d'])
    })

    it('keeps each consumer apart', async () => {
      await appendAll(['a', 'b'])
      const [one, other] = [spool.cursor('shipping'), spool.cursor('control')]
      await one.read(2)
      await one.commit(2)
      expect(other.committed()).toBe(0)
      expect(textsOf(await other.read(9))).toEqual(['1 a', '2 b'])
    })

    it('reads everything once and in order while appends go on', async () => {
      const cursor = spool.cursor('shipping')
      const seen: number[] = []
      let appending = true
      const writing = (async () => {
        for (let round = 0; round < 10; round++) await appendAll(Array.from({ length: 25 }, () => 'x'.repeat(40)))
        appending = false
      })()
      for (;;) {
        const wasAppending = appending
        const records = await cursor.read(7)
        seen.push(...records.map((record) => record.seq))
        if (records.length === 0 && !wasAppending) break
        await new Promise(setImmediate)
      }
      await writing
      expect(seen).toEqual(Array.from({ length: 250 }, (_, index) => index + 1))
    })

    it('drops everything when cleared, and never uses a number twice', async () => {
      await appendAll(['a', 'b'])
      const cursor = spool.cursor('shipping')
      await cursor.read(1)
      await spool.clear()
      expect(await cursor.read(9)).toEqual([])
      expect(await spool.append(Buffer.from('c'))).toBe(3)
      expect(textsOf(await cursor.read(9))).toEqual(['3 c'])
      await reopen()
      expect(textsOf(await readAll(spool.cursor('shipping')))).toEqual(['3 c'])
    })

    it('takes nothing more once closed', async () => {
      const before = spool.append(Buffer.from('a'))
      await spool.close()
      await expect(before).resolves.toBe(1)
      await expect(spool.append(Buffer.from('b'))).rejects.toThrow('closed')
    })
  })
}

export async function readAll(cursor: SpoolCursor) {
  const all = []
  for (let records = await cursor.read(100); records.length > 0; records = await cursor.read(100)) all.push(...records)
  return all
}

export function textsOf(records: readonly { readonly seq: number; readonly payload: Buffer }[]): string[] {
  return records.map(({ seq, payload }) => `${seq} ${payload.toString()}`)
}
