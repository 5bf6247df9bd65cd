import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '../../../server/domain/units.ts'
import { createDiskWatch } from '../../../server/flows/keep/disk-watch.ts'

const MB = 1_048_576

function watched(totalMb: number, leastFreeMb = 256) {
  let freeMb = totalMb
  let heldMb = 0
  let now = 0
  let isBroken = false
  const held: number[] = []
  const watch = createDiskWatch({
    disk: {
      async room() {
        if (isBroken) throw new Error('EIO')
        return { freeBytes: (freeMb - heldMb) * MB, totalBytes: totalMb * MB }
      },
      async holdBack(bytes) {
        heldMb = bytes / MB
        held.push(heldMb)
      },
    },
    folder: '/data',
    leastFreeBytes: leastFreeMb * MB,
    machine: { now: () => now },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  })
  return {
    watch,
    held,
    async at(free: number, ms = 0) {
      freeMb = free
      now = ms
      await watch.look()
      return watch.level()
    },
    breakDown: () => {
      isBroken = true
    },
  }
}

describe('the room on the disk', () => {
  it.each([
    { totalMb: 500_000, enough: 1_100, low: 1_000, none: 250 },
    { totalMb: 200, enough: 90, low: 70, none: 19 },
  ])('is low, and then gone, before the last of it is ($totalMb MB)', async ({ totalMb, enough, low, none }) => {
    const { watch, at } = watched(totalMb)
    expect(await at(enough)).toBe('enough')
    expect(watch.part()).toMatchObject({ status: 'ok', problem: null, freeMb: enough, totalMb })
    expect(await at(low)).toBe('low')
    expect(watch.part()).toMatchObject({ status: 'degraded' })
    expect(watch.refusal()).toBeNull()
    expect(await at(none)).toBe('none')
    expect(watch.refusal()).toMatch(new RegExp(`/data has ${none} MB left, \\d+ MB are needed`))
    expect(watch.part()).toMatchObject({ status: 'down' })
  })

  it('does not come and go with every file', async () => {
    const { at } = watched(500_000)
    expect(await at(255)).toBe('none')
    expect(await at(300)).toBe('none')
    expect(await at(400)).toBe('low')
    expect(await at(300)).toBe('low')
  })

  it('is held back by a ballast once the program has run a minute, and given back before the last is gone', async () => {
    const { held, at } = watched(500_000)
    await at(10_000)
    expect(held).toEqual([])
    await at(10_000, MINUTE)
    expect(held).toEqual([64])
    expect(await at(100, HOUR)).toBe('none')
    expect(held).toEqual([64, 0])
    await at(110, HOUR)
    expect(held).toEqual([64, 0])
    await at(10_000, HOUR)
    expect(held).toEqual([64, 0, 64])
  })

  it('is what it was when it cannot be looked at', async () => {
    const { at, breakDown } = watched(500_000)
    expect(await at(100)).toBe('none')
    breakDown()
    expect(await at(100_000)).toBe('none')
  })
})
