/** The rule's numbers that an episode keeps, in words. What this page does not know the shape of is left to the API. */
import { MINUTE } from '../../server/domain/units.ts'
import { number } from './numbers.ts'
import type { Text } from './phrases.ts'

export interface ThresholdLine {
  readonly name: string
  readonly value: string
}

export function thresholdLines(thresholds: Readonly<Record<string, unknown>>, text: Text): readonly ThresholdLine[] {
  const lines: ThresholdLine[] = []
  const { levels, mode, release } = thresholds
  if (Array.isArray(levels)) {
    for (const one of levels) {
      if (!isLevel(one)) continue
      lines.push({ name: text('threshold.level', { level: one.level }), value: `≥ ${number(one.boundMps, 1)} m/s` })
    }
  }
  const minutes = (key: string, name: string) => {
    const value = thresholds[key]
    if (typeof value === 'number') lines.push({ name, value: text('span.minutes', { n: value / MINUTE }) })
  }
  minutes('raiseAfterMs', text('threshold.raiseAfter'))
  minutes('lowerAfterMs', text('threshold.lowerAfter'))
  if (typeof thresholds.closeBelowMps === 'number') {
    lines.push({ name: text('threshold.closeBelow'), value: `< ${number(thresholds.closeBelowMps, 1)} m/s` })
  }
  minutes('closeAfterMs', text('threshold.closeAfter'))
  minutes('minimumHoldMs', text('threshold.minimumHold'))
  if (mode === 'advise' || mode === 'countdown' || mode === 'automatic') {
    lines.push({ name: text('threshold.mode'), value: text(`mode.${mode}`) })
  }
  if (release === 'confirm' || release === 'automatic') {
    lines.push({ name: text('threshold.release'), value: text(`release.${release}`) })
  }
  return lines
}

function isLevel(one: unknown): one is { readonly level: number; readonly boundMps: number } {
  return (
    typeof one === 'object' && one !== null && 'level' in one && 'boundMps' in one && typeof one.boundMps === 'number'
  )
}
