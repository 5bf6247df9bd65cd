/** Values for the operations contract: plain, complete, and with Chinese in every kind of text. */

import type { Refused } from '../../server/domain/air/reading.ts'
import type { AuditEntry } from '../../server/domain/audit.ts'
import { episodeCause } from '../../server/domain/control/cause.ts'
import type { Draft } from '../../server/domain/control/draft.ts'
import type { Episode } from '../../server/domain/control/episode.ts'
import type { Notification } from '../../server/domain/control/notification.ts'
import { demandAgain, newOrder, type Order, release } from '../../server/domain/control/order.ts'
import type { Place, Registry } from '../../server/domain/place.ts'
import { MINUTE } from '../../server/domain/units.ts'

const MORNING = Date.parse('2015-04-15T08:00:00+08:00')
const SETTINGS = { acknowledgeWithinMs: 10 * MINUTE }

function aPlace(id: string): Place {
  return {
    id,
    name: `工地${id}`,
    kind: 'buildingSite',
    phase: 'active',
    townshipId: 't1',
    helperTownshipId: id === 'p2' ? 't2' : null,
    latitude: 39.9042,
    longitude: 116.4074,
    attributes: {
      earthworks: true,
      demolition: false,
      muckTrucks: true,
      bareSoil: true,
      rubble: false,
      sprays: true,
      workAtHeight: false,
      bareAreaM2: 1_250.5,
      insideFence: false,
    },
  }
}

export const REGISTRY: Registry = {
  townships: [
    { id: 't1', name: '城关镇' },
    { id: 't2', name: '河东乡' },
  ],
  places: [aPlace('p1'), aPlace('p2'), aPlace('p3')],
  devices: [
    {
      id: 'd1',
      name: '气象杆',
      kind: 'weatherMast',
      townshipId: 't1',
      placeId: null,
      latitude: null,
      longitude: null,
      intervalMs: MINUTE,
      exposure: 'open',
      underMaintenance: false,
    },
    {
      id: 'd2',
      name: '扬尘仪',
      kind: 'dustMonitor',
      townshipId: 't1',
      placeId: 'p2',
      latitude: 39.9,
      longitude: 116.4,
      intervalMs: MINUTE,
      exposure: null,
      underMaintenance: true,
    },
  ],
}

export function registryOf(placeCount: number): Registry {
  const places = Array.from({ length: placeCount }, (_, n) => aPlace(`many-${n}`))
  return { townships: REGISTRY.townships, places, devices: [] }
}

export function anEpisode(id: string): Episode {
  return {
    id,
    kind: 'windy-day',
    scope: { kind: 'district' },
    rulePack: { id: 'north-city', version: '1.2.0' },
    thresholds: { raiseMps: [8, 10.8], holdMinutes: 30 },
    openedAt: MORNING,
    closedAt: null,
    level: 1,
    maxLevel: 1,
    blindSince: null,
    hold: null,
    changes: [
      {
        at: MORNING,
        from: 0,
        to: 1,
        reason: {
          code: 'opened',
          quantity: 'windSpeed',
          value: 8.3,
          bound: 8,
          since: MORNING - 30 * MINUTE,
          source: 'openMedian',
          measured: { meanMps: 8.3, gustMps: null },
          onlyAdvise: [],
        },
        readings: [
          { device: 'd1', ts: MORNING, quantity: 'windSpeed', value: 8.3 },
          { device: 'd3', ts: MORNING, quantity: 'windSpeed', value: 8.1 },
        ],
      },
    ],
    version: 1,
  }
}

/** Raised by a gust, then blind. */
export function aSecondVersion(episode: Episode): Episode {
  const at = episode.openedAt + 5 * MINUTE
  const reason = {
    code: 'gust',
    quantity: 'windGust',
    value: 18,
    bound: 17.2,
    since: at,
    source: 'weatherBureau',
    measured: {},
    onlyAdvise: [],
  } as const
  const changes = [...episode.changes, { at, from: 1, to: 2, reason, readings: [] }]
  return { ...episode, level: 2, maxLevel: 2, blindSince: at, changes, version: episode.version + 1 }
}

export function aDraft(id: string, kind: Draft['kind'], createdAt: number): Draft {
  return {
    id,
    kind,
    cause: episodeCause('e1'),
    level: 1,
    state: 'waiting',
    createdAt,
    dueAt: kind === 'issue' ? createdAt + 5 * MINUTE : null,
    holdReason: null,
    heldBy: null,
    decidedAt: null,
    decidedBy: null,
    dropReason: null,
    effect: {
      at: createdAt,
      places: [{ placeId: 'p1', isNew: true, measures: [{ measure: 'spray', dueInMs: MINUTE }] }],
    },
    version: 1,
  }
}

/** `n` sets how many milliseconds after the morning it was issued. */
export function anOrder(id: string, placeId: string, n = 0): Order {
  const facts = { id, number: `2015-0415-${id}`, placeId, townshipId: 't1', cause: episodeCause('e1') }
  const measures = [
    { measure: 'coverBareSoil', dueInMs: 60 * MINUTE },
    { measure: 'stopEarthworks', dueInMs: 10 * MINUTE },
    { measure: 'spray', dueInMs: 30 * MINUTE },
  ] as const
  return newOrder(facts, { level: 1, measures, notes: ['距国控点近，不喷雾'] }, MORNING + n, SETTINGS)
}

/** The three versions after an issue: measures withdrawn, released, and ordered anew as revision 2. */
export function aReopenedOrder(order: Order): [lowered: Order, released: Order, reopened: Order] {
  const at = MORNING + 60 * MINUTE
  const less = { level: 1, measures: [{ measure: 'coverBareSoil', dueInMs: MINUTE }], notes: [] } as const
  const lowered = demandAgain(order, less, at, SETTINGS, 'reopened')
  const outcome = release(lowered, '风力减小', at + MINUTE)
  if (outcome.kind !== 'changed') throw new Error(`the order of this fixture cannot be released: ${outcome.kind}`)
  const more = { level: 2, measures: [{ measure: 'spray', dueInMs: MINUTE }], notes: [] } as const
  return [lowered, outcome.order, demandAgain(outcome.order, more, at + 2 * MINUTE, SETTINGS, 'raisedAfterRelease')]
}

export function aNotification(
  key: string,
  orderId: string | null,
  createdAt: number,
): Notification & { readonly kind: 'issue' } {
  const facts = { number: '工地-1', level: 1, measures: ['spray'] } as const
  return { key, kind: 'issue', orderId, recipient: 'place:p1', createdAt, facts }
}

export function aRefusal(key: string, spoolSeq: number): Refused & { key: string; spoolSeq: number } {
  return {
    key,
    spoolSeq,
    device: 'd1',
    topic: 'windbreak/v1/0/d1/reading',
    receivedAt: MORNING + spoolSeq,
    reason: 'malformed-json',
    field: 'pm10',
    count: 1,
    detail: 'pm10: found "many", expected a number',
    sample: '{"pm10":"many"}',
  }
}

export function anAuditEntry(subject = 'episode:e1'): AuditEntry {
  return {
    at: MORNING,
    actor: 'system',
    action: 'episode.opened',
    subject,
    revision: 1,
    cause: '风速达到 8 m/s',
    details: { windMps: 8.3, bounds: { raise: 8, fall: 6.5 }, devices: ['d1', 'd3'] },
  }
}
