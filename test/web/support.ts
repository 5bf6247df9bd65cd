/** Views as the server would send them, complete, with only what a test is about written out. */
import type { DraftView } from '../../server/contract/draft.ts'
import type { EpisodeView } from '../../server/contract/episode.ts'
import type { ManualView } from '../../server/contract/manual.ts'
import type { NoticeView } from '../../server/contract/notice.ts'
import type { OrderView } from '../../server/contract/order.ts'
import type { DeviceView } from '../../server/contract/registry.ts'
import type { Text } from '../../web/logic/phrases.ts'
import type { Pen } from '../../web/rules/rule-words.ts'
import { words } from '../../web/words/index.ts'
import { filled } from '../../web/words/text.ts'

/** Texts as a Chinese screen shows them. */
export const text: Text = (key, values = {}) => filled(words[key], 'zh-CN', values)

/** Writes Chinese, and times as hours and minutes. */
export const pen: Pen = { say: (wording, values) => filled(wording, 'zh-CN', values), time: (one) => one.slice(11, 16) }

export function at(time: string): number {
  return Date.parse(`2026-11-20T${time}:00+08:00`)
}

export function iso(time: string): string {
  return `2026-11-20T${time}:00+08:00`
}

export function measure(name: OrderView['measures'][number]['measure'], due: string, done: string | null = null) {
  return {
    measure: name,
    askedAt: iso('09:00'),
    dueAt: iso(due),
    doneAt: done === null ? null : iso(done),
    doneBy: done === null ? null : 'manager',
    doneChannel: done === null ? null : ('addressee' as const),
    doneFor: null,
    noSuchWork: null,
    finish: null,
    withdrawnAt: null,
  }
}

export function order(facts: Partial<OrderView> = {}): OrderView {
  return {
    id: 'o1',
    number: '2026-1120-001',
    cause: { kind: 'episode', id: 'e1' },
    episode: 'e1',
    place: 'S1',
    placeName: '一标段工地',
    placeKind: 'buildingSite',
    township: '侯寨乡',
    townshipId: 'T1',
    state: 'issued',
    level: 4,
    revision: 1,
    issuedAt: iso('09:00'),
    deliveredAt: null,
    seenAt: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    acknowledgedChannel: null,
    acknowledgedFor: null,
    acknowledgeDueAt: iso('09:10'),
    compliedAt: null,
    verifiedAt: null,
    verifiedBy: null,
    verifiedHow: null,
    contradictions: [],
    referral: null,
    releasedAt: null,
    cancelledAt: null,
    endReason: null,
    measures: [measure('stopEarthworks', '09:15'), measure('coverBareSoil', '10:00')],
    revisions: [],
    notes: [],
    basis: [],
    citations: [],
    version: 1,
    ...facts,
  }
}

export function episode(facts: Partial<EpisodeView> = {}): EpisodeView {
  return {
    id: 'e1',
    kind: 'windy-day',
    state: 'open',
    scope: 'district',
    township: null,
    townshipId: null,
    place: null,
    placeId: null,
    openedAt: iso('08:55'),
    closedAt: null,
    level: 4,
    maxLevel: 4,
    blindSince: null,
    hold: null,
    rulePack: { id: 'windy-day', version: '1.0.0' },
    thresholds: {},
    changes: [],
    version: 1,
    ...facts,
  }
}

export function notice(facts: Partial<NoticeView> = {}): NoticeView {
  return {
    id: 'n1',
    number: '郑环攻坚办〔2026〕12号',
    issuer: '市攻坚办',
    text: '8时至20时停止土石方作业和渣土运输。',
    kind: 'temporary',
    level: null,
    scope: { kind: 'district', township: null, townshipName: null },
    measures: ['stopEarthworks', 'stopMuckTrucks'],
    startsAt: iso('08:00'),
    endsAt: iso('20:00'),
    ceasesAt: iso('20:00'),
    replyBy: iso('12:00'),
    recordedAt: iso('07:40'),
    recordedBy: '王值班',
    liftedAt: null,
    liftedBy: null,
    liftReason: null,
    endedAt: null,
    replies: [],
    amendments: [],
    version: 1,
    ...facts,
  }
}

export function draft(facts: Partial<DraftView> = {}): DraftView {
  return {
    id: 'd1',
    kind: 'issue',
    cause: { kind: 'episode', id: 'e1' },
    episode: 'e1',
    level: 4,
    state: 'waiting',
    createdAt: iso('08:55'),
    dueAt: iso('08:58'),
    holdReason: null,
    heldBy: null,
    decidedAt: null,
    decidedBy: null,
    dropReason: null,
    effect: null,
    version: 1,
    ...facts,
  }
}

export function device(facts: Partial<DeviceView> = {}): DeviceView {
  return {
    id: 'D1',
    name: '扬尘监测 1',
    kind: 'dustMonitor',
    township: '侯寨乡',
    townshipId: 'T1',
    placeId: 'S1',
    latitude: null,
    longitude: null,
    intervalMs: 60_000,
    exposure: null,
    underMaintenance: false,
    live: { status: 'online', lastMeasuredAt: null, ageS: null },
    ...facts,
  }
}

export function manualControl(facts: Partial<ManualView> = {}): ManualView {
  return {
    id: 'm1',
    reason: '举报:夜间出土',
    scope: { kind: 'township', id: 't1', name: '侯寨乡' },
    placeKinds: [],
    measures: ['stopEarthworks'],
    endsAt: null,
    decidedAt: iso('09:00'),
    decidedBy: '王值班',
    township: null,
    needsSecond: false,
    orderedAt: iso('09:00'),
    confirmedBy: null,
    endedAt: null,
    endedBy: null,
    endReason: null,
    version: 1,
    ...facts,
  }
}
