/**
 * What every operations database promises, whatever stands behind the port. Runs in a drill realm, because only there
 * may the tables be emptied between two tests.
 */

import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AuditEntry } from '../../server/domain/audit.ts'
import { episodeCause } from '../../server/domain/control/cause.ts'
import type { Draft } from '../../server/domain/control/draft.ts'
import { BadCursor } from '../../server/ports/books/page.ts'
import type { SetAside } from '../../server/ports/books/set-aside.ts'
import { type Operations, StaleVersion } from '../../server/ports/operations.ts'
import { describeExemptionBook } from './exemption-book.suite.ts'
import { describeFilingBook } from './filing-book.suite.ts'
import { describeHandoverBook } from './handover-book.suite.ts'
import { describeManualControlBook } from './manual-control-book.suite.ts'
import { describeNoticeBook } from './notice-book.suite.ts'
import { describeNoticePhotoBook } from './notice-photo-book.suite.ts'
import {
  aDraft,
  aNotification,
  anAuditEntry,
  anEpisode,
  anOrder,
  aRefusal,
  aReopenedOrder,
  aSecondVersion,
  REGISTRY,
  registryOf,
} from './operations-fixtures.ts'

const FIRST_PAGE = { limit: 100, cursor: null }
const LATER = Date.parse('2015-04-16T08:00:00+08:00')
const ALL_AUDIT = { ...FIRST_PAGE, subject: null }
const ALL_ORDERS = { ...FIRST_PAGE, state: null, cause: null, place: null }
const ALL_EPISODES = { ...FIRST_PAGE, state: null, kind: null }
const ALL_QUARANTINE = { ...FIRST_PAGE, device: null, reason: null }

