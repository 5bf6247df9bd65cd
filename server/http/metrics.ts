/** What Prometheus asks for. Numbers are taken when it asks; nothing here counts by itself. */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { CountersView } from '../contract/health.ts'
import { SECOND } from '../domain/units.ts'
import { allPages } from '../flows/common/all-pages.ts'
import type { AppParts } from './app-parts.ts'

type MetricParts = Pick<AppParts, 'counters' | 'spool' | 'operations' | 'act' | 'machine'> & {
  readonly liveClients: () => number
}

const COUNTERS: Readonly<Record<keyof CountersView, string>> = {
  received: 'readings in messages and imports',
  kept: 'readings kept',
  duplicate: 'readings that were there before',
  quarantined: 'refusals set aside',
  late: 'readings that came too late for control',
  stored: 'readings the reading store confirmed',
  messages: 'messages taken',
}

/** Counting what is open asks the database: not more often than this. */
const COUNT_EVERY = 10 * SECOND

export function createMetrics(parts: MetricParts): () => Promise<string> {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const open = createOpenCounts(parts)

  for (const [name, help] of Object.entries(COUNTERS) as [keyof CountersView, string][]) {
    new Counter({
      name: `windbreak_${name === 'messages' ? 'messages' : `readings_${name}`}_total`,
      help,
      registers: [registry],
      collect() {
        this.reset()
        this.inc(parts.counters()[name])
      },
    })
  }
  gauge('spool_bytes', 'size of the spool', () => parts.spool().bytes)
  gauge('spool_pending_records', 'records the reading store does not have', () => parts.spool().pending)
  gauge('spool_oldest_unsent_seconds', 'age of the oldest of them', () => {
    const { oldestUnsentAt } = parts.spool()
    return oldestUnsentAt === null ? 0 : (parts.machine.now() - oldestUnsentAt) / SECOND
  })
  gauge('control_judged_up_to_seconds', 'last instant judged, Unix time; 0 before the first', () => {
    return (parts.act.status().judgedUpTo ?? 0) / SECOND
  })
  gauge('control_blind_scopes', 'scopes without usable wind', () => parts.act.status().blindScopes.length)
  gauge('live_clients', 'screens on the live stream', parts.liveClients)
  gauge(
    'episodes_open',
    'episodes open; absent while the database does not answer',
    async () => (await open()).episodes,
  )
  gauge(
    'orders_in_force',
    'orders in force; absent while the database does not answer',
    async () => (await open()).orders,
  )

  function gauge(name: string, help: string, value: () => number | null | Promise<number | null>): void {
    new Gauge({
      name: `windbreak_${name}`,
      help,
      registers: [registry],
      async collect() {
        const now = await value()
        if (now === null) this.remove()
        else this.set(now)
      },
    })
  }

  return () => registry.metrics()
}

interface OpenCounts {
  readonly episodes: number | null
  readonly orders: number | null
}

function createOpenCounts({ operations, machine }: MetricParts): () => Promise<OpenCounts> {
  let askedAt = Number.NEGATIVE_INFINITY
  let counts: Promise<OpenCounts> = Promise.resolve({ episodes: null, orders: null })

  async function count(): Promise<OpenCounts> {
    const { episodes, orders } = operations.read
    try {
      const open = await allPages((page) => episodes.list({ ...page, state: 'open', kind: null }))
      const inForce = await allPages((page) => orders.list({ ...page, state: 'issued', cause: null, place: null }))
      return { episodes: open.length, orders: inForce.length }
    } catch {
      // Absent numbers say it here, and /health says why; the other metrics must still come out.
      return { episodes: null, orders: null }
    }
  }

  return () => {
    if (machine.now() - askedAt >= COUNT_EVERY) {
      askedAt = machine.now()
      counts = count()
    }
    return counts
  }
}
