/** Grows by one per record, from 1; 0 stands for "before the first". */
export type SpoolSeq = number

export interface SpoolRecord {
  readonly seq: SpoolSeq
  readonly payload: Buffer
}

/** One consumer's place in the spool. Records are handed out in order and stay until every consumer committed them. */
export interface SpoolCursor {
  /** The next records after the last read, at most `max`; empty when there are none yet. */
  read(max: number): Promise<readonly SpoolRecord[]>
  /** Goes back to the record after the last committed one. */
  rewind(): void
  /** This consumer needs nothing up to and including `seq` any more; durable when it resolves. */
  commit(seq: SpoolSeq): Promise<void>
  committed(): SpoolSeq
}

/** The durable queue between intake and everything behind it. What `append` confirmed survives a killed process. */
export interface Spool {
  /** Resolves once the record is on disk (group commit). Rejects with `SpoolFull` when it could not be kept. */
  append(payload: Buffer): Promise<SpoolSeq>
  cursor(consumer: string): SpoolCursor
  state(): SpoolState
  /** Drops every record and cursor: only ever called in the drill realm. */
  clear(): Promise<void>
  close(): Promise<void>
}

export interface SpoolState {
  readonly bytes: number
  readonly lastSeq: SpoolSeq
  /** Records that were unreadable when the spool was opened or read, and were stepped over. */
  readonly skipped: number
  /** false while the disk takes nothing more. */
  readonly accepting: boolean
}

/** No room, or the limit is reached: do not acknowledge, try again later. */
export class SpoolFull extends Error {
  override readonly name = 'SpoolFull'
}
