import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectedDust } from '../../../support/hourly-dust-exceedance.ts'
import { hourly, monitor, REGISTRY, run, SITE, T0 } from './rig.ts'

const HOUR = 3_600_000

describe('an hour of a site', () => {
  it.each([
    {
      $case: 'opens at level 1 above 80 over the median',
      hours: [
        [50, 50],
        [131, 50],
      ],
      told: ['1:0>1 opened'],
    },
    {
      $case: 'stays closed at 80 over it',
      hours: [
        [50, 50],
        [130, 50],
      ],
      told: [],
    },
    {
      $case: 'closes at 60 over it',
      hours: [
        [131, 50],
        [110, 50],
      ],
      told: ['0:0>1 opened', '1:1>0 closed'],
    },
    {
      $case: 'stays open between 60 and 80',
      hours: [
        [131, 50],
        [111, 50],
        [130, 50],
      ],
      told: ['0:0>1 opened'],
    },
    {
      $case: 'is closed at midnight',
      hours: [
        [140, 50],
        [50, 50],
      ],
      told: ['0:0>1 opened', '1:1>0 closed'],
    },
    {
      $case: 'is told twice a day, and acted on at the third',
      hours: [
        [50, 50],
        [140, 50],
        [140, 50],
        [140, 50],
      ],
      told: ['1:0>1 opened', '3:1>3 raised'],
    },
    {
      $case: 'opens at level 3 when the allowance is used up',
      hours: [
        [50, 50],
        [140, 50],
        [50, 50],
        [140, 50],
        [50, 50],
        [140, 50],
      ],
      told: ['1:0>1 opened', '2:1>0 closed', '3:0>1 opened', '4:1>0 closed', '5:0>3 opened'],
    },
    {
      $case: 'counts between 60 and 80 for nothing',
      hours: [
        [50, 50],
        [140, 50],
        [125, 50],
        [140, 50],
        [125, 50],
        [140, 50],
      ],
      told: ['1:0>1 opened', '5:1>3 raised'],
    },
  ] as const)('$case', ({ hours, told }) => {
    expect(run(hourly(...hours), { hours: 12 }).told).toEqual(told)
  })

  it('belongs to the day of its beginning: the hour that ends at midnight is the last of its day', () => {
    const calm = Array.from({ length: 22 }, () => [50, 50] as const)
    const hours = [...calm, [140, 50], [140, 50], [140, 50], [140, 50], [50, 50], [140, 50], [140, 50]] as const
    // 22:00, 23:00 and 24:00 are the 20th's; 1:00, 3:00 and 4:00 the 21st's. The level of the open episode stays.
    expect(run(hourly(...hours), { hours: 30 }).told).toEqual([
      '22:0>1 opened',
      '24:1>3 raised',
      '26:3>0 closed',
      '27:0>1 opened',
      '28:1>3 raised',
    ])
  })

  it('invariant 7: opens, raises and closes nothing while the site or the stations are not known', () => {
    const withoutSite = hourly([140, 50], [null, 50], [50, 50])
    expect(run(withoutSite, { hours: 1 }).told).toEqual(['0:0>1 opened'])
    expect(run(withoutSite, { hours: 2 }).told).toEqual(['0:0>1 opened', '2:1>0 closed'])
    expect(run(hourly([140, 50], [40, null]), { hours: 3 }).told).toEqual(['0:0>1 opened'])
  })

  it('says that an open episode is without data, and when it has data again', () => {
    expect(run(hourly([140, 50], [null, 50], [null, 50], [140, 50]), { hours: 3 }).blind).toEqual([
      '1 began',
      '3 ended',
    ])
    // Nothing is open: the silent device is told elsewhere.
    expect(run(hourly([50, 50], [null, 50]), { hours: 3 }).blind).toEqual([])
  })

  it('needs three stations, none of which stands at a site', () => {
    const [own, s1, s2, s3] = REGISTRY.devices
    const sent = hourly([140, 50])
    const other = { ...SITE, id: 'site-2' }
    const road = { ...SITE, id: 'road-1', kind: 'roadSection' } as const
    const places = [SITE, other, road]
    const at = (placeId: string) => ({ ...REGISTRY, places, devices: [own!, s1!, s2!, { ...s3!, placeId }] })
    expect(run(sent, { registry: at('site-2'), hours: 0 }).told).toEqual([])
    expect(run(sent, { registry: at('road-1'), hours: 0 }).told).toEqual(['0:0>1 opened'])
  })

  it('takes the largest of the devices of the site, and the median of the stations', () => {
    const registry = { ...REGISTRY, devices: [...REGISTRY.devices, monitor('own-2', 'site-1'), monitor('s4', null)] }
    const sent = [...hourly([90, 50]), ['own-2', 0, 200], ['s4', 0, 70], ['s3', 0, 1_000]] as const
    const [change] = run(sent, { registry, hours: 0 }).changes
    expect(change?.reason).toMatchObject({
      quantity: 'pm10',
      value: 140,
      bound: 80,
      since: T0 - HOUR,
      source: 'stationsMedian',
      measured: { siteUgM3: 200, medianUgM3: 60, stations: 4, exceedingHours: 1 },
      onlyAdvise: [],
    })
    expect(change?.readings.map(({ device, value }) => [device, value])).toEqual([
      ['own-2', 200],
      ['s1', 50],
      ['s2', 50],
      ['s3', 1_000],
      ['s4', 70],
    ])
  })

  it('is the value of its end where a device reports hourly, and no other', () => {
    const late = hourly([50, 50]).map(([device, , value]) => [device, 60, value] as const)
    expect(run([...late, ['own', 59, 500]], { hours: 1 }).told).toEqual([])
    expect(run([...late, ['own', 60, 500]], { hours: 1 }).told).toEqual(['1:0>1 opened'])
  })

  it('is the covered mean where a device reports each minute, if three quarters are covered', () => {
    const [, ...stations] = REGISTRY.devices
    const registry = { ...REGISTRY, devices: [monitor('own', 'site-1', 60_000), ...stations] }
    const quiet = (['s1', 's2', 's3'] as const).map((id) => [id, 60, 50] as const)
    const minutes = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, minute) => ['own', from + minute, 140] as const)
    expect(run([...quiet, ...minutes(0, 60)], { registry, hours: 1 }).told).toEqual(['1:0>1 opened'])
    expect(run([...quiet, ...minutes(0, 44)], { registry, hours: 1 }).told).toEqual([])
  })
})

