/** What Prometheus asks for: what each road offers. Numbers are taken when it asks; nothing here counts by itself. */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Metric } from '../flows/common/offered.ts'

export function createMetrics(metrics: readonly Metric[]): () => Promise<string> {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  for (const { name, help, kind, value } of metrics) {
    const facts = { name: `windbreak_${name}`, help, registers: [registry] }
    if (kind === 'counter') {
      new Counter({
        ...facts,
        async collect() {
          this.reset()
          this.inc((await value()) ?? 0)
        },
      })
    } else {
      new Gauge({
        ...facts,
        async collect() {
          const now = await value()
          if (now === null) this.remove()
          else this.set(now)
        },
      })
    }
  }
  return () => registry.metrics()
}
