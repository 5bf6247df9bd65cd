/** Windows that end on the clock, and what is taken off a site's mean. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '../../../../server/domain/units.ts'
import { expectedDust } from '../../../support/hourly-dust-exceedance.ts'
import { hourly, monitor, REGISTRY, T0 } from '../dust-exceedance/rig.ts'
import { HEBEI, QUARTERS } from './packs.ts'
import { minutes, run, times } from './rig.ts'

describe('windows of the clock', () => {
  it('are judged when they end and counted: told while the allowance lasts, per step', () => {
    const quarter = (value: number) => times(15, value)
    const values = [
      quarter(50),
      quarter(150),
      quarter(150),
      quarter(150),
      quarter(250),
      quarter(250),
      quarter(80),
    ].flat()
    const { told, changes } = run(minutes(...values), { pack: QUARTERS, until: 120 })
    expect(told).toEqual(['30:0>1 opened', '60:1>2 raised', '90:2>3 raised', '105:3>0 closed'])
    const exceeding = changes.map(({ reason: { measured, bound } }) => [bound, measured.exceeding, measured.allowed])
    expect(exceeding).toEqual([
      [100, 1, 2],
      [100, 3, 2],
      [200, 2, 1],
      [80, undefined, undefined],
    ])
    expect(changes[0]?.reason.since).toBe(T0 + 15 * MINUTE)
  })

  it('begin a new count at midnight: the window that ends then is the last of its day', () => {
    const day = 24 * 60
    const values = [...times(day - 30, 50), ...times(60, 150)]
    expect(run(minutes(...values), { pack: QUARTERS, until: day + 30 }).told).toEqual([`${day - 15}:0>1 opened`])
    const more = [...times(day - 45, 50), ...times(60, 150)]
    expect(run(minutes(...more), { pack: QUARTERS, until: day + 15 }).told).toEqual([
      `${day - 30}:0>1 opened`,
      `${day}:1>2 raised`,
    ])
  })

  it('close when the hold has ended, unless the dust has come back', () => {
    const values = (last: number) => minutes(...times(15, 150), ...times(15, 50), ...times(60, last))
    const held = (until: number) => ({ pack: QUARTERS, until: 90, heldAt: (minute: number) => minute < until })
    expect(run(values(50), held(37)).told).toEqual(['15:0>1 opened', '37:1>0 closed'])
    expect(run(values(95), held(50)).told).toEqual(['15:0>1 opened'])
  })

  it('of an hourly device are the hours it measured', () => {
    const site = { ...REGISTRY, devices: [monitor('own', 'site-1')] }
    const told = (minute: number) =>
      run([['own', minute, 300]], { registry: site, pack: { ...HEBEI, subtractor: 'none' }, until: 120 }).told
    expect([told(60), told(61)]).toEqual([['60:0>1 opened'], []])
  })
})

describe('what is taken off', () => {
  const at60 = (stations: readonly number[]) => [
    ['own', 60, 200] as const,
    ...stations.map((value, index) => [`s${index + 1}`, 60, value] as const),
  ]

  it('is the median of the stations at no site, when enough are known', () => {
    const [change] = run(at60([50, 60, 200]), { registry: REGISTRY, pack: HEBEI, until: 60 }).changes
    expect(change?.reason).toMatchObject({ value: 140, source: 'background', measured: { subtractedUgM3: 60 } })
    expect(change?.readings).toHaveLength(4)
    expect(run(at60([50, 60]), { registry: REGISTRY, pack: HEBEI, until: 60 }).told).toEqual([])
  })

  it('is the mean of the official stations', () => {
    const official = REGISTRY.devices.map((one) =>
      one.id === 's1' ? one : { ...one, kind: 'officialStation' as const },
    )
    const registry = {
      ...REGISTRY,
      devices: official.map((one) => (one.id === 'own' ? monitor('own', 'site-1') : one)),
    }
    const pack = { ...HEBEI, subtractor: 'districtMean', stationsNeeded: 2 } as const
    const [change] = run(at60([500, 60, 100]), { registry, pack, until: 60 }).changes
    expect(change?.reason).toMatchObject({ value: 120, source: 'districtMean', measured: { subtractedUgM3: 80 } })
  })
})

it('is the dust-exceedance rule when it is given the numbers of Hebei (property)', () => {
  const hour = fc.tuple(
    fc.option(fc.constantFrom(40, 100, 111, 120, 131, 200), { freq: 8 }),
    fc.option(fc.constantFrom(20, 50, 90), { freq: 8 }),
  )
  fc.assert(
    fc.property(fc.array(hour, { minLength: 1, maxLength: 60 }), (hours) => {
      const until = (hours.length - 1) * 60
      const { changes } = run(hourly(...hours), { registry: REGISTRY, pack: HEBEI, until })
      const site = new Map(hours.flatMap(([own], n) => (own === null ? [] : [[T0 + n * HOUR, own]])))
      const station = new Map(hours.flatMap(([, one], n) => (one === null ? [] : [[T0 + n * HOUR, one]])))
      const expected = expectedDust(site, [station, station, station], T0, T0 + until * MINUTE)
      expect(changes.map(({ at, from, to }) => ({ at, from, to }))).toEqual(expected)
    }),
  )
})