describe('a hold', () => {
  it('delays the close, which comes when it ends, unless the dust has come back', () => {
    const sent = hourly([140, 50], [50, 50])
    const { told, changes } = run(sent, { hours: 3, heldAt: (minute) => minute < 90 })
    expect(told).toEqual(['0:0>1 opened', '1h30:1>0 closed'])
    expect(changes[1]?.reason).toMatchObject({ code: 'closed', value: 0, bound: 60 })
    const again = hourly([140, 50], [50, 50], [120, 50])
    expect(run(again, { hours: 3, heldAt: (minute) => minute < 150 }).told).toEqual(['0:0>1 opened'])
    const silent = hourly([140, 50], [50, 50], [null, 50])
    expect(run(silent, { hours: 3, heldAt: (minute) => minute < 150 }).told).toEqual(['0:0>1 opened'])
  })
})

describe('a finished site', () => {
  const finished = { ...REGISTRY, places: [{ ...SITE, phase: 'finished' as const }] }

  it('opens no episode, and ends the one it has', () => {
    const sent = hourly([140, 50], [50, 50])
    expect(run(sent, { registry: finished, hours: 1 }).told).toEqual([])
    const { state } = run(hourly([140, 50]), { hours: 0 })
    expect(run(sent.slice(4), { registry: finished, hours: 1, before: state }).told).toEqual(['1:1>0 closed'])
  })
})

it('invariant 16: a restart at any hour changes nothing, and every change is the one the rule as written asks for (property)', () => {
  const hour = fc.tuple(
    fc.option(fc.constantFrom(40, 100, 111, 120, 131, 200), { freq: 8 }),
    fc.option(fc.constantFrom(20, 50, 90), { freq: 8 }),
  )
  fc.assert(
    fc.property(fc.array(hour, { minLength: 1, maxLength: 60 }), fc.nat(), (hours, cut) => {
      const sent = hourly(...hours)
      const last = hours.length - 1
      const whole = run(sent, { hours: last })
      const site = new Map(hours.flatMap(([own], n) => (own === null ? [] : [[T0 + n * HOUR, own]])))
      const station = new Map(hours.flatMap(([, one], n) => (one === null ? [] : [[T0 + n * HOUR, one]])))
      const expected = expectedDust(site, [station, station, station], T0, T0 + last * HOUR)
      expect(whole.changes.map(({ at, from, to }) => ({ at, from, to }))).toEqual(expected)
      const stop = cut % hours.length
      const first = run(sent, { hours: stop })
      const before = JSON.parse(JSON.stringify(first.state))
      const second = run(sent, { after: stop, hours: last, before })
      expect([...first.changes, ...second.changes]).toEqual(whole.changes)
      expect(second.state).toEqual(whole.state)
    }),
  )
})
