/** What the book of exemptions promises; part of the suite of the operations database. */
import { beforeEach, describe, expect, it } from 'vitest'
import { type Exemption, type NewExemption, newExemption } from '../../server/domain/control/exemption.ts'
import { type Operations, StaleVersion } from '../../server/ports/operations.ts'
import { REGISTRY } from './operations-fixtures.ts'

const FIRST_PAGE = { limit: 100, cursor: null, state: null, place: null }

function anExemption(id: string, facts: Partial<Exemption> = {}): Exemption {
  const given: NewExemption = {
    ...{ id, placeId: 'p1', number: '住建豁〔2015〕17号', department: '住建局', reason: '连续浇筑', isByCity: false },
    ...{ measures: ['stopEarthworks'], from: 100, until: 200 },
  }
  return { ...newExemption(given, { at: 50, by: '李带班' }), ...facts }
}

export function describeExemptionBook(open: () => Operations): void {
  describe('exemptions', () => {
    let operations: Operations
    beforeEach(async () => {
      operations = open()
      await operations.change(({ registry }) => registry.save(REGISTRY))
    })

    const save = (...exemptions: Exemption[]) =>
      operations.change(async (books) => {
        for (const one of exemptions) await books.exemptions.save(one)
      })

    it('gives back what was stored, and the newest version of it', async () => {
      await save(anExemption('x1'))
      const later = anExemption('x1', { revokedAt: 150, revokedBy: '李', revokeReason: '停', endedAt: 150, version: 2 })
      await save(later)
      expect(await operations.read.exemptions.get('x1')).toEqual(later)
      expect(await operations.read.exemptions.get('x9')).toBeNull()
    })

    it('lists by place and state, newest approval first, and knows which are open', async () => {
      const over = anExemption('x1', { endedAt: 200 })
      const other = anExemption('x2', { placeId: 'p2', approvedAt: 60 })
      const latest = anExemption('x3', { approvedAt: 70 })
      await save(over, latest, other)
      const { exemptions } = operations.read
      const ids = async (filter: object) =>
        (await exemptions.list({ ...FIRST_PAGE, ...filter })).items.map(({ id }) => id)
      expect(await ids({})).toEqual(['x3', 'x2', 'x1'])
      expect(await ids({ place: 'p1' })).toEqual(['x3', 'x1'])
      expect(await ids({ state: 'ended' })).toEqual(['x1'])
      expect((await exemptions.open()).map(({ id }) => id)).toEqual(['x2', 'x3'])
      const page = await exemptions.list({ ...FIRST_PAGE, limit: 2 })
      expect((await exemptions.list({ ...FIRST_PAGE, cursor: page.nextCursor })).items).toEqual([over])
    })

    it('refuses a stale change, and a place that is not there', async () => {
      await save(anExemption('x1'))
      await expect(save(anExemption('x1', { version: 3 }))).rejects.toBeInstanceOf(StaleVersion)
      await expect(save(anExemption('x2', { placeId: 'nowhere' }))).rejects.toThrow()
    })
  })
}
