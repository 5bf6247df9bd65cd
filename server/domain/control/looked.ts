/** What is kept of a look at an order: how somebody looked, what was contradicted, to whom it was handed over. */
import type { EpochMs } from '../units.ts'
import type { Measure } from './measure.ts'

/** 视频巡查, 到场查看. */
export const PROOF_WAYS = ['camera', 'visit'] as const

export type ProofWay = (typeof PROOF_WAYS)[number]

/** 不属实: reports that somebody found to be untrue. */
export interface Contradiction {
  readonly at: EpochMs
  readonly by: string
  readonly how: ProofWay
  readonly what: string
  readonly measures: readonly Measure[]
}

/** 转执法: handed to the competent department with its evidence; the order itself stays in force. */
export interface Referral {
  readonly at: EpochMs
  readonly by: string
  readonly department: string
  readonly reason: string
}
