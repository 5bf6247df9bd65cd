/** What one order cites (依据), frozen when it is issued: invariant 17 asks for the law of that day. */
import type { PlaceKind } from '../place.ts'
import type { EpochMs } from '../units.ts'
import { addressedTo, basesAt } from './bases-for.ts'
import type { LegalBasis, LegalCause } from './legal-basis.ts'

/** As it was at issue, so that later data changes nothing of it. */
export type Citation = Pick<LegalBasis, 'id' | 'document' | 'documentEn' | 'number' | 'article'>

/** In the order in which they are cited; empty when nothing in force then speaks to such a place. */
export function citationsFor(cause: LegalCause, kind: PlaceKind, at: EpochMs, timeZone: string): readonly Citation[] {
  return addressedTo(basesAt(cause, at, timeZone), kind).map(({ id, document, documentEn, number, article }) => ({
    ...{ id, document, documentEn, number, article },
  }))
}
