/** Health as it crosses the wire: what runs, what does not, in plain words. */
import { z } from 'zod'
import { IsoTime } from './common.ts'

export const HealthStatus = z.enum(['ok', 'degraded', 'down'])
export type HealthStatus = z.infer<typeof HealthStatus>

const Part = z.object({ status: HealthStatus, problem: z.string().nullable() })

export const CountersView = z.object({
  received: z.number().int().describe('readings in messages and imports'),
  kept: z.number().int(),
  duplicate: z.number().int(),
  quarantined: z.number().int(),
  late: z.number().int(),
  backfilled: z.number().int().describe('of those late: history that was imported'),
  stored: z.number().int().describe('confirmed by the reading store'),
  messages: z.number().int(),
})

export type CountersView = z.infer<typeof CountersView>

export const HealthView = z.object({
  status: HealthStatus.describe('the worst of its parts; without the reading store control goes on'),
  version: z.string(),
  uptimeS: z.number(),
  realm: z.enum(['live', 'drill']),
  parts: z.object({
    broker: Part.extend({
      kind: z.enum(['embedded', 'outside', 'none']),
      url: z.string().nullable().describe('where devices connect'),
      trespasses: z.number().int().describe('attempts to publish under the id of another'),
      turnedAway: z.number().int().describe('connections ended at the door, because there were too many'),
    }),
    readingStore: Part.extend({
      setAside: z.number().int().describe('readings it refused, kept whole until they are shipped again'),
    }),
    operations: Part,
    deviceSecrets: Part.extend({
      byName: z.number().int().describe('devices from before there were secrets, which connect by name alone'),
    }),
    spool: Part.extend({
      oldestUnsentS: z.number().describe('age of the oldest record the reading store does not have; 0 when none'),
      bytes: z.number().int(),
      pending: z.number().int().describe('records the reading store does not have'),
    }),
    disk: Part.extend({
      freeMb: z.number().int().nullable().describe('room for the data folder; null: not looked at yet'),
      totalMb: z.number().int().nullable(),
    }),
    quarantine: Part.extend({
      onlyCounted: z.number().int().describe('messages with more faults than are kept singly, since the start'),
      removed: z.number().int().describe('rows that made room for newer ones, since the start'),
    }),
    control: Part.extend({
      clock: z
        .object({
          kind: z.enum(['stepped', 'behind']).describe('it was set by minutes; or more was judged than it has reached'),
          byS: z.number().int().describe('seconds; negative: it was set back'),
        })
        .nullable()
        .describe("why the machine's clock is not judged by; null while it is"),
      lastTickAt: IsoTime.nullable().describe('the last instant judged'),
      blindScopes: z.array(z.string()).describe('where no usable wind arrives'),
      doubted: z
        .array(
          z.object({
            devices: z.array(z.string()),
            since: IsoTime,
            value: z.number().describe('m/s, when it was told'),
            median: z.number().describe('of the open devices, m/s'),
          }),
        )
        .describe('wind sources that contradict all others: they cannot lower or close, nor order alone'),
    }),
  }),
  counters: CountersView,
})

export type HealthView = z.infer<typeof HealthView>
