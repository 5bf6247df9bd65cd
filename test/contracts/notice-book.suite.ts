/** What the book of notices promises; part of the suite of the operations database. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Notice } from '../../server/domain/control/notice.ts'
import { HOUR } from '../../server/domain/units.ts'
import { type Operations, StaleVersion } from '../../server/ports/operations.ts'
import { aNotice } from '../support/notices.ts'
import { anOrder, REGISTRY } from './operations-fixtures.ts'

const FIRST_PAGE = { limit: 100, cursor: null }

export function describeNoticeBook(open: () => Operations): void {
  describe('notices', () => {
    let operations: Operations
    beforeEach(() => {
      operations = open()
    })

    const save = (...notices: Notice[]) =>
      operations.change(async (books) => {
        for (const one of notices) await books.notices.save(one)
      })

    it('gives back what was stored, with its amendments and answers', async () => {
      const first = aNotice('n1', { scope: { kind: 'township', townshipId: 't1' } })
      await save(first)
      const reply = { at: first.startsAt, by: '王值班', text: '已部署“全覆盖”', figures: { due: 3, undone: 1 } }
      const { id: _id, version: _version, ...before } = aNotice('n0')
      const amendment = { at: first.startsAt, by: '李带班', reason: '延长', before }
      const second: Notice = { ...first, endsAt: null, replies: [reply], amendments: [amendment], version: 2 }
      await save(second)
      expect(await operations.read.notices.get('n1')).toEqual(second)
      expect(await operations.read.notices.get('n9')).toBeNull()
    })

    it('lists newest first, by state, page by page', async () => {
      const ended = { ...aNotice('n1'), endedAt: 5 }
      const later = { ...aNotice('n2'), recordedAt: ended.recordedAt + 1 }
      await save(ended, later)
      const { notices } = operations.read
      expect((await notices.list({ ...FIRST_PAGE, state: null })).items).toEqual([later, ended])
      expect((await notices.list({ ...FIRST_PAGE, state: 'open' })).items).toEqual([later])
      expect((await notices.list({ ...FIRST_PAGE, state: 'ended' })).items).toEqual([ended])
      const page = await notices.list({ limit: 1, cursor: null, state: null })
      expect(page.items).toEqual([later])
      expect((await notices.list({ limit: 1, cursor: page.nextCursor, state: null })).items).toEqual([ended])
    })

    it('knows about which of them something is still to be done', async () => {
      const ended = { ...aNotice('ended', { replyBy: null }), endedAt: 5 }
      const owing = { ...aNotice('owing'), endedAt: 5 }
      const overdue = { ...aNotice('overdue'), endedAt: 5, replyOverdueAt: 6 }
      const reply = { at: 1, by: 'x', text: 'y', figures: {} }
      const answered = { ...aNotice('answered'), endedAt: 5, replies: [reply] }
      const open = { ...aNotice('open', { endsAt: null }), replyOverdueAt: 6 }
      await save(ended, owing, overdue, answered, open)
      expect((await operations.read.notices.pending()).map(({ id }) => id).toSorted()).toEqual(['open', 'owing'])
    })

    it('refuses a stale change', async () => {
      await save(aNotice('n1'))
      await save({ ...aNotice('n1'), endsAt: HOUR, version: 2 })
      await expect(save({ ...aNotice('n1'), version: 2 })).rejects.toBeInstanceOf(StaleVersion)
    })

    it('refuses an order of a notice that is not there at the end of the change', async () => {
      const order = { ...anOrder('o1', 'p1'), cause: { kind: 'notice', id: 'n1' } } as const
      await operations.change(({ registry }) => registry.save(REGISTRY))
      const alone = operations.change(({ orders }) => orders.save([order]))
      await expect(alone).rejects.toThrow('names notice n1, which does not exist')
      await operations.change(async ({ orders, notices }) => {
        await orders.save([order])
        await notices.save(aNotice('n1'))
      })
      expect(await operations.read.orders.ofCause(order.cause)).toEqual([order])
    })
  })
}
