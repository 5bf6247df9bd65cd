/** The drill report: the server's account of the drill, with what the player alone knows. Kept as the server gave it. */
import type { Fault } from './fault-settings.ts'
import type { Speed } from './pace.ts'
import type { PeopleCounts } from './people.ts'
import type { Played } from './player.ts'

export interface PlayerFacts {
  readonly file: string
  /** ISO 8601 with zone; `to` is exclusive. */
  readonly from: string
  readonly to: string
  readonly speed: Speed
  readonly played: Played
  /** null when the replay was played clean. */
  readonly faults: { readonly seed: number; readonly struck: Readonly<Record<Fault, number>> } | null
  /** null without simulated people. */
  readonly people: PeopleCounts | null
}

export interface DrillReport {
  readonly realm: 'drill'
  readonly file: string
  readonly from: string
  readonly to: string
  readonly speed: Speed
  readonly counts: Readonly<Record<string, unknown>>
  readonly episodes: readonly ReportedEpisode[]
  readonly orders: readonly ReportedOrder[]
  readonly score: unknown
}

export interface ReportedEpisode {
  readonly id: string
  readonly kind: string
  readonly township: string | null
  readonly place: string | null
  readonly placeId: string | null
  readonly openedAt: string
  readonly closedAt: string | null
  readonly maxLevel: number
}

export interface ReportedOrder {
  readonly cause: { readonly kind: string; readonly id: string }
  /** null when the cause is not an episode. */
  readonly episode: string | null
  readonly acknowledgedAt: string | null
  readonly compliedAt: string | null
  readonly releasedAt: string | null
  readonly cancelledAt: string | null
  readonly revisions: readonly unknown[]
}

export function reportOf(fromServer: Readonly<Record<string, unknown>>, facts: PlayerFacts): DrillReport {
  const { realm: _realm, from: _from, to: _to, counts, episodes, orders, score, ...more } = fromServer
  const { file, speed, played, faults, people } = facts
  return {
    realm: 'drill',
    file,
    // As asked; the server's own span ends where its clock stands.
    from: facts.from,
    to: facts.to,
    speed,
    counts: { published: played.published, acknowledged: played.acknowledged, ...(counts as object) },
    // The shapes the server's own description promises; they are printed, not judged, here.
    episodes: episodes as readonly ReportedEpisode[],
    orders: orders as readonly ReportedOrder[],
    score,
    ...more,
    ...(faults ? { faults } : {}),
    ...(people ? { people } : {}),
  }
}

/** A replay names the place of an episode by the station that stands there: that is what its file knows it by. */
export function namedByStation(report: DrillReport, stationOf: ReadonlyMap<string, string>): DrillReport {
  const nameOf = ({ place, placeId }: ReportedEpisode) => (placeId && stationOf.get(placeId)) ?? place
  return { ...report, episodes: report.episodes.map((episode) => ({ ...episode, place: nameOf(episode) })) }
}
