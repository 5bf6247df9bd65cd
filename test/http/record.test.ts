/** Everything that is written down is worded on a Chinese screen, and in English: no sentence of the one in the other. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AUDIT_ACTIONS } from '../../server/domain/audit.ts'
import { WINDY_DAY_DEFAULTS } from '../../server/domain/rules/windy-day/settings.ts'
import { HOUR, MINUTE } from '../../server/domain/units.ts'
import { createTrespassRecord } from '../../server/flows/keep/trespass.ts'
import { auditText } from '../../web/logic/audit-text.ts'
import { reasonText } from '../../web/logic/reason-text.ts'
import { words } from '../../web/words/index.ts'
import { filled } from '../../web/words/text.ts'
import { mast, place } from '../support/control-room.ts'
import { type HttpWorld, openHttpWorld } from '../support/http-world.ts'
import { aPhoto, NOTICE_BODY } from '../support/notices.ts'
import { pen, text } from '../web/support.ts'

const english: typeof text = (key, values = {}) => filled(words[key], 'en', values)
const englishPen: typeof pen = { say: (wording, values) => filled(wording, 'en', values), time: pen.time }
/** Names and versions may stand in Chinese; two English words in a row are a sentence. */
const SENTENCE = /[A-Za-z]{2,}[ -][A-Za-z]{2,}/
const IN_SHORT_HOLD = { ...WINDY_DAY_DEFAULTS, review: { ...WINDY_DAY_DEFAULTS.review, openForMs: 3 * HOUR } }

