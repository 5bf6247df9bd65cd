/** What people do with exemptions: the office approves one, or takes it back. Each act is one audited change. */
import { type Exemption, type NewExemption, newExemption, revoked } from '../../domain/control/exemption.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { Clock } from '../../ports/clock.ts'
import type { By } from '../common/by.ts'
import { actOn, type NotActedOn } from './acted-on.ts'
import type { Exemptions } from './exemptions.ts'
import type { FitPlace } from './fit-place.ts'
import type { ChangeRecorded } from './record.ts'

export type ExemptionAct =
  | { readonly kind: 'changed'; readonly exemption: Exemption }
  | NotActedOn
  /** It holds no more anyway. */
  | { readonly kind: 'over'; readonly exemption: Exemption; readonly at: EpochMs }

export interface ExemptionDesk {
  grant(facts: Omit<NewExemption, 'id'>, by: By): Promise<Exemption>
  revoke(id: string, seen: number | null, by: By): Promise<ExemptionAct>
}

export interface ExemptionDeskParts {
  readonly change: ChangeRecorded
  readonly exemptions: Exemptions
  readonly fitPlace: FitPlace
  readonly clock: Clock
  readonly newId: () => string
}

export function createExemptionDesk({ change, exemptions, fitPlace, clock, newId }: ExemptionDeskParts): ExemptionDesk {
  /** Orders look at exemptions in memory, also inside the change: what was not stored is put back as it was. */
  async function orAsBefore<T>(before: () => void, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      before()
      throw error
    }
  }

  return {
    grant(facts, by) {
      const id = newId()
      return orAsBefore(
        () => exemptions.forget(id),
        () =>
          change(async (record) => {
            const at = clock.now()
            const exemption = newExemption({ ...facts, id }, { at, by: by.actor })
            const { number, department, placeId: place, measures, until } = exemption
            const details = { number, department, place, measures, until }
            await record.exemption(exemption, { action: 'exemption.granted', at, by, details })
            exemptions.note([exemption])
            await fitPlace(record, exemption, at, by)
            return exemption
          }),
      )
    },
    revoke(id, seen, by) {
      let known: Exemption | null = null
      return orAsBefore(
        () => exemptions.note(known ? [known] : []),
        () =>
          change(async (record) =>
            actOn(await record.books.exemptions.get(id), seen, async (before): Promise<ExemptionAct> => {
              const at = clock.now()
              const outcome = revoked(before, by.reason, { at, by: by.actor })
              if (outcome.kind === 'over') return { ...outcome, exemption: before }
              known = before
              await record.exemption(outcome.exemption, { action: 'exemption.revoked', at, by })
              exemptions.note([outcome.exemption])
              await fitPlace(record, outcome.exemption, at, by)
              return outcome
            }),
          ),
      )
    },
  }
}
