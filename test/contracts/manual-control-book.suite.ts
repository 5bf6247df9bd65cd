/** What the book of manual controls promises; part of the suite of the operations database. */
import { beforeEach, describe, expect, it } from 'vitest'
import { type ManualContent, type ManualControl, newManual } from '../../server/domain/control/manual.ts'
import { type Operations, StaleVersion } from '../../server/ports/operations.ts'
import { REGISTRY } from './operations-fixtures.ts'

const FIRST_PAGE = { limit: 100, cursor: null, state: null }

function aControl(id: string, facts: Partial<ManualControl> = {}): ManualControl {
  const content: ManualContent = {
    ...{ reason: '举报:夜间出土', scope: { kind: 'township', townshipId: 't1' }, placeKinds: ['demolitionSite'] },
    ...{ measures: ['stopEarthworks'], endsAt: 900 },
  }
  return { ...newManual({ ...content, id, townshipId: null, needsSecond: true }, { at: 50, by: '王值班' }), ...facts }
}

export function describeManualControlBook(open: () => Operations): void {
  describe('manual controls', () => {
    let operations: Operations
    beforeEach(async () => {
      operations = open()
      await operations.change(({ registry }) => registry.save(REGISTRY))
    })

    const save = (...controls: ManualControl[]) =>
      operations.change(async (books) => {
        for (const one of controls) await books.manualControls.save(one)
      })

    it('gives back what was stored, and the newest version of it', async () => {
      const first = aControl('m1')
      await save(first)
      expect(await operations.read.manualControls.get('m1')).toEqual(first)
      const ends = { endedAt: 300, endedBy: '李带班', endReason: '已覆盖' }
      const later = aControl('m1', { orderedAt: 60, confirmedBy: '李带班', ...ends, version: 2 })
      await save(later)
      expect(await operations.read.manualControls.get('m1')).toEqual(later)
      expect(await operations.read.manualControls.get('m9')).toBeNull()
    })

    it('lists by state, newest decision first, page by page, and knows which are open', async () => {
      const over = aControl('m1', { endedAt: 200 })
      const district = aControl('m2', { decidedAt: 60, scope: { kind: 'district' }, endsAt: null })
      const place = aControl('m3', { decidedAt: 70, scope: { kind: 'place', placeId: 'p1' }, townshipId: 't1' })
      await save(over, place, district)
      const { manualControls } = operations.read
      const ids = async (filter: object) =>
        (await manualControls.list({ ...FIRST_PAGE, ...filter })).items.map(({ id }) => id)
      expect(await ids({})).toEqual(['m3', 'm2', 'm1'])
      expect(await ids({ state: 'ended' })).toEqual(['m1'])
      expect(await manualControls.open()).toEqual([district, place])
      const page = await manualControls.list({ ...FIRST_PAGE, limit: 2 })
      expect((await manualControls.list({ ...FIRST_PAGE, cursor: page.nextCursor })).items).toEqual([over])
    })

    it('refuses a stale change', async () => {
      await save(aControl('m1'))
      await expect(save(aControl('m1', { version: 3 }))).rejects.toBeInstanceOf(StaleVersion)
    })
  })
}
