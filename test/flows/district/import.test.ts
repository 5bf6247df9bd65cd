import { describe, expect, it } from 'vitest'
import type { Reading, Refused } from '../../../server/domain/air/reading.ts'
import { planImport } from '../../../server/flows/district/import.ts'
import { readCsvRows, readJsonRows } from '../../../server/flows/district/import-rows.ts'
import { importReadings, MAX_IMPORT_BYTES } from '../../../server/flows/keep/import-readings.ts'
import { mast, TWO_TOWNSHIPS } from '../../support/control-room.ts'
import { seededRandom } from '../../support/random.ts'

describe('planning an import', () => {
  it('finds nothing to change in what is there already, whatever the order of its fields', () => {
    const turned = JSON.parse(JSON.stringify(TWO_TOWNSHIPS), (_key, value: unknown) =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    )
    const plan = planImport(readJsonRows(turned), TWO_TOWNSHIPS)
    expect(plan).toMatchObject({ created: 0, updated: 0, unchanged: 7, problems: [] })
    expect(plan.changes).toEqual({ townships: [], places: [], devices: [] })
  })

  it('lets lines refer to what stands further down', () => {
    const place = { id: 'p', name: 'p', kind: 'bareLand', townshipId: 'later' }
    const plan = planImport(readJsonRows({ places: [place], townships: [{ id: 'later', name: 'l' }] }), TWO_TOWNSHIPS)
    expect(plan).toMatchObject({ created: 2, problems: [] })
  })

  it('counts lines of a CSV file as an editor does, over a cell with a line break', () => {
    const { rows } = readCsvRows('id,name\na,"one\ntwo"\nb,x\n', 'townships')
    expect(rows.map(({ line }) => line)).toEqual([3, 4])
  })
})

describe('bulk import of readings', () => {
  const device = mast('mast-1', 't1')
  const now = Date.UTC(2026, 0, 1)

  async function take(chunks: AsyncIterable<Uint8Array>) {
    const readings: Reading[] = []
    const refused: Refused[] = []
    const batches: number[] = []
    const outcome = await importReadings(chunks, {
      deviceOf: (id) => (id === device.id ? device : undefined),
      now: () => now,
      take: async (some, others) => {
        readings.push(...some)
        refused.push(...others)
        batches.push(some.length + others.length)
      },
    })
    return { outcome, readings, refused, batches }
  }

  async function* inPieces(text: string, sizeOf: () => number) {
    const bytes = Buffer.from(text)
    let at = 0
    while (at < bytes.length) {
      const size = sizeOf()
      yield bytes.subarray(at, at + size)
      at += size
    }
  }

  it('reads the same whatever pieces the lines come in, also through the middle of a character', async () => {
    const lines = Array.from({ length: 700 }, (_, n) =>
      JSON.stringify({ device: n % 7 === 0 ? '没有' : device.id, ts: now - n * 1_000, windSpeed: n % 20 }),
    )
    const whole = await take(inPieces(lines.join('\n'), () => 1e9))
    expect(whole.outcome.answer).toMatchObject({ lines: 700, readings: 600, refused: 100 })
    const seed = 20_260_101
    const random = seededRandom(seed)
    for (let round = 0; round < 5; round++) {
      const pieces = await take(inPieces(lines.join('\n'), () => 1 + Math.floor(random() * 90)))
      expect({ seed, answer: pieces.outcome.answer }).toEqual({ seed, answer: whole.outcome.answer })
      expect(pieces.readings).toEqual(whole.readings)
    }
  })

  it('hands over small batches and lists a hundred refused lines at most', async () => {
    const { outcome, batches, refused } = await take(inPieces('x\n'.repeat(1_700), () => 1_000))
    expect(Math.max(...batches)).toBeLessThanOrEqual(500)
    expect(outcome.answer.refusedLines).toHaveLength(100)
    expect(refused).toHaveLength(1_700)
  })

  it('never keeps an endless line in memory, and never takes what was cut for a reading', async () => {
    const long = `{"device":"mast-1","ts":${now},"windSpeed":1,"x":"${'y'.repeat(300_000)}"}\n{"device":"mast-1","ts":${now},"windSpeed":2}`
    const { outcome, readings } = await take(inPieces(long, () => 10_000))
    expect(outcome.answer).toMatchObject({ lines: 2, readings: 1, refused: 1 })
    expect(readings[0]!.values).toEqual({ windSpeed: 2 })
  })

  it('stops at its limit and says what was taken', async () => {
    const line = Buffer.from(`{"device":"mast-1","ts":${now},"windSpeed":2}\n`)
    const blank = Buffer.alloc(1_048_576, '\n')
    async function* tooMuch() {
      yield line
      for (let sent = 0; sent <= MAX_IMPORT_BYTES; sent += blank.length) yield blank.fill(' ')
    }
    const { outcome, readings } = await take(tooMuch())
    expect(outcome.kind).toBe('too-large')
    expect(readings).toHaveLength(1)
  })

  it('fails when the readings could not be kept, so that they are sent again', async () => {
    const refusing = importReadings(
      inPieces('{"device":"mast-1"}', () => 100),
      {
        deviceOf: () => device,
        now: () => now,
        take: () => Promise.reject(new Error('the disk is full')),
      },
    )
    await expect(refusing).rejects.toThrow('the disk is full')
  })
})
