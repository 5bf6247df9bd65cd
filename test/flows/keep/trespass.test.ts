import { describe, expect, it } from 'vitest'
import type { AuditEntry } from '../../../server/domain/audit.ts'
import { MINUTE, SECOND } from '../../../server/domain/units.ts'
import { createTrespassRecord } from '../../../server/flows/keep/trespass.ts'
import { OperationsUnavailable } from '../../../server/ports/operations.ts'

function rig() {
  const lines: AuditEntry[] = []
  const errors: string[] = []
  let changes = 0
  let isAway = false
  let now = 1_000_000
  const waiting: (() => void)[] = []
  const record = createTrespassRecord({
    operations: {
      async change(work) {
        if (isAway) throw new OperationsUnavailable('away')
        changes += 1
        const audit = { append: async (entries: readonly AuditEntry[]) => void lines.push(...entries) }
        // The only book a trespass needs.
        return work({ audit } as unknown as Parameters<typeof work>[0])
      },
    },
    isRegistered: (device) => device.startsWith('mast'),
    clock: { now: () => now },
    machine: { now: () => now, wait: () => new Promise((resolve) => waiting.push(resolve)) },
    log: { info() {}, warn() {}, error: (event) => errors.push(event) },
  })
  return {
    record,
    lines,
    errors,
    changes: () => changes,
    beAway(away: boolean) {
      isAway = away
    },
    trespass(device: string, times = 1) {
      for (let n = 0; n < times; n++) record.note({ device, topic: `windbreak/v1/0/other-${n}/reading` })
    },
    async pass(ms: number) {
      for (const end = now + ms; now < end; now += SECOND) {
        for (const resolve of waiting.splice(0)) resolve()
        for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate)
      }
    },
  }
}

describe('trespasses on record', () => {
  it('are one line per device and minute, with a count', async () => {
    const { trespass, pass, lines, changes } = rig()
    trespass('mast-1', 500)
    trespass('mast-2')
    await pass(SECOND)
    expect(lines).toMatchObject([
      {
        actor: 'device:mast-1',
        action: 'device.trespassed',
        details: { times: 500, topic: 'windbreak/v1/0/other-0/reading' },
      },
      { actor: 'device:mast-2', details: { times: 1 } },
    ])
    for (let n = 0; n < 59; n++) {
      trespass('mast-1', 100)
      await pass(SECOND)
    }
    expect(lines).toHaveLength(2)
    await pass(2 * SECOND)
    expect(lines.slice(2)).toMatchObject([{ actor: 'device:mast-1', details: { times: 5_900 } }])
    expect(changes()).toBe(2)
  })

  it('of made-up devices share one line, however many names there are', async () => {
    const { record, trespass, pass, lines } = rig()
    for (let n = 0; n < 5_000; n++) trespass(`nobody-${n}`)
    await pass(SECOND)
    expect(lines).toMatchObject([{ actor: 'device:unregistered', details: { times: 5_000 } }])
    await record.stop()
  })

  it('are written at last when it stops', async () => {
    const { record, trespass, pass, lines } = rig()
    trespass('mast-1')
    await pass(SECOND)
    trespass('mast-1', 7)
    await record.stop()
    expect(lines).toMatchObject([{ details: { times: 1 } }, { details: { times: 7 } }])
  })

  it('are kept while the database is away, and lose no count', async () => {
    const { trespass, pass, lines, errors, beAway } = rig()
    beAway(true)
    trespass('mast-1', 3)
    await pass(SECOND)
    trespass('mast-1', 4)
    await pass(SECOND)
    expect(errors.length).toBeGreaterThan(0)
    beAway(false)
    await pass(SECOND)
    expect(lines).toMatchObject([{ details: { times: 7 } }])
    expect(lines).toHaveLength(1)
    await pass(MINUTE)
    expect(lines).toHaveLength(1)
  })
})
