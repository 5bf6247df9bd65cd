/**
 * Which of several servers on one operations database judges and writes. The one that has the lease says so again every
 * second; when it does not for five, another may take it, and what the first still writes is refused by the database.
 */
import type { EpochMs } from '../domain/units.ts'

export interface Lease {
  /** Takes it when nobody has it, when it has lapsed, or when this very holder had it in an earlier life. */
  take(): Promise<LeaseTaken>
  /** Says that it is still wanted. Rejects with `OperationsUnavailable`: then nobody else can take it either. */
  renew(): Promise<LeaseTaken>
  /** Lets it go at once. */
  release(): Promise<void>
}

export type LeaseTaken =
  | { readonly kind: 'mine' }
  /** Who has it: a name for people, and since when. */
  | { readonly kind: 'taken'; readonly by: string; readonly since: EpochMs }

export interface LeaseHolder {
  /** The same in every life of one server, and nobody else's. */
  readonly id: string
  /** For people. */
  readonly name: string
}
