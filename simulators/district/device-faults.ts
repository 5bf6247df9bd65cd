/** Faults of single instruments, each from one clock hour on: what they would have said becomes what they say. */

import type { EpochMs } from '../local-time.ts'
import { HOUR, type Ms } from '../local-time.ts'
import type { Values } from './world.ts'

export interface DeviceFault {
  readonly device: string
  /** Clock hour from the scenario's first midnight. */
  readonly fromHour: number
  readonly fault:
    | { readonly kind: 'dead' }
    /** Says these values for ever. */
    | { readonly kind: 'stuck'; readonly values: Values }
    /** Its clock is ahead, or behind when negative. */
    | { readonly kind: 'wrongClock'; readonly byMs: Ms }
    | { readonly kind: 'times'; readonly quantity: string; readonly factor: number }
}

export interface Said {
  readonly ts: EpochMs
  readonly values: Values
}

/** null: nothing was sent. */
export function spoken(faults: readonly DeviceFault[], device: string, midnight: EpochMs, right: Said): Said | null {
  let said = right
  for (const { device: faulty, fromHour, fault } of faults) {
    if (faulty !== device || right.ts < midnight + fromHour * HOUR) continue
    switch (fault.kind) {
      case 'dead':
        return null
      case 'stuck':
        said = { ...said, values: { ...said.values, ...fault.values } }
        break
      case 'wrongClock':
        said = { ...said, ts: said.ts + fault.byMs }
        break
      case 'times': {
        const value = said.values[fault.quantity]
        if (value === undefined) break
        said = { ...said, values: { ...said.values, [fault.quantity]: value * fault.factor } }
      }
    }
  }
  return said
}
