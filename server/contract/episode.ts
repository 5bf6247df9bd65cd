/** Episodes as they cross the wire. */
import { z } from 'zod'
import { type Episode, REASON_CODES } from '../domain/control/episode.ts'
import { localIso } from '../domain/time.ts'
import { IsoTime } from './common.ts'
import type { Lookup } from './lookup.ts'
import { QuantityName } from './reading.ts'

export const LevelReasonView = z.object({
  code: z.enum(REASON_CODES),
  quantity: QuantityName.describe('what was judged'),
  value: z.number().describe('what it was, in the unit of the quantity'),
  bound: z.number().describe('bound reached or undercut, in the same unit'),
  since: IsoTime.describe('since when it held without a break'),
  source: z.string().describe('where the value came from, in the words of the rule, for example weatherBureau'),
  measured: z
    .record(z.string(), z.number().nullable())
    .describe('what else was measured or counted for it; windy-day: meanMps, gustMps; null: not known'),
  onlyAdvise: z.array(z.string()).describe('why it leaves the house as advice only, whatever the mode; empty for most'),
})

const LevelChangeView = z.object({
  at: IsoTime,
  from: z.number().int().describe('control level; 0: no episode open'),
  to: z.number().int(),
  reason: LevelReasonView,
  readings: z.array(
    z.object({ device: z.string(), ts: IsoTime, quantity: QuantityName, value: z.number().describe('mean or gust') }),
  ),
})

export const EpisodeView = z.object({
  id: z.string(),
  kind: z.string(),
  state: z.enum(['open', 'closed']),
  scope: z.enum(['district', 'township', 'place']),
  township: z.string().nullable().describe('name; null for the whole district'),
  townshipId: z.string().nullable(),
  place: z.string().nullable().describe('name; null where the scope is wider'),
  placeId: z.string().nullable(),
  openedAt: IsoTime,
  closedAt: IsoTime.nullable(),
  level: z.number().int().describe('control level in force, as the rule decided it; what was measured is in `changes`'),
  maxLevel: z.number().int(),
  blindSince: IsoTime.nullable().describe('since when the rule has no usable data; the level is held meanwhile'),
  hold: z
    .object({ until: IsoTime, by: z.string(), reason: z.string() })
    .nullable()
    .describe('a person keeps it open until then'),
  rulePack: z.object({ id: z.string(), version: z.string() }),
  thresholds: z.record(z.string(), z.unknown()),
  changes: z.array(LevelChangeView),
  version: z.number().int(),
})

export type EpisodeView = z.infer<typeof EpisodeView>

export function episodeView(episode: Episode, lookup: Lookup): EpisodeView {
  const iso = (at: number) => localIso(at, lookup.timeZone)
  const isoOrNull = (at: number | null) => (at === null ? null : iso(at))
  const { scope } = episode
  const placeId = scope.kind === 'place' ? scope.placeId : null
  const place = placeId === null ? undefined : lookup.place(placeId)
  const townshipId = scope.kind === 'township' ? scope.townshipId : (place?.townshipId ?? null)
  return {
    id: episode.id,
    kind: episode.kind,
    state: episode.closedAt === null ? 'open' : 'closed',
    scope: scope.kind,
    township: townshipId === null ? null : lookup.townshipName(townshipId),
    townshipId,
    place: place?.name ?? placeId,
    placeId,
    openedAt: iso(episode.openedAt),
    closedAt: isoOrNull(episode.closedAt),
    level: episode.level,
    maxLevel: episode.maxLevel,
    blindSince: isoOrNull(episode.blindSince),
    hold: episode.hold === null ? null : { ...episode.hold, until: iso(episode.hold.until) },
    rulePack: episode.rulePack,
    thresholds: episode.thresholds,
    changes: episode.changes.map((change) => ({
      at: iso(change.at),
      from: change.from,
      to: change.to,
      reason: {
        ...change.reason,
        since: iso(change.reason.since),
        measured: { ...change.reason.measured },
        onlyAdvise: [...change.reason.onlyAdvise],
      },
      readings: change.readings.map((reading) => ({ ...reading, ts: iso(reading.ts) })),
    })),
    version: episode.version,
  }
}
