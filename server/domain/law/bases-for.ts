/** Chooses what an order cites: by its cause, the local day it was issued on, and the kind of place it goes to. */
import type { PlaceKind } from '../place.ts'
import { localDay } from '../time.ts'
import type { EpochMs } from '../units.ts'
import { LEGAL_BASES } from './legal-bases.ts'
import { type Addressee, causeKindOf, type LegalBasis, type LegalCause } from './legal-basis.ts'

/** What an order of this cause may cite on a local date `YYYY-MM-DD`, in the order in which it is cited. */
export function basesFor(
  cause: LegalCause,
  localDate: string,
  bases: readonly LegalBasis[] = LEGAL_BASES,
): readonly LegalBasis[] {
  return citableFor(cause, localDate, bases).filter(({ use }) => use === 'order')
}

/** The same by the instant of issue: the law changes at a local midnight. */
export function basesAt(
  cause: LegalCause,
  at: EpochMs,
  timeZone: string,
  bases: readonly LegalBasis[] = LEGAL_BASES,
): readonly LegalBasis[] {
  return basesFor(cause, localDay(at, timeZone), bases)
}

/** What a case handed over (转执法) cites: what its order may cite, and the penalties for a breach of those duties. */
export function referralBasesFor(
  cause: LegalCause,
  localDate: string,
  bases: readonly LegalBasis[] = LEGAL_BASES,
): readonly LegalBasis[] {
  return citableFor(cause, localDate, bases)
}

function citableFor(cause: LegalCause, localDate: string, bases: readonly LegalBasis[]): readonly LegalBasis[] {
  const kind = causeKindOf(cause)
  return bases.filter((basis) => isInForce(basis, localDate) && basis.causeKinds.includes(kind))
}

function isInForce({ validFrom, validTo }: LegalBasis, localDate: string): boolean {
  return validFrom <= localDate && (validTo === null || localDate <= validTo)
}

const ADDRESSEES_OF: Readonly<Record<PlaceKind, readonly Addressee[]>> = {
  buildingSite: ['site'],
  municipalSite: ['site'],
  demolitionSite: ['site'],
  linearWork: ['site'],
  bareLand: ['site', 'publicGround'],
  muckTip: ['storage'],
  mixingPlant: ['storage'],
  materialYard: ['storage'],
  roadSection: ['government'],
}

/** Those that speak to a kind of place: a mixing plant is not told what the law asks of a site. */
export function addressedTo(bases: readonly LegalBasis[], kind: PlaceKind): readonly LegalBasis[] {
  const wanted: readonly Addressee[] = [...ADDRESSEES_OF[kind], 'everyone']
  return bases.filter(({ addressees }) => addressees.some((one) => wanted.includes(one)))
}
