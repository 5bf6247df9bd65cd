import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '../../../server/domain/units.ts'
import { type ActStatus, actHealth } from '../../../server/flows/act/act-health.ts'
import { createMovableClock } from '../../../server/flows/drill/realm-clock.ts'
import { type KeepState, keepHealth } from '../../../server/flows/keep/keep-health.ts'
import { createHealth, type HealthParts } from '../../../server/flows/show/health.ts'

const T0 = Date.UTC(2026, 0, 1)

interface State {
  readonly realm: 'live' | 'drill'
  readonly operations: HealthParts['operations']
  readonly keep: KeepState
  readonly control: ActStatus
}

const SPOOL = { bytes: 10, pending: 0, oldestUnsentAt: null, accepting: true }
const BROKER = {
  kind: 'outside',
  url: 'mqtt://b',
  connected: true,
  problem: null,
  trespasses: 2,
  turnedAway: 0,
} as const
const QUARANTINE = { onlyCounted: 0, senders: [], removed: 0 }
const KEEP: KeepState = { broker: BROKER, storeProblem: null, setAside: 0, spool: SPOOL, quarantine: QUARANTINE }
const CONTROL: ActStatus = { judgedUpTo: T0, blindScopes: [], doubts: [], problem: null, clock: null }

function healthOf(change: Partial<State> = {}) {
  const machine = createMovableClock(T0)
  let asked = 0
  const state: State = {
    realm: 'live',
    operations: {
      problem: async () => {
        asked += 1
        return null
      },
    },
    keep: KEEP,
    control: CONTROL,
    ...change,
  }
  const { realm, operations, keep, control } = state
  const facts = { isDrill: realm === 'drill', timeZone: 'Asia/Shanghai' }
  const ask = createHealth({
    version: '1',
    realm,
    machine,
    operations,
    roads: [(now) => keepHealth(keep, now), (now) => actHealth(control, facts, now)],
    counters: () => ({
      received: 1,
      kept: 1,
      duplicate: 0,
      quarantined: 0,
      late: 0,
      backfilled: 0,
      stored: 1,
      messages: 1,
    }),
  })
  return { ask, machine, timesAsked: () => asked }
}

describe('health', () => {
  it('is ok when every part is, and says since when it runs', async () => {
    const { ask, machine } = healthOf()
    machine.set(T0 + 90_500)
    expect(await ask()).toMatchObject({
      status: 'ok',
      uptimeS: 90,
      parts: { broker: { trespasses: 2, problem: null } },
    })
  })

  it.each<{ case: string; change: Partial<State>; status: string; part: string }>([
    {
      case: 'the reading store is away: control goes on',
      change: { keep: { ...KEEP, storeProblem: 'away' } },
      status: 'degraded',
      part: 'readingStore',
    },
    {
      case: 'the reading store refused readings, which are owed to it',
      change: { keep: { ...KEEP, setAside: 3 } },
      status: 'degraded',
      part: 'readingStore',
    },
    {
      case: 'somebody sends more that cannot be used than is kept singly',
      change: { keep: { ...KEEP, quarantine: { onlyCounted: 9, senders: ['device mast-1'], removed: 0 } } },
      status: 'degraded',
      part: 'quarantine',
    },
    {
      case: 'the database is away',
      change: { operations: { problem: async () => 'away' } },
      status: 'down',
      part: 'operations',
    },
    {
      case: 'asking the database fails',
      change: { operations: { problem: () => Promise.reject(new Error('x')) } },
      status: 'down',
      part: 'operations',
    },
    {
      case: 'the broker is away',
      change: { keep: { ...KEEP, broker: { ...BROKER, connected: false } } },
      status: 'down',
      part: 'broker',
    },
    {
      case: 'the disk is full',
      change: { keep: { ...KEEP, spool: { ...SPOOL, pending: 1, oldestUnsentAt: T0, accepting: false } } },
      status: 'down',
      part: 'spool',
    },
    {
      case: 'readings wait for two minutes',
      change: { keep: { ...KEEP, spool: { ...SPOOL, pending: 1, oldestUnsentAt: T0 - 2 * MINUTE, accepting: true } } },
      status: 'degraded',
      part: 'spool',
    },
    {
      case: 'readings wait for half a minute',
      change: { keep: { ...KEEP, spool: { ...SPOOL, pending: 1, oldestUnsentAt: T0 - MINUTE / 2, accepting: true } } },
      status: 'ok',
      part: 'spool',
    },
    {
      case: 'no wind arrives',
      change: { control: { ...CONTROL, blindScopes: ['district'] } },
      status: 'degraded',
      part: 'control',
    },
    {
      case: 'control cannot store',
      change: { control: { ...CONTROL, problem: 'no' } },
      status: 'down',
      part: 'control',
    },
    {
      case: 'control stands still',
      change: { control: { ...CONTROL, judgedUpTo: T0 - 4 * MINUTE } },
      status: 'down',
      part: 'control',
    },
    {
      case: 'the machine’s clock went back behind what was judged',
      change: { control: { ...CONTROL, judgedUpTo: T0 + HOUR, clock: { kind: 'behind', byMs: HOUR } } },
      status: 'down',
      part: 'control',
    },
    {
      case: 'the machine’s clock was set forward by an hour',
      change: { control: { ...CONTROL, clock: { kind: 'stepped', byMs: HOUR } } },
      status: 'down',
      part: 'control',
    },
    {
      case: 'the clock of a drill stands still',
      change: { realm: 'drill', control: { ...CONTROL, judgedUpTo: 0 } },
      status: 'ok',
      part: 'control',
    },
    {
      case: 'there is no broker by setting',
      change: { keep: { ...KEEP, broker: null } },
      status: 'ok',
      part: 'broker',
    },
  ])('is as bad as its worst part: $case', async ({ change, status, part }) => {
    const health = await healthOf(change).ask()
    const one = health.parts[part as keyof typeof health.parts]
    expect({ whole: health.status, part: one.status }).toEqual({ whole: status, part: status })
    expect(one.problem === null).toBe(status === 'ok')
  })

  it('asks the database once in two seconds, however often it is asked itself', async () => {
    const { ask, machine, timesAsked } = healthOf()
    for (let n = 0; n < 100; n++) await ask()
    machine.set(T0 + 1_999)
    await ask()
    expect(timesAsked()).toBe(1)
    machine.set(T0 + 2_000)
    await ask()
    expect(timesAsked()).toBe(2)
  })
})
