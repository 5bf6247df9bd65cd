/** What orders answer to, seen from them: where a cause demands something, what of each place, whether it is over. */
import { type CauseRef, episodeCause } from '../../domain/control/cause.ts'
import type { Episode } from '../../domain/control/episode.ts'
import { type ManualControl, manualCause, means } from '../../domain/control/manual.ts'
import { ceasesAt, type Notice, noticeCause } from '../../domain/control/notice.ts'
import type { Demand } from '../../domain/control/order.ts'
import type { planFor } from '../../domain/control/plan/index.ts'
import { noticeDemand } from '../../domain/control/plan/notice.ts'
import type { PlanSettings } from '../../domain/control/plan/response-plan.ts'
import type { SprinklerWeather } from '../../domain/control/plan/sprinkler-guards.ts'
import type { Scope } from '../../domain/control/scope.ts'
import type { LegalCause } from '../../domain/law/legal-basis.ts'
import type { Place } from '../../domain/place.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { Books } from '../../ports/operations.ts'

export interface Demanding {
  readonly ref: CauseRef
  readonly scope: Scope
  /** The wind or dust has gone, the notice was lifted or has ended, a person has ended what they decided. */
  readonly isOver: boolean
  /** Levels below it ask nothing of anybody; the places are told. */
  readonly fromLevel: number
  /** Why an ended order of it would start again. */
  readonly again: 'reopened' | 'raisedAfterRelease'
  /** By it the law that its orders cite is chosen. */
  readonly legal: LegalCause
  /** Empty when the place owes nothing. */
  demandOf(place: Place, level: number, at: EpochMs): Demand
}

export interface Demands {
  ofEpisode(episode: Episode): Demanding
  /** As it stands at an instant: a notice ends by itself. */
  ofNotice(notice: Notice, at: EpochMs): Demanding
  ofManual(control: ManualControl): Demanding
  /** null: nothing is known of it. */
  find(books: Books, cause: CauseRef, at: EpochMs): Promise<Demanding | null>
}

export interface DemandsParts {
  readonly planOf: typeof planFor
  readonly settings: PlanSettings
  readonly weatherAt: (place: Place, at: EpochMs) => SprinklerWeather
  /** What a place is spared is taken out of every demand. */
  readonly exempted: (demand: Demand, placeId: string, cause: CauseRef, at: EpochMs) => Demand
}

export function createDemands({ planOf, settings, weatherAt, exempted }: DemandsParts): Demands {
  function ofEpisode({ id, kind, scope, closedAt, changes }: Episode): Demanding {
    const plan = planOf(kind)
    return {
      ref: episodeCause(id),
      scope,
      legal: { kind: 'episode', rule: kind },
      isOver: closedAt !== null,
      fromLevel: plan.fromLevel,
      again: changes.at(-1)?.reason.code === 'reopened' ? 'reopened' : 'raisedAfterRelease',
      demandOf: (place, level, at) =>
        exempted(
          { level, ...plan.measuresFor(place, level, weatherAt(place, at), settings) },
          place.id,
          episodeCause(id),
          at,
        ),
    }
  }

  function ofNotice(notice: Notice, now: EpochMs): Demanding {
    const end = ceasesAt(notice)
    return {
      ref: noticeCause(notice.id),
      scope: notice.scope,
      legal: { kind: 'notice', declared: notice.kind },
      isOver: end !== null && end <= now,
      fromLevel: 0,
      again: 'reopened',
      demandOf: (place, level, at) =>
        exempted(
          { level, ...noticeDemand(notice, place, at, weatherAt(place, at), settings) },
          place.id,
          noticeCause(notice.id),
          at,
        ),
    }
  }

  function ofManual(control: ManualControl): Demanding {
    const ref = manualCause(control.id)
    return {
      ref,
      scope: control.scope,
      legal: { kind: 'manual' },
      // Its end is an act or an instant that control has seen: until then it asks.
      isOver: control.endedAt !== null,
      fromLevel: 0,
      again: 'reopened',
      demandOf(place, level, at) {
        const asked = { measures: means(control, place) ? control.measures : [], startsAt: at }
        return exempted({ level, ...noticeDemand(asked, place, at, weatherAt(place, at), settings) }, place.id, ref, at)
      },
    }
  }

  return {
    ofEpisode,
    ofNotice,
    ofManual,
    async find(books, { kind, id }, at) {
      switch (kind) {
        case 'episode': {
          const episode = await books.episodes.get(id)
          return episode && ofEpisode(episode)
        }
        case 'notice': {
          const notice = await books.notices.get(id)
          return notice && ofNotice(notice, at)
        }
        case 'manual': {
          const control = await books.manualControls.get(id)
          return control && ofManual(control)
        }
      }
    },
  }
}