export function describeOperations(name: string, open: () => Promise<Operations>): void {
  describe(name, () => {
    let operations: Operations

    beforeAll(async () => {
      operations = await open()
    })
    beforeEach(() => operations.clear())
    afterAll(() => operations?.close())

    const withRegistryAndEpisode = () =>
      operations.change(async ({ registry, episodes }) => {
        await registry.save(REGISTRY)
        await episodes.save(anEpisode('e1'))
      })

    it('says that it answers', async () => {
      expect(await operations.problem()).toBeNull()
    })

    describe('change', () => {
      it('gives back what the work returns, and its books see its own writes', async () => {
        const seen = await operations.change(async ({ registry }) => {
          await registry.save(REGISTRY)
          return registry.load()
        })
        expect(seen).toEqual(REGISTRY)
      })

      it('leaves nothing behind when the work fails, not even an audit line or a number', async () => {
        const failed = operations.change(async (books) => {
          await books.registry.save(REGISTRY)
          await books.episodes.save(anEpisode('e1'))
          await books.orders.reserveNumbers('2015-04-15', 5)
          await books.audit.append([anAuditEntry()])
          throw new Error('the plan has no such level')
        })
        await expect(failed).rejects.toThrow('the plan has no such level')
        expect(await operations.read.registry.load()).toEqual({ townships: [], places: [], devices: [] })
        expect(await operations.read.episodes.get('e1')).toBeNull()
        expect(await operations.change(({ orders }) => orders.reserveNumbers('2015-04-15', 1))).toBe(1)
        await operations.change(({ audit }) => audit.append([anAuditEntry()]))
        expect((await operations.read.audit.list(ALL_AUDIT)).items.map((line) => line.id)).toEqual([1])
      })

      it('stores nothing when a book refused something and the work looked away', async () => {
        await withRegistryAndEpisode()
        const change = operations.change(async ({ episodes, audit }) => {
          await audit.append([anAuditEntry()])
          await episodes.save({ ...anEpisode('e1'), version: 7 }).catch(() => undefined)
        })
        await expect(change).rejects.toBeInstanceOf(StaleVersion)
        expect((await operations.read.audit.list(ALL_AUDIT)).items).toEqual([])
      })

      it('never lets two changes overlap', async () => {
        const countUp = () =>
          operations.change(async ({ rules }) => {
            const [state] = await rules.all()
            const count = typeof state?.state === 'number' ? state.state : 0
            await rules.save([{ rule: 'windy-day', scope: 'district', state: count + 1, judgedAt: count }])
          })
        await Promise.all(Array.from({ length: 12 }, countUp))
        expect((await operations.read.rules.all()).map((one) => one.state)).toEqual([12])
      })

      it('goes on with the next change after one has failed', async () => {
        const first = operations.change(() => Promise.reject(new Error('no')))
        const second = operations.change(({ audit }) => audit.append([anAuditEntry()]))
        await expect(first).rejects.toThrow('no')
        await expect(second).resolves.toBeUndefined()
      })

      it('runs several calls that its work starts at once', async () => {
        await operations.change(({ registry, rules, audit }) =>
          Promise.all([
            registry.save(REGISTRY),
            rules.save([{ rule: 'windy-day', scope: 'district', state: {}, judgedAt: 1 }]),
            audit.append([anAuditEntry()]),
          ]),
        )
        expect((await operations.read.registry.load()).places).toEqual(REGISTRY.places)
      })

      it('refuses its books after the end, the outer books inside, and a change inside a change', async () => {
        const kept = await operations.change(async (books) => books)
        await expect(kept.audit.append([anAuditEntry()])).rejects.toThrow('over')
        await expect(operations.change(() => operations.read.rules.all())).rejects.toThrow('inside a change')
        await expect(operations.change(() => operations.change(async () => 1))).rejects.toThrow('inside a change')
        expect(await operations.read.audit.verify()).toMatchObject({ ok: true, checked: 0 })
      })

      it('refuses to write outside a change', async () => {
        await expect(operations.read.audit.append([anAuditEntry()])).rejects.toThrow()
        await expect(operations.read.registry.save(REGISTRY)).rejects.toThrow('inside a change')
        expect((await operations.read.registry.load()).places).toEqual([])
      })
    })

    describe('registry', () => {
      it('replaces by id and keeps the rest', async () => {
        await operations.change(({ registry }) => registry.save(REGISTRY))
        const [first, ...others] = REGISTRY.places
        const stopped = { ...first!, phase: 'stopped' as const, latitude: null, longitude: null }
        await operations.change(({ registry }) => registry.save({ places: [stopped] }))
        expect(await operations.read.registry.load()).toEqual({ ...REGISTRY, places: [stopped, ...others] })
      })

      it.each([
        { case: 'a township with places', kind: 'townships', id: 't1', answer: 'in-use' },
        { case: 'a place with an order', kind: 'places', id: 'p1', answer: 'in-use' },
        { case: 'a place with a device', kind: 'places', id: 'p2', answer: 'in-use' },
        { case: 'a place nothing refers to', kind: 'places', id: 'p3', answer: 'removed' },
        { case: 'a device', kind: 'devices', id: 'd1', answer: 'removed' },
        { case: 'a place nobody knows', kind: 'places', id: 'nowhere', answer: 'unknown' },
        { case: 'an id that no database can hold', kind: 'places', id: 'p\0', answer: 'unknown' },
      ] as const)('removing $case: $answer', async ({ kind, id, answer }) => {
        await withRegistryAndEpisode()
        await operations.change(({ orders }) => orders.save([anOrder('o1', 'p1')]))
        expect(await operations.change(({ registry }) => registry.remove(kind, id))).toBe(answer)
        const ids = (await operations.read.registry.load())[kind].map((one) => one.id)
        expect(ids.includes(id)).toBe(answer === 'in-use')
      })

      it('keeps a place that has an episode of its own, however long ago it was', async () => {
        await operations.change(({ registry }) => registry.save(REGISTRY))
        const scope = { kind: 'place', placeId: 'p3' } as const
        const ended = { ...anEpisode('e1'), scope, closedAt: anEpisode('e1').openedAt, level: 0 }
        await operations.change(({ episodes }) => episodes.save(ended))
        expect(await operations.change(({ registry }) => registry.remove('places', 'p3'))).toBe('in-use')
      })
    })

    describe('rules', () => {
      it.each([
        { case: 'an object', state: { level: 2, since: 1_429_056_000_000, source: 'openMedian' } },
        { case: 'a text that looks like a number', state: '12' },
        { case: 'a number', state: 0.1 },
        { case: 'a list', state: [1, [2], null] },
        { case: 'null', state: null },
      ])('gives back a state as it was saved: $case', async ({ state }) => {
        const saved = { rule: 'windy-day', scope: 'township:t1', state, judgedAt: 1_429_056_000_000 }
        await operations.change(({ rules }) => rules.save([{ ...saved, state: 'older' }]))
        await operations.change(({ rules }) => rules.save([saved]))
        expect(await operations.read.rules.all()).toEqual([saved])
      })
    })

    describe('episodes', () => {
      it('gives back what was saved, timeline and readings included', async () => {
        const first = anEpisode('e1')
        await operations.change(({ episodes }) => episodes.save(first))
        expect(await operations.read.episodes.get('e1')).toEqual(first)
        const second = aSecondVersion(first)
        await operations.change(({ episodes }) => episodes.save(second))
        expect(await operations.read.episodes.get('e1')).toEqual(second)
        expect(await operations.read.episodes.get('e2')).toBeNull()
      })

      it.each([
        { case: 'version 1 of an episode that is there', version: 1 },
        { case: 'the version that is there', version: 2 },
        { case: 'a version that leaves one out', version: 4 },
      ])('refuses $case as stale', async ({ version }) => {
        await operations.change(({ episodes }) => episodes.save(anEpisode('e1')))
        await operations.change(({ episodes }) => episodes.save({ ...anEpisode('e1'), version: 2 }))
        const stale = operations.change(({ episodes }) => episodes.save({ ...anEpisode('e1'), level: 9, version }))
        await expect(stale).rejects.toBeInstanceOf(StaleVersion)
        expect(await operations.read.episodes.get('e1')).toMatchObject({ version: 2, level: 1 })
      })

      it('refuses a later version of an episode that is not there', async () => {
        const save = operations.change(({ episodes }) => episodes.save({ ...anEpisode('e1'), version: 2 }))
        await expect(save).rejects.toBeInstanceOf(StaleVersion)
        expect(await operations.read.episodes.get('e1')).toBeNull()
      })

      it('finds the newest of a scope and tells open from closed', async () => {
        const closed = { ...anEpisode('e1'), openedAt: 1_000, closedAt: 2_000, level: 0 }
        const open = { ...anEpisode('e2'), openedAt: 3_000 }
        const elsewhere = {
          ...anEpisode('e3'),
          openedAt: 9_000,
          scope: { kind: 'township', townshipId: 't2' } as const,
        }
        await operations.change(async ({ episodes }) => {
          for (const one of [closed, open, elsewhere]) await episodes.save(one)
        })
        const ids = async (filter: object) =>
          (await operations.read.episodes.list({ ...ALL_EPISODES, ...filter })).items.map((one) => one.id)
        expect(await operations.read.episodes.latestOf('windy-day', 'district')).toEqual(open)
        expect(await operations.read.episodes.latestOf('windy-day', 'township:t2')).toEqual(elsewhere)
        expect(await operations.read.episodes.latestOf('windy-day', 'township:t9')).toBeNull()
        expect(await operations.read.episodes.latestOf('dust-exceedance', 'district')).toBeNull()
        expect(await ids({})).toEqual(['e3', 'e2', 'e1'])
        expect(await ids({ state: 'open' })).toEqual(['e3', 'e2'])
        expect(await ids({ state: 'closed', kind: 'windy-day' })).toEqual(['e1'])
        expect(await ids({ kind: 'snow' })).toEqual([])
      })

      it('pages without repeating or leaving out any, however many open at the same time', async () => {
        await fc.assert(
          fc.asyncProperty(
            fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 12 }),
            fc.integer({ min: 1, max: 5 }),
            async (times, limit) => {
              await operations.clear()
              const saved = times.map((openedAt, n) => ({ ...anEpisode(`e${String(n).padStart(2, '0')}`), openedAt }))
              await operations.change(async ({ episodes }) => {
                for (const one of saved) await episodes.save(one)
              })
              const found: string[] = []
              let cursor: string | null = null
              do {
                const page = await operations.read.episodes.list({ ...ALL_EPISODES, limit, cursor })
                expect(page.items.length).toBeLessThanOrEqual(limit)
                found.push(...page.items.map((one) => one.id))
                cursor = page.nextCursor
              } while (cursor)
              const sorted = saved.toSorted((a, b) => b.openedAt - a.openedAt || (a.id < b.id ? 1 : -1))
              expect(found).toEqual(sorted.map((one) => one.id))
            },
          ),
          { numRuns: 6 },
        )
      })

      it.each(['', 'x', 'WzFd', 'bnVsbA'])('refuses the cursor "%s", which no page gave', async (cursor) => {
        await expect(operations.read.episodes.list({ ...ALL_EPISODES, cursor })).rejects.toBeInstanceOf(BadCursor)
      })
    })

    describeNoticeBook(() => operations)
    describeExemptionBook(() => operations)
    describeHandoverBook(() => operations)
    describeFilingBook(() => operations)
    describeManualControlBook(() => operations)
    describeNoticePhotoBook(() => operations)

    describe('drafts', () => {
      beforeEach(withRegistryAndEpisode)

      it('lists what is pending oldest first, and all of them newest first', async () => {
        const held: Draft = { ...aDraft('a', 'issue', 2_000), state: 'held', heldBy: '王', holdReason: '核实' }
        const waiting = aDraft('b', 'release', 1_000)
        const dropped: Draft = { ...aDraft('c', 'issue', 3_000), state: 'dropped', dropReason: 'the wind fell' }
        await operations.change(async ({ drafts }) => {
          for (const one of [held, waiting, dropped]) await drafts.save(one)
        })
        expect(await operations.read.drafts.pending()).toEqual([waiting, held])
        expect((await operations.read.drafts.list({ ...FIRST_PAGE, state: null })).items).toEqual([
          dropped,
          held,
          waiting,
        ])
        expect((await operations.read.drafts.list({ ...FIRST_PAGE, state: 'dropped' })).items).toEqual([dropped])
        expect(await operations.read.drafts.get('a')).toEqual(held)
        expect(await operations.read.drafts.get('z')).toBeNull()
      })

      it('refuses a second pending draft of one kind for one cause until the first is decided', async () => {
        const first = aDraft('a', 'issue', 1_000)
        await operations.change(({ drafts }) => drafts.save(first))
        const second = () => operations.change(({ drafts }) => drafts.save(aDraft('b', 'issue', 2_000)))
        await expect(second()).rejects.toThrow('draft_pending_of_cause')
        await operations.change(({ drafts }) => drafts.save({ ...first, state: 'issued', version: 2 }))
        await second()
        expect((await operations.read.drafts.pending()).map((one) => one.id)).toEqual(['b'])
      })

      it('refuses a stale decision', async () => {
        const draft = aDraft('a', 'issue', 1_000)
        await operations.change(({ drafts }) => drafts.save(draft))
        await operations.change(({ drafts }) => drafts.save({ ...draft, state: 'held', version: 2 }))
        const late = operations.change(({ drafts }) => drafts.save({ ...draft, state: 'dropped', version: 2 }))
        await expect(late).rejects.toBeInstanceOf(StaleVersion)
        expect(await operations.read.drafts.get('a')).toMatchObject({ state: 'held' })
      })
    })

    describe('orders', () => {
      beforeEach(withRegistryAndEpisode)

      it('gives back what was saved: every revision, and a measure that was withdrawn and asked again', async () => {
        const order = anOrder('o1', 'p1')
        await operations.change(({ orders }) => orders.save([order]))
        expect(await operations.read.orders.get('o1')).toEqual(order)
        const [second, third, fourth] = aReopenedOrder(order)
        for (const version of [second, third, fourth]) {
          await operations.change(({ orders }) => orders.save([version]))
          expect(await operations.read.orders.get('o1')).toEqual(version)
        }
        expect(await operations.read.orders.get('o2')).toBeNull()
      })

      it('one order per place and cause: a second one is refused and nothing of its change is stored (invariant 6)', async () => {
        await operations.change(({ orders }) => orders.save([anOrder('o1', 'p1')]))
        const second = operations.change(async ({ orders, audit }) => {
          await audit.append([anAuditEntry()])
          await orders.save([anOrder('o2', 'p2'), anOrder('o3', 'p1')])
        })
        await expect(second).rejects.toThrow('control_order_once')
        expect((await operations.read.orders.list(ALL_ORDERS)).items.map((one) => one.id)).toEqual(['o1'])
        expect((await operations.read.audit.list(ALL_AUDIT)).items).toEqual([])
      })

      it('refuses two orders with one number', async () => {
        const same = { ...anOrder('o2', 'p2'), number: anOrder('o1', 'p1').number }
        const save = operations.change(({ orders }) => orders.save([anOrder('o1', 'p1'), same]))
        await expect(save).rejects.toThrow('control_order_number_once')
      })

      it('refuses an order whose place or episode nobody knows', async () => {
        const nowhere = operations.change(({ orders }) => orders.save([anOrder('o1', 'nowhere')]))
        await expect(nowhere).rejects.toThrow('place')
        const causeless = operations.change(({ orders }) =>
          orders.save([{ ...anOrder('o1', 'p1'), cause: episodeCause('e9') }]),
        )
        await expect(causeless).rejects.toThrow('episode')
      })

      it('may be written before the episode it belongs to, as long as both come in one change', async () => {
        const order = { ...anOrder('o1', 'p1'), cause: episodeCause('e2') }
        await operations.change(async ({ orders, episodes }) => {
          await orders.save([order])
          await episodes.save(anEpisode('e2'))
        })
        expect(await operations.read.orders.ofCause(episodeCause('e2'))).toEqual([order])
      })

      it('refuses a batch in which a single order is stale', async () => {
        const [first, second] = [anOrder('o1', 'p1'), anOrder('o2', 'p2')]
        await operations.change(({ orders }) => orders.save([first, second]))
        const next = { ...first, level: 2, version: 2 }
        const stale = { ...second, level: 2, version: 3 }
        const save = operations.change(({ orders }) => orders.save([next, anOrder('o3', 'p3'), stale]))
        await expect(save).rejects.toBeInstanceOf(StaleVersion)
        expect((await operations.read.orders.ofCause(episodeCause('e1'))).map((one) => one.level)).toEqual([1, 1])
      })

      it('filters by state, episode and place, and knows what is in force', async () => {
        const inForce = anOrder('o1', 'p1')
        const [, ended] = aReopenedOrder(anOrder('o2', 'p2'))
        await operations.change(async ({ orders }) => {
          await orders.save([inForce, anOrder('o2', 'p2')])
          const [second] = aReopenedOrder(anOrder('o2', 'p2'))
          await orders.save([second])
          await orders.save([ended])
        })
        const ids = async (filter: object) =>
          (await operations.read.orders.list({ ...ALL_ORDERS, ...filter })).items.map((one) => one.id)
        expect(await ids({ state: 'issued' })).toEqual(['o1'])
        expect(await ids({ state: 'released' })).toEqual(['o2'])
        expect(await ids({ place: 'p2', cause: episodeCause('e1') })).toEqual(['o2'])
        expect(await ids({ cause: episodeCause('e9') })).toEqual([])
        expect(await operations.read.orders.inForceAt(['p1', 'p2', 'p3'])).toEqual([inForce])
        expect(await operations.read.orders.inForceAt([])).toEqual([])
      })

      it('stores 700 orders in one change and pages through them, newest issue first', async () => {
        const registry = registryOf(700)
        const many = registry.places.map((place, n) => anOrder(`many-${String(n).padStart(3, '0')}`, place.id, n))
        await operations.change(async (books) => {
          await books.registry.save(registry)
          await books.orders.save(many)
        })
        const raised = many.map((order) => ({ ...order, level: 2, version: 2 }))
        await operations.change(({ orders }) => orders.save(raised))
        const first = await operations.read.orders.list({ ...ALL_ORDERS, limit: 400 })
        const rest = await operations.read.orders.list({ ...ALL_ORDERS, limit: 400, cursor: first.nextCursor })
        expect([...first.items, ...rest.items]).toEqual(raised.toReversed())
        expect(rest.nextCursor).toBeNull()
        expect(await operations.read.orders.inForceAt(registry.places.map((place) => place.id))).toHaveLength(700)
      })

      it('reserves numbers per day, none of them twice', async () => {
        const reserve = (day: string, count: number) =>
          operations.change(({ orders }) => orders.reserveNumbers(day, count))
        expect(await reserve('2015-04-15', 3)).toBe(1)
        expect(await reserve('2015-04-15', 2)).toBe(4)
        expect(await reserve('2015-04-16', 1)).toBe(1)
        expect(await reserve('2015-04-15', 1)).toBe(6)
      })
    })

    describe('notifications', () => {
      beforeEach(withRegistryAndEpisode)

      it('keeps the first message under a key, however often it is added', async () => {
        const first = aNotification('n1', 'o1', 1_000)
        const other = aNotification('n2', null, 1_000)
        await operations.change(async ({ orders, notifications }) => {
          await orders.save([anOrder('o1', 'p1')])
          await notifications.add([first])
        })
        await operations.change(({ notifications }) =>
          notifications.add([{ ...first, facts: { ...first.facts, level: 9 } }, other]),
        )
        const list = (order: string | null) => operations.read.notifications.list({ ...FIRST_PAGE, order })
        expect((await list(null)).items).toEqual([other, first])
        expect((await list('o1')).items).toEqual([first])
      })
    })

    describe('quarantine', () => {
      const add = (...items: ReturnType<typeof aRefusal>[]) =>
        operations.change(({ quarantine }) => quarantine.add(items))
      const times = async () =>
        Object.fromEntries(
          (await operations.read.quarantine.list(ALL_QUARANTINE)).items.map((one) => [one.id, one.times]),
        )

      it('counts the same fault again only for a newer record of the spool', async () => {
        await add(aRefusal('k1', 10), aRefusal('k2', 11))
        await add(aRefusal('k1', 10), aRefusal('k2', 11))
        expect(await times()).toEqual({ k1: 1, k2: 1 })
        await add(aRefusal('k1', 12), aRefusal('k1', 12), aRefusal('k1', 9), aRefusal('k1', 13))
        expect(await times()).toEqual({ k1: 3, k2: 1 })
        expect(await operations.read.quarantine.count()).toBe(2)
      })

      it('counts every reading of a message that has the fault', async () => {
        await add({ ...aRefusal('k1', 1), count: 1_000 }, { ...aRefusal('k2', 1), field: 'pm25' })
        await add({ ...aRefusal('k1', 2), count: 5 })
        expect(await times()).toEqual({ k1: 1_005, k2: 1 })
      })

      it('trims what is old, then what is too many, and leaves the samples of the others', async () => {
        const list = async () => (await operations.read.quarantine.list(ALL_QUARANTINE)).items
        const trim = (oldest: number, most: number) =>
          operations.change(({ quarantine }) => quarantine.trim({ oldest, most }))
        const at = (n: number) => ({ ...aRefusal(`k${n}`, n), receivedAt: n * 1_000, sample: n > 3 ? 'late' : 'early' })
        await add(...Array.from({ length: 6 }, (_, n) => at(n + 1)))
        expect(await trim(0, 6)).toEqual({ old: 0, tooMany: 0 })
        expect(await trim(2_000, 6)).toEqual({ old: 1, tooMany: 0 })
        expect((await list()).map((one) => one.id)).toEqual(['k6', 'k5', 'k4', 'k3', 'k2'])
        expect(await trim(2_000, 2)).toEqual({ old: 0, tooMany: 3 })
        await operations.tidy()
        expect((await list()).map(({ id, sample }) => [id, sample])).toEqual([
          ['k6', 'late'],
          ['k5', 'late'],
        ])
        expect(await trim(1e15, 2)).toEqual({ old: 2, tooMany: 0 })
        await add(at(1))
        expect(await list()).toMatchObject([{ id: 'k1', sample: 'early' }])
      })

      it('keeps when it came first and last, and filters', async () => {
        await add(
          { ...aRefusal('k1', 1), receivedAt: 1_000 },
          { ...aRefusal('k2', 2), device: null, reason: 'too-large' },
        )
        await add({ ...aRefusal('k1', 3), receivedAt: LATER })
        const list = async (filter: object) =>
          (await operations.read.quarantine.list({ ...ALL_QUARANTINE, ...filter })).items
        expect((await list({})).map((one) => one.id)).toEqual(['k1', 'k2'])
        expect(await list({ device: 'd1' })).toMatchObject([{ id: 'k1', receivedAt: 1_000, lastAt: LATER, times: 2 }])
        expect(await list({ reason: 'too-large' })).toMatchObject([{ id: 'k2', device: null }])
        const { key: _key, spoolSeq: _seq, count: _count, ...refused } = { ...aRefusal('k1', 1), receivedAt: 1_000 }
        expect(await list({ device: 'd1' })).toEqual([{ ...refused, id: 'k1', times: 2, lastAt: LATER }])
      })

      it.each([
        { case: 'U+0000', sample: 'a\0b', stored: 'a\ufffdb' },
        { case: 'half a surrogate pair', sample: 'a\ud83d', stored: 'a\ufffd' },
        { case: 'the other half', sample: '\ude00', stored: '\ufffd' },
        { case: 'text that only looks like an escape', sample: '\\u0000 \\ud83d', stored: '\\u0000 \\ud83d' },
        { case: 'Chinese and a whole pair', sample: '扬尘 😀\u0001"', stored: '扬尘 😀\u0001"' },
      ])('stores whatever was sent: $case', async ({ sample, stored }) => {
        await add({ ...aRefusal('k1', 1), sample, topic: sample.repeat(20_000) })
        const [item] = (await operations.read.quarantine.list(ALL_QUARANTINE)).items
        expect(item).toMatchObject({ sample: stored, topic: stored.repeat(20_000) })
      })

      it('takes thousands of equal messages at once', async () => {
        await add(...Array.from({ length: 5_000 }, (_, n) => aRefusal(`k${n % 2}`, n + 1)))
        expect(await times()).toEqual({ k0: 2_500, k1: 2_500 })
      })
    })

    describe('readings set aside', () => {
      const item = (key: string, spoolSeq: number): SetAside => ({
        ...{ key, spoolSeq },
        reading: {
          ...{ device: 'd1', ts: LATER - 1_000, receivedAt: LATER, seq: spoolSeq === 2 ? null : spoolSeq },
          ...{ values: { pm10: 0.1 + 0.2, windSpeed: 3 }, quality: { pm10: 256 } },
        },
      })
      const add = (...items: SetAside[]) => operations.change(({ setAside }) => setAside.add(items))
      const list = (after: SetAside | null = null) => operations.read.setAside.list({ after, limit: 2 })

      it('are kept whole, once, and come back in the order in which they came', async () => {
        await add(item('b', 7), item('a', 7), item('c', 2))
        await add(item('a', 9))
        expect(await list()).toEqual([item('c', 2), item('a', 7)])
        expect(await list(item('a', 7))).toEqual([item('b', 7)])
        expect(await operations.read.setAside.count()).toBe(3)
      })

      it('can be found by key, and go one by one', async () => {
        await add(item('a', 1), item('b', 2))
        expect(await operations.read.setAside.among(['a', 'x'])).toEqual(new Set(['a']))
        await operations.change(({ setAside }) => setAside.remove(['a', 'x']))
        expect(await list()).toEqual([item('b', 2)])
        expect(await operations.read.setAside.among([])).toEqual(new Set())
      })
    })

    describe('audit', () => {
      const append = (...entries: AuditEntry[]) => operations.change(({ audit }) => audit.append(entries))

      it('numbers lines without a gap, chains them, and verifies (invariant 9)', async () => {
        await append(anAuditEntry('order:o1'), anAuditEntry('order:o2'))
        await operations.change(async ({ audit }) => {
          await audit.append([anAuditEntry('order:o1')])
          await audit.append([anAuditEntry('episode:e1')])
        })
        const { items } = await operations.read.audit.list(ALL_AUDIT)
        expect(items.map((line) => line.id)).toEqual([4, 3, 2, 1])
        expect(items.slice(0, 3).map((line) => line.previousHash)).toEqual(items.slice(1).map((line) => line.hash))
        expect(await operations.read.audit.verify()).toEqual({ ok: true, checked: 4, firstBad: null })
      })

      it('verifies whatever JSON the details hold', async () => {
        await fc.assert(
          fc.asyncProperty(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), async (details) => {
            await append({ ...anAuditEntry(), details })
            expect((await operations.read.audit.verify()).ok).toBe(true)
          }),
          { numRuns: 15 },
        )
        await append({
          ...anAuditEntry(),
          cause: 'a\0\ud83d',
          details: { missing: undefined, when: new Date(0), n: 1e-7 },
        })
        expect((await operations.read.audit.verify()).ok).toBe(true)
      })

      it('lists page by page, newest first, also of one subject only', async () => {
        await append(...Array.from({ length: 7 }, (_, n) => anAuditEntry(n % 2 ? 'order:o1' : 'order:o2')))
        const first = await operations.read.audit.list({ limit: 2, cursor: null, subject: 'order:o2' })
        const second = await operations.read.audit.list({ limit: 2, cursor: first.nextCursor, subject: 'order:o2' })
        expect(first.items.map((line) => line.id)).toEqual([7, 5])
        expect(second.items.map((line) => line.id)).toEqual([3, 1])
        expect(second.nextCursor).toBeNull()
      })

      it('has a mark that stays while nothing is added, and moves with every line', async () => {
        const marks = [await operations.read.audit.mark()]
        await append(anAuditEntry())
        marks.push(await operations.read.audit.mark())
        await append(anAuditEntry())
        marks.push(await operations.read.audit.mark(), await operations.read.audit.mark())
        expect(new Set(marks).size).toBe(3)
        expect(marks[2]).toBe(marks[3])
      })

      it('verifies more lines than it reads at a time', async () => {
        await append(...Array.from({ length: 2_300 }, () => anAuditEntry()))
        expect(await operations.read.audit.verify()).toEqual({ ok: true, checked: 2_300, firstBad: null })
      })
    })

    describe('idempotency', () => {
      it('gives the same answer to the same request, and tells another request under the same key', async () => {
        const answer = { status: 201, body: '{"id":"o1"}' }
        const { find } = operations.read.idempotency
        expect(await find('王', 'k', 'POST /a')).toBeNull()
        await operations.change(({ idempotency }) => idempotency.remember('王', 'k', 'POST /a', answer, 1_000))
        expect(await find('王', 'k', 'POST /a')).toEqual(answer)
        expect(await find('王', 'k', 'POST /b')).toBe('mismatch')
        expect(await find('李', 'k', 'POST /a')).toBeNull()
      })

      it('undoes the change of a request that was answered meanwhile', async () => {
        const remember = (body: string) =>
          operations.change(async ({ audit, idempotency }) => {
            await audit.append([anAuditEntry()])
            await idempotency.remember('王', 'k', 'POST /a', { status: 200, body }, 1_000)
          })
        await remember('first')
        await expect(remember('second')).rejects.toBeInstanceOf(StaleVersion)
        expect(await operations.read.idempotency.find('王', 'k', 'POST /a')).toEqual({ status: 200, body: 'first' })
        expect((await operations.read.audit.verify()).checked).toBe(1)
      })
    })

    describe('drills', () => {
      it('keeps the runs when everything else is cleared, and starts the audit trail anew', async () => {
        await withRegistryAndEpisode()
        const run = { id: 'r1', name: '大风日', startedAt: 1_000, endedAt: null, state: 'running' } as const
        const finished = { id: 'r2', name: '沙尘', startedAt: 2_000, endedAt: 3_000, state: 'finished' } as const
        await operations.change(async ({ drills, audit }) => {
          await drills.save(run)
          await drills.save(finished)
          await audit.append([anAuditEntry()])
        })
        await operations.clear()
        expect(await operations.read.drills.list()).toEqual([finished, run])
        expect((await operations.read.episodes.list(ALL_EPISODES)).items).toEqual([])
        expect((await operations.read.registry.load()).townships).toEqual([])
        expect(await operations.read.audit.verify()).toEqual({ ok: true, checked: 0, firstBad: null })
        await operations.change(({ audit }) => audit.append([anAuditEntry()]))
        expect((await operations.read.audit.list(ALL_AUDIT)).items.map((line) => line.id)).toEqual([1])
      })

      it('marks unfinished runs as aborted, once', async () => {
        const run = { id: 'r1', name: '大风日', startedAt: 1_000, endedAt: null, state: 'running' } as const
        await operations.change(({ drills }) => drills.save(run))
        expect(await operations.change(({ drills }) => drills.abortUnfinished(9_000))).toBe(1)
        expect(await operations.change(({ drills }) => drills.abortUnfinished(9_999))).toBe(0)
        const stored = (await operations.read.drills.list()).find((one) => one.id === 'r1')
        expect(stored).toEqual({ ...run, endedAt: 9_000, state: 'aborted' })
      })
    })
  })
}
