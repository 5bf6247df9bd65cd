/** What the book of hand-overs promises; part of the suite of the operations database. */
import { beforeEach, describe, expect, it } from 'vitest'
import { type Handover, newHandover, settledPromise } from '../../server/domain/control/handover.ts'
import { type Operations, StaleVersion } from '../../server/ports/operations.ts'

const FIRST_PAGE = { limit: 100, cursor: null }

function aSheet(id: string, at: number): Handover {
  const promises = [{ what: '回电三标段', dueAt: 900, orderId: null }]
  return newHandover({ id, notes: '夜班平稳', figures: { inForce: 3 }, promises }, { at, by: '王值班' })
}

export function describeHandoverBook(open: () => Operations): void {
  describe('hand-overs', () => {
    let operations: Operations
    beforeEach(() => {
      operations = open()
    })

    const save = (...sheets: Handover[]) =>
      operations.change(async (books) => {
        for (const one of sheets) await books.handovers.save(one)
      })

    it('gives back what was stored, newest first, page by page', async () => {
      const [first, second] = [aSheet('h1', 50), aSheet('h2', 60)]
      await save(first, second)
      const { handovers } = operations.read
      expect(await handovers.get('h1')).toEqual(first)
      expect(await handovers.get('h9')).toBeNull()
      const page = await handovers.list({ ...FIRST_PAGE, limit: 1 })
      expect(page.items).toEqual([second])
      expect((await handovers.list({ ...FIRST_PAGE, cursor: page.nextCursor })).items).toEqual([first])
    })

    it('knows which have a promise that nobody has settled', async () => {
      const [first, second] = [aSheet('h1', 50), aSheet('h2', 60)]
      await save(first, second)
      const kept = settledPromise(first, 1, 'kept', { at: 70, by: '张值班' })
      if (kept.kind === 'changed') await save(kept.handover)
      expect((await operations.read.handovers.withOpenPromises()).map(({ id }) => id)).toEqual(['h2'])
    })

    it('refuses a stale change', async () => {
      await save(aSheet('h1', 50))
      await expect(save({ ...aSheet('h1', 50), version: 3 })).rejects.toBeInstanceOf(StaleVersion)
    })
  })
}
