/** 异常数据: what could not be used. */

import type { Quarantined, Refused } from '../../domain/air/reading.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { Page, PageQuery } from './page.ts'

export interface QuarantineBook {
  /** `key` identifies message and fault; the same key twice counts up `times` by `count` only if `spoolSeq` is newer. */
  add(items: readonly (Refused & { readonly key: string; readonly spoolSeq: number })[]): Promise<void>
  list(
    filter: PageQuery & { readonly device: string | null; readonly reason: string | null },
  ): Promise<Page<Quarantined>>
  count(): Promise<number>
  /** Removes what came last before `oldest`, then the longest unheard until at most `most` are left. */
  trim(limits: {
    readonly oldest: EpochMs
    readonly most: number
  }): Promise<{ readonly old: number; readonly tooMany: number }>
}