describe('the record', () => {
  let world: HttpWorld
  let lines: Awaited<ReturnType<HttpWorld['room']['audit']>>

  /** Every act there is, on one windy day. */
  beforeAll(async () => {
    world = await openHttpWorld({ massFrom: 2, rule: IN_SHORT_HOLD, machine })
    const { room, post } = world
    const pending = async (kind: string) =>
      (await world.get('drafts')).body.items.find((one: { kind: string }) => one.kind === kind)
    const waitFor = async (kind: string, windMps: number) => {
      for (let minute = 0; minute < 400; minute += 1) {
        const found = await pending(kind)
        if (found) return found
        await room.blow(windMps, 1)
      }
      throw new Error(`no ${kind} draft came`)
    }
    const { id: first } = await waitFor('issue', 6)
    await room.registry.save({ places: [place('site-3', 't1')] }, { actor: '导入', reason: 'imported' })
    await room.blow(6, 1)
    await post(`drafts/${first}/hold`, { minutes: 10, reason: '核对气象台' })
    gust()
    await room.blow(6, 12)
    const order = (await world.get('orders?place=site-1')).body.items[0]
    await post(`orders/${order.id}/seen`, {}, 'site-token')
    await post(`orders/${order.id}/acknowledge`, {}, 'site-token')
    await post(`orders/${order.id}/measures/stopEarthworks/done`, {}, 'site-token')
    await filed(order.id)
    await lookedAt(order.id)
    const other = (await world.get('orders?place=site-2')).body.items[0]
    const call = { behalfOf: '赵经理', phone: '0371-60000000', heard: '马上停' }
    await post(`orders/${other.id}/acknowledge`, call, 'township-token')
    await room.registry.save({ places: [place('site-4', 't1')] }, { actor: '导入', reason: 'imported' })
    const raise = await waitFor('issue', 14)
    await post(`drafts/${raise.id}/drop`, { reason: '阵风短暂' }, 'chief-token')
    const again = await waitFor('issue', 20)
    await post(`drafts/${again.id}/issue`, {})
    await room.blow(6, 150)
    const review = await waitFor('review', 6)
    await post(`drafts/${review.id}/issue`, {})
    await room.blow(null, 60)
    await room.blow(6, 30)
    const episode = (await world.get('episodes')).body.items[0]
    await post(`episodes/${episode.id}/hold`, { minutes: 60, reason: '再看看' })
    await post(`episodes/${episode.id}/hold`, { minutes: 0, reason: '不用了' })
    await post(`orders/${other.id}/cancel`, { reason: '误报' }, 'chief-token')
    const release = await waitFor('release', 2)
    await post(`drafts/${release.id}/issue`, {})
    await room.blow(8, 20)
    await world.call('DELETE', 'places/site-9', { as: 'officer-token' })
    await post('places', { ...registered('site-9') }, 'officer-token')
    await world.call('DELETE', 'places/site-9', { as: 'officer-token' })
    const patient = { now: room.clock.now, wait: () => Promise.resolve() }
    const { operations } = world
    const trespasses = createTrespassRecord({
      ...{ operations, machine: patient, clock: room.clock, log: world.parts.log },
      isRegistered: () => true,
    })
    trespasses.note({ device: 'd1', topic: 'windbreak/v1/t/d2/reading' })
    await trespasses.stop()
    const ts = room.clock.now()
    const reading = { device: 'mast-1', ts, receivedAt: ts, seq: null, values: { pm10: 1 }, quality: {} }
    await operations.change((books) => books.setAside.add([{ key: 'k1', reading, spoolSeq: 1 }]))
    await post('readings/ship-again', { reason: '字段已修正' })
    await post('device-secrets', { devices: ['mast-1'] })
    await world.call('DELETE', 'devices/mast-1/secret', { as: 'officer-token' })
    await noticeFromAbove()
    await spared()
    await byHand()
    await handedOver()
    await contradict(15, 12)
    await contradict(2, 45)
    await waitFor('issue', 12)
    await setClock()
    lines = await everyLine()
  })
  afterAll(() => world.close())

  /** What control is judged by: the clock of the room, set by so much. */
  let setBy = 0
  const machine = {
    now: () => machine.uptimeMs() + setBy,
    uptimeMs: () => world?.room.clock.now() ?? 0,
  }

  /** Approved and taken back; another ends by itself. */
  async function spared(): Promise<void> {
    const facts = { place: 'site-2', number: '住建豁17号', department: '住建局', reason: '连续浇筑' }
    const until = world.room.clock.now() + 5 * MINUTE
    const { id } = (await world.post('exemptions', { ...facts, until })).body
    await world.post(`exemptions/${id}/revoke`, { reason: '不再浇筑' })
    await world.post('exemptions', { ...facts, until })
    await world.room.blow(3, 6)
  }

  /** Written by one, taken over by another, its promise kept. */
  async function handedOver(): Promise<void> {
    const { id } = (await world.post('handovers', { notes: '平稳', promises: [{ what: '回电' }] })).body
    await world.post(`handovers/${id}/take`, {}, 'chief-token')
    await world.post(`handovers/${id}/promises/1/settle`, { how: 'kept' })
  }

  /** Accepted, refused; another lapses by itself in the hours that follow. */
  async function filed(id: string): Promise<void> {
    const until = world.room.clock.now() + HOUR
    const file = (measure: string) =>
      world.post(`orders/${id}/finish-safely`, { measures: [measure], reason: '底板浇筑', until }, 'site-token')
    await world.post(`filings/${(await file('stopDemolition')).body.id}/accept`, {})
    await world.post(`filings/${(await file('stopMuckTrucks')).body.id}/refuse`, { reason: '可以停' })
    await file('stopMuckTrucks')
  }

  /** Decided by one, confirmed by another, ended. */
  async function byHand(): Promise<void> {
    const facts = { reason: '举报', scope: { kind: 'district' }, measures: ['selfCheck'] }
    const { id, draft } = (await world.post('manual-controls', facts)).body
    await world.post(`drafts/${draft.id}/issue`, {}, 'chief-token')
    await world.post(`manual-controls/${id}/end`, { reason: '已查清' }, 'chief-token')
  }

  /** All reported, confirmed, found untrue after all, handed over, commented on. */
  async function lookedAt(id: string): Promise<void> {
    const { measures } = (await world.get(`orders/${id}`)).body
    const asked = measures.filter((one: { withdrawnAt: string | null }) => one.withdrawnAt === null)
    await world.post(`orders/${id}/measures/${asked[1].measure}/no-such-work`, {}, 'site-token')
    for (const { measure } of asked) await world.post(`orders/${id}/measures/${measure}/done`, {}, 'site-token')
    await world.post(`orders/${id}/visit`, { told: '赵经理', isWorking: false, note: '已停' })
    await world.post(`orders/${id}/visit`, { told: '赵经理', isWorking: true, note: '又开工' })
    await world.post(`orders/${id}/verify`, { how: 'camera' })
    await world.post(`orders/${id}/untrue`, { how: 'visit', what: '裸土未盖' })
    await world.post(`orders/${id}/refer`, { department: '城管执法', reason: '拒不停工' })
    await world.post(`orders/${id}/undo`, {})
    const [{ measure }] = asked
    await world.post(`orders/${id}/release`, { reason: '已复绿', measures: [measure] }, 'chief-token')
    await world.post(`orders/${id}/refer`, { department: '城管执法', reason: '拒不停工' })
    await world.post(`orders/${id}/comment`, { text: '已约谈' })
  }

  /** Recorded, extended, answered too late, lifted; a second one ends by itself. */
  async function noticeFromAbove(): Promise<void> {
    const now = world.room.clock.now()
    const content = { ...NOTICE_BODY, startsAt: now, endsAt: now + 40 * MINUTE, replyBy: now + 35 * MINUTE }
    const { id } = (await world.post('notices', content)).body
    await world.post('notices', { ...content, measures: [], replyBy: null })
    await world.room.blow(3, 36)
    await world.post(`notices/${id}/reply`, { text: '已部署' })
    await world.app.request(`/api/v1/notices/${id}/photos`, {
      ...{ method: 'POST', headers: { authorization: 'Bearer officer-token' }, body: aPhoto('jpeg', 100) },
    })
    await world.post(`notices/${id}/amend`, { ...content, endsAt: now + 2 * HOUR, replyBy: null, reason: '延长' })
    await world.room.blow(3, 5)
    await world.post(`notices/${id}/lift`, { reason: '上级解除' })
  }

  /** Forward and back, and forward again for good. */
  async function setClock(): Promise<void> {
    const { judging } = world.room.act
    for (const by of [10 * MINUTE, 0, 10 * MINUTE]) {
      setBy = by
      await judging?.beat()
    }
    await world.post('control/re-anchor', { reason: '已对时' }, 'chief-token')
  }

  /** The bureau's station says so much, three masts nothing. */
  async function contradict(bureauMps: number, minutes: number): Promise<void> {
    const { room } = world
    const bureau = { ...mast('bureau', 't1'), kind: 'weatherBureau', exposure: null } as const
    await room.registry.save({ devices: [bureau, mast('mast-3', 't2')] }, { actor: '导入', reason: 'imported' })
    for (let minute = 0; minute < minutes; minute += 1) {
      const ts = room.clock.now() + MINUTE
      const facts = { ts, receivedAt: ts, seq: null, quality: {} }
      room.act.take([
        { ...facts, device: 'bureau', values: { windSpeed: bureauMps } },
        ...['mast-1', 'mast-2', 'mast-3'].map((device) => ({ ...facts, device, values: { windSpeed: 1 } })),
      ])
      await room.act.advanceTo(ts)
    }
  }

  function registered(id: string) {
    const { attributes, ...facts } = place(id, 't1')
    return { ...facts, attributes }
  }

  /** At two masts at once: they confirm each other. */
  function gust(): void {
    const ts = world.room.clock.now()
    const facts = { ts, receivedAt: ts, seq: null, values: { windGust: 12 }, quality: {} }
    world.room.act.take(['mast-1', 'mast-2'].map((device) => ({ ...facts, device })))
  }

  async function everyLine() {
    const all: (typeof lines)[number][] = []
    for (let cursor: string | null = null; ; ) {
      const page = await world.operations.read.audit.list({ subject: null, limit: 500, cursor })
      all.push(...page.items)
      cursor = page.nextCursor
      if (cursor === null) return all
    }
  }

  it('has a line of every action there is', () => {
    const written = new Set(lines.map((line) => line.action))
    expect(AUDIT_ACTIONS.filter((action) => !written.has(action))).toEqual([])
    expect([...written].filter((action) => !AUDIT_ACTIONS.some((one) => one === action))).toEqual([])
  })

  it('says every action and every reason in Chinese on a Chinese screen, in English on the other', () => {
    for (const { at: _at, ...line } of lines) {
      const view = { ...line, at: '', details: { ...line.details } }
      const chinese = auditText(view, text, pen)
      expect(chinese.title, line.action).toMatch(/\p{Script=Han}/u)
      expect(`${chinese.title} ${chinese.detail}`, `${line.action}: ${line.cause}`).not.toMatch(SENTENCE)
      if (line.actor === 'system') {
        const said = auditText(view, english, englishPen)
        expect(`${said.title} ${said.detail}`, line.action).not.toMatch(/\p{Script=Han}/u)
      }
    }
  })

  it('tells the confirmed release of all orders as a release, not as an issue', () => {
    const byHand = '已查清'
    const released = lines.filter((line) => line.action === 'order.released' && line.cause !== byHand)
    expect(released.length).toBeGreaterThan(0)
    expect(new Set(released.map((line) => line.cause))).toEqual(new Set(['release-confirmed']))
    expect(reasonText('release-confirmed', text, pen)).toBe(text('reason.release-confirmed'))
  })

  it('shows a person’s own words, and what an older version stored, as they stand', () => {
    const shown = (reason: string) => reasonText(reason, text, pen)
    expect(shown('阵风短暂: 见气象台 10:30')).toBe('阵风短暂: 见气象台 10:30')
    expect(shown('nobody answered within the countdown')).toBe('nobody answered within the countdown')
    expect(shown('windy-day 1.0.0: closed')).toContain('过程结束')
  })
})
