/** SHOW: what the roads changed, as live events. */
import { draftView } from '../../contract/draft.ts'
import { episodeView } from '../../contract/episode.ts'
import { exemptionView } from '../../contract/exemption.ts'
import { filingView } from '../../contract/filing.ts'
import type { Lookup } from '../../contract/lookup.ts'
import { manualView } from '../../contract/manual.ts'
import { noticeView } from '../../contract/notice.ts'
import { orderView } from '../../contract/order.ts'
import { localIso } from '../../domain/time.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Changed } from '../act/changed.ts'
import type { Live } from './live.ts'
import type { ReadingsPulse } from './readings-pulse.ts'

export function tellLive(live: Live, lookup: Lookup, changed: Changed): void {
  for (const episode of changed.episodes) live.publish('episode', episodeView(episode, lookup))
  for (const notice of changed.notices) live.publish('notice', noticeView(notice, lookup))
  for (const one of changed.exemptions) live.publish('exemption', exemptionView(one, lookup))
  for (const one of changed.filings) live.publish('filing', filingView(one, lookup))
  for (const one of changed.manualControls) live.publish('manual', manualView(one, lookup))
  for (const draft of changed.drafts) live.publish('draft', draftView(draft, lookup))
  for (const order of changed.orders) live.publish('order', orderView(order, lookup))
}

export function sendPulse(live: Live, pulse: ReadingsPulse, clock: Clock, timeZone: string): void {
  const readings = pulse.beat()
  if (readings) live.publish('readings', { at: localIso(clock.now(), timeZone), readings: [...readings] })
}
