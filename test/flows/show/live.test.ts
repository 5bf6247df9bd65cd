import { describe, expect, it } from 'vitest'
import { createLive } from '../../../server/flows/show/live.ts'
import { publishAny } from '../../support/publish-any.ts'

const text = 'x'.repeat(98)

describe('what the live stream remembers', () => {
  it('is the last events by number', () => {
    const live = createLive({ startedAt: 1, remember: 4 })
    for (let n = 1; n <= 100; n++) publishAny(live, 'order', n)
    expect(live.since(live.lastId() - 3)?.map(({ data }) => data)).toEqual(['98', '99', '100'])
    expect(live.since(live.lastId() - 6)).toBeNull()
  })

  it('is no more than its size allows, however few events that are', () => {
    const live = createLive({ startedAt: 1, rememberChars: 1_000 })
    for (let n = 1; n <= 100; n++) publishAny(live, 'readings', text)
    expect(live.since(live.lastId() - 9)).toHaveLength(9)
    expect(live.since(live.lastId() - 13)).toBeNull()
  })

  it('holds the last event even when that alone is too large', () => {
    const live = createLive({ startedAt: 1, rememberChars: 10 })
    for (let n = 1; n <= 3; n++) publishAny(live, 'readings', text)
    expect(live.since(live.lastId() - 1)).toHaveLength(1)
    expect(live.since(live.lastId() - 2)).toBeNull()
  })

  it('forgets by size again after it forgot by number', () => {
    const live = createLive({ startedAt: 1, remember: 4, rememberChars: 1_000 })
    for (let n = 1; n <= 50; n++) publishAny(live, 'order', n)
    for (let n = 1; n <= 9; n++) publishAny(live, 'readings', text)
    expect(live.since(live.lastId() - 4)).toHaveLength(4)
  })
})
