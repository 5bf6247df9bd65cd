import { describe, expect, it } from 'vitest'
import { createAuditCheck } from '../../../server/flows/show/audit-check.ts'

/** A book whose runs end when the test says so. */
function openBook() {
  const runs: (() => void)[] = []
  const book = {
    lines: 3,
    mark: async () => String(book.lines),
    verify: () =>
      new Promise<{ ok: boolean; checked: number; firstBad: null }>((resolve) => {
        const checked = book.lines
        runs.push(() => resolve({ ok: true, checked, firstBad: null }))
      }),
  }
  return { book, runs, check: createAuditCheck(book) }
}

const begun = () => new Promise((resolve) => setImmediate(resolve))

describe('checking the audit chain', () => {
  it('is done once for all who ask at the same time', async () => {
    const { runs, check } = openBook()
    const asked = Array.from({ length: 50 }, () => check())
    await begun()
    expect(runs).toHaveLength(1)
    runs[0]!()
    expect((await Promise.all(asked)).every(({ checked }) => checked === 3)).toBe(true)
  })

  it('is not done again while nothing was added, and is when something was', async () => {
    const { book, runs, check } = openBook()
    const first = check()
    await begun()
    runs[0]!()
    expect(await first).toEqual(await check())
    expect(runs).toHaveLength(1)
    book.lines += 1
    const second = check()
    await begun()
    runs[1]!()
    expect(await second).toMatchObject({ checked: 4 })
  })

  it('looks again at what was added while it ran', async () => {
    const { book, runs, check } = openBook()
    const first = check()
    await begun()
    book.lines += 1
    runs[0]!()
    await first
    const second = check()
    await begun()
    expect(runs).toHaveLength(2)
    runs[1]!()
    expect(await second).toMatchObject({ checked: 4 })
  })

  it('is tried again after it failed', async () => {
    let isFailing = true
    const check = createAuditCheck({
      mark: async () => '1',
      verify: async () => {
        if (isFailing) throw new Error('away')
        return { ok: true, checked: 1, firstBad: null }
      },
    })
    await expect(check()).rejects.toThrow('away')
    isFailing = false
    expect(await check()).toMatchObject({ ok: true })
  })
})
