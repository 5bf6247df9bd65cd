/** Parts of the system and what there is to say of each, in plain words. */
import type { HealthView } from '../../server/contract/health.ts'
import { type Scope, scopeOf } from '../../server/domain/control/scope.ts'
import { SECOND } from '../../server/domain/units.ts'
import { number } from './numbers.ts'
import type { Text } from './phrases.ts'
import { spanOf } from './time-text.ts'

export const HEALTH_PARTS = [
  'broker',
  'deviceSecrets',
  'readingStore',
  'operations',
  'spool',
  'disk',
  'quarantine',
  'control',
] as const

export type HealthPart = (typeof HEALTH_PARTS)[number]

interface Facts {
  readonly text: Text
  readonly time: (iso: string) => string
  readonly nameOf: (device: string) => string
  readonly scopeName: (scope: Scope) => string
}

/** What stands beside its status; '' when there is nothing to add. */
export function healthDetail(
  part: HealthPart,
  { parts }: HealthView,
  { text, time, nameOf, scopeName }: Facts,
): string {
  if (part === 'spool') {
    const { pending, oldestUnsentS } = parts.spool
    if (pending === 0) return text('health.spoolEmpty')
    const span = spanOf(oldestUnsentS * SECOND)
    return text('health.spoolPending', { n: pending, span: text(`span.${span.unit}`, { n: span.n }) })
  }
  if (part === 'disk') {
    const { freeMb, totalMb } = parts.disk
    return freeMb === null || totalMb === null ? '' : text('health.diskFree', { free: freeMb, total: totalMb })
  }
  if (part !== 'control') return ''
  const { lastTickAt, blindScopes, doubted } = parts.control
  const [first] = doubted
  if (first) {
    const names = first.devices.map(nameOf).join('、')
    const facts = { names, value: number(first.value, 1), median: number(first.median, 1), since: time(first.since) }
    return text('health.doubted', facts)
  }
  if (blindScopes.length > 0)
    return text('health.blind', { scopes: blindScopes.map((key) => scopeName(scopeOf(key))).join('、') })
  return lastTickAt ? text('health.lastTick', { time: time(lastTickAt) }) : ''
}
