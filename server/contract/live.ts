/** The live stream: the name of each event, and the view its data is. */
import { z } from 'zod'
import { QUANTITIES } from '../domain/air/quantity.ts'
import { ClockView } from './clock.ts'
import { IsoTime } from './common.ts'
import { DraftView } from './draft.ts'
import { EpisodeView } from './episode.ts'
import { ExemptionView } from './exemption.ts'
import { FilingView } from './filing.ts'
import { ManualView } from './manual.ts'
import { NoticeView } from './notice.ts'
import { OrderView } from './order.ts'
import { LatestView } from './reading.ts'
import { TimerView } from './timer.ts'

const ReadingsPulse = z.object({
  at: IsoTime.describe('by the realm clock'),
  readings: z.array(
    z.object({
      device: z.string(),
      ts: z.number().describe('epoch ms, when it was measured'),
      values: z.partialRecord(z.enum(QUANTITIES), z.number()).describe('usable values only'),
    }),
  ),
})

const TimersView = z.object({ timers: z.array(TimerView).describe('all that run for an area, the next to act first') })

const SnapshotView = z.object({
  clock: ClockView,
  episodes: z.array(EpisodeView),
  drafts: z.array(DraftView),
  orders: z.array(OrderView),
  notices: z.array(NoticeView).describe('those in force or to come, and those that ended within a day'),
  exemptions: z.array(ExemptionView).describe('those that hold or will'),
  filings: z.array(FilingView).describe('those that wait or hold'),
  manualControls: z
    .array(ManualView)
    .describe('those that ask something or wait for a second person, and those that ended within a day'),
  latest: z.array(LatestView),
  timers: z.array(TimerView),
})

/** `snapshot` comes first to a screen that does not resume; the others as they happen. */
export const LIVE_EVENTS = {
  snapshot: SnapshotView,
  readings: ReadingsPulse,
  episode: EpisodeView,
  draft: DraftView,
  order: OrderView,
  notice: NoticeView,
  exemption: ExemptionView,
  filing: FilingView,
  manual: ManualView,
  timers: TimersView,
  clock: ClockView,
} as const

export type LiveEventName = keyof typeof LIVE_EVENTS

export type LiveData = { readonly [K in LiveEventName]: z.infer<(typeof LIVE_EVENTS)[K]> }
