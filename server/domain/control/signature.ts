/** Who stands behind a stamp: the addressee, or somebody who called them and says what was heard (practice.md 2). */

import type { EpochMs } from '../units.ts'

export const STAMP_CHANNELS = ['addressee', 'phone'] as const

/** `addressee`: the responsible person, with their own key. `phone`: somebody else, after a call with them. */
export type StampChannel = (typeof STAMP_CHANNELS)[number]

/** 电话代签收, 电话代报: who was called at which number and what was heard. */
export interface PhoneCall {
  readonly behalfOf: string
  readonly phone: string
  readonly heard: string
}

export interface Signature {
  /** Who stamped. */
  readonly by: string
  readonly channel: StampChannel
  /** On whose behalf; null: their own. */
  readonly behalfOf: string | null
}

/** Something said at one instant. */
export interface Stamp extends Signature {
  readonly at: EpochMs
}

/** `call` null: the addressee themself. */
export function signatureOf(by: string, call: PhoneCall | null): Signature {
  return call === null
    ? { by, channel: 'addressee', behalfOf: null }
    : { by, channel: 'phone', behalfOf: call.behalfOf }
}
