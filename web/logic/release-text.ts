/** When an open episode ends and who releases then, by the numbers stored with it, whatever the settings say today. */
import { MINUTE } from '../../server/domain/units.ts'
import { number } from './numbers.ts'
import type { Text } from './phrases.ts'

/** null when the episode does not say: nothing is promised. */
export function releaseText(thresholds: Readonly<Record<string, unknown>>, text: Text): string | null {
  const { closeBelowMps, closeAfterMs, release } = thresholds
  if (typeof closeBelowMps !== 'number' || typeof closeAfterMs !== 'number') return null
  if (release !== 'confirm' && release !== 'automatic') return null
  const facts = { below: number(closeBelowMps, 1), minutes: closeAfterMs / MINUTE }
  return text(release === 'confirm' ? 'state.releaseConfirm' : 'state.releaseAutomatic', facts)
}
