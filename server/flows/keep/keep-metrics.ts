/** Numbers of the KEEP road for Prometheus. */
import { type EpochMs, SECOND } from '../../domain/units.ts'
import type { Metric } from '../common/offered.ts'
import type { Counters } from './intake.ts'
import type { SpoolHealth } from './keep-health.ts'

const COUNTED: Readonly<Record<keyof Counters, string>> = {
  received: 'readings in messages and imports',
  kept: 'readings kept',
  duplicate: 'readings that were there before',
  quarantined: 'refusals set aside',
  late: 'readings that came too late for control',
  backfilled: 'history imported, counted as late too',
  stored: 'readings the reading store confirmed',
  messages: 'messages taken',
}

/** `now` is the machine's. */
export function keepMetrics(counters: () => Counters, spool: () => SpoolHealth, now: () => EpochMs): Metric[] {
  const oldest = () => {
    const { oldestUnsentAt } = spool()
    return oldestUnsentAt === null ? 0 : (now() - oldestUnsentAt) / SECOND
  }
  const gauge = (name: string, help: string, value: () => number): Metric => ({ name, help, kind: 'gauge', value })
  return [
    ...Object.entries(COUNTED).map(([name, help]): Metric => {
      const full = name === 'messages' ? 'messages_total' : `readings_${name}_total`
      // The names are those of the counters.
      return { name: full, help, kind: 'counter', value: () => counters()[name as keyof Counters] }
    }),
    gauge('spool_bytes', 'size of the spool', () => spool().bytes),
    gauge('spool_pending_records', 'records the reading store does not have', () => spool().pending),
    gauge('spool_oldest_unsent_seconds', 'age of the oldest of them', oldest),
  ]
}
