import { beforeEach, describe, expect, it } from 'vitest'
import { DAY } from '../../../server/domain/units.ts'
import { createTrimming } from '../../../server/flows/keep/trimming.ts'
import { OperationsUnavailable } from '../../../server/ports/operations.ts'
import { aRefusal } from '../../contracts/operations-fixtures.ts'
import { embeddedOperations } from '../../support/embedded-operations.ts'

const NOW = Date.UTC(2026, 2, 1)

describe('trimming the quarantine', () => {
  const operations = embeddedOperations()
  let events: string[] = []
  beforeEach(() => {
    events = []
  })
  const log = { info: (event: string) => events.push(event), warn: (event: string) => events.push(event), error() {} }
  const limits = { keepForMs: 90 * DAY, mostRows: 3 }
  const clock = { now: () => NOW }

  it('removes what is too old, then the oldest of what is too much, and says how many made room', async () => {
    const trimming = createTrimming({ ...limits, operations: operations(), clock, log })
    await trimming.trim()
    expect(events).toEqual([])
    const ages = [100, 91, 89, 50, 20, 10]
    const rows = ages.map((days, n) => ({ ...aRefusal(`${days}`, n + 1), receivedAt: NOW - days * DAY }))
    await operations().change(({ quarantine }) => quarantine.add(rows))
    await trimming.trim()
    const { items } = await operations().read.quarantine.list({ limit: 9, cursor: null, device: null, reason: null })
    expect(items.map(({ id }) => id)).toEqual(['10', '20', '50'])
    expect(trimming.removed()).toBe(1)
    expect(events).toEqual(['quarantine.trimmed'])
  })

  it('tries again the next time when the database does not answer', async () => {
    const change = () => Promise.reject(new OperationsUnavailable('away'))
    const trimming = createTrimming({ ...limits, operations: { ...operations(), change }, clock, log })
    await trimming.trim()
    expect(events).toEqual(['quarantine.not-trimmed'])
  })
})
