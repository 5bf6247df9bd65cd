/** Who is told of a filing: the office that one waits, the place what became of it. */
import type { Filing } from '../../domain/control/filing.ts'
import type { Notification } from '../../domain/control/notification.ts'
import type { EpochMs } from '../../domain/units.ts'

export function filingNotice(
  filing: Filing,
  became: 'waits' | 'accepted' | 'refused' | 'lapsed',
  at: EpochMs,
): Notification {
  const { id, number, kind: filed, placeId, orderId, measures, until, decideReason } = filing
  const facts = { filing: id, number, filed, became, place: placeId, measures, until, reason: decideReason }
  const recipient = became === 'waits' ? 'officer' : `place:${placeId}`
  return { key: `filing/${id}/${became}`, orderId, recipient, createdAt: at, kind: 'filing', facts }
}
