/** What the book of filings promises; part of the suite of the operations database. */
import { beforeEach, describe, expect, it } from 'vitest'
import { type Filing, newFiling } from '../../server/domain/control/filing.ts'
import { signatureOf } from '../../server/domain/control/signature.ts'
import { type Operations, StaleVersion } from '../../server/ports/operations.ts'
import { anEpisode, anOrder, REGISTRY } from './operations-fixtures.ts'

const FIRST_PAGE = { limit: 100, cursor: null, state: null, place: null, kind: null }

function aFiling(id: string, facts: Partial<Filing> = {}): Filing {
  const given = {
    ...{ id, number: `F-${id}`, kind: 'safeFinish' as const, placeId: 'p1', orderId: 'o1', reason: '底板浇筑' },
    ...{ measures: ['stopEarthworks' as const], askedUntil: 200 },
  }
  return { ...newFiling(given, signatureOf('赵', null), 50), ...facts }
}

export function describeFilingBook(open: () => Operations): void {
  describe('filings', () => {
    let operations: Operations
    beforeEach(async () => {
      operations = open()
      await operations.change(async ({ registry, episodes, orders }) => {
        await registry.save(REGISTRY)
        await episodes.save(anEpisode('e1'))
        await orders.save([anOrder('o1', 'p1')])
      })
    })

    const save = (...filings: Filing[]) =>
      operations.change(async (books) => {
        for (const one of filings) await books.filings.save(one)
      })

    it('gives back what was stored, and the newest version of it', async () => {
      await save(aFiling('f1'))
      const decided = {
        decision: 'accepted',
        decidedAt: 60,
        decidedBy: '王',
        decideReason: '同意',
        until: 150,
      } as const
      const later = aFiling('f1', { ...decided, isByCity: true, version: 2 })
      await save(later)
      expect(await operations.read.filings.get('f1')).toEqual(later)
      expect(await operations.read.filings.get('f9')).toBeNull()
    })

    it('lists by place, kind and state, the last filed first, and knows which are open', async () => {
      const over = aFiling('f1', { endedAt: 200 })
      const accepted = aFiling('f2', { placeId: 'p2', filedAt: 60, decision: 'accepted', until: 150 })
      const waiting = aFiling('f3', { filedAt: 70 })
      await save(over, waiting, accepted)
      const { filings } = operations.read
      const ids = async (filter: object) => (await filings.list({ ...FIRST_PAGE, ...filter })).items.map(({ id }) => id)
      expect(await ids({})).toEqual(['f3', 'f2', 'f1'])
      expect(await ids({ place: 'p1', kind: 'safeFinish' })).toEqual(['f3', 'f1'])
      expect([await ids({ state: 'waiting' }), await ids({ state: 'open' }), await ids({ state: 'ended' })]).toEqual([
        ...[['f3'], ['f3', 'f2'], ['f1']],
      ])
      expect((await filings.open()).map(({ id }) => id)).toEqual(['f2', 'f3'])
      const page = await filings.list({ ...FIRST_PAGE, limit: 2 })
      expect((await filings.list({ ...FIRST_PAGE, cursor: page.nextCursor })).items).toEqual([over])
    })

    it('refuses a stale change, and an order that is not there', async () => {
      await save(aFiling('f1'))
      await expect(save(aFiling('f1', { version: 3 }))).rejects.toBeInstanceOf(StaleVersion)
      await expect(save(aFiling('f2', { orderId: 'nowhere' }))).rejects.toThrow()
    })
  })
}
