/** The guards of site dust, shared with the dust-exceedance rule, where a limit is reached. */
import { describe, expect, it } from 'vitest'
import { minutes, run, type Sent, times } from './rig.ts'

/** It rises at minute 64; hourly stations said what they say at minute 60. */
const DUSTY = minutes(...times(59, 50), ...times(10, 150))

const weather = (values: Readonly<Record<string, number>>, device = 'own', minute = 60): Sent =>
  Object.entries(values).map(([quantity, value]) => [device, minute, value, quantity] as const)
const stations = (...pm10: readonly number[]): Sent => pm10.flatMap((one, n) => weather({ pm10: one }, `s${n + 1}`))

describe('a limit that is reached', () => {
  it.each([
    { case: 'in damp air that hardly moves', more: weather({ humidity: 85, windSpeed: 1.9 }, 's1'), says: ['fog'] },
    { case: 'in damp air that moves', more: weather({ humidity: 95, windSpeed: 2 }, 's1'), says: [] },
    { case: 'in rain', more: weather({ rain: 0.2 }, 's2'), says: ['rain'] },
    { case: 'while every station is high', more: stations(151, 160, 400), says: ['regional'] },
    { case: 'while one station is not', more: stations(150, 160, 400), says: [] },
    { case: 'while two high stations are all that is known', more: stations(151, 400), says: [] },
    { case: 'after rain that was measured two hours ago', more: weather({ rain: 3 }, 's2', -60), says: [] },
  ])('$case is advice only for $says', ({ more, says }) => {
    const { changes } = run([...DUSTY, ...more], { until: 68 })
    expect(changes.at(-1)).toMatchObject({ to: 2, reason: { onlyAdvise: says } })
  })

  it('is judged by the region’s PM10 whatever it limits', () => {
    const tsp = stations(151, 160, 400).map(([id, minute]) => [id, minute, 900, 'tsp'] as const)
    expect(run([...DUSTY, ...tsp], { until: 68 }).changes.at(-1)?.reason.onlyAdvise).toEqual([])
  })

  it('is over without any guard', () => {
    const wet: Sent = times(40, 1).map((_, n) => ['s1', 60 + n, 2, 'rain'] as const)
    const { changes } = run([...DUSTY, ...times(20, 50).map((v, n) => ['own', 69 + n, v!] as const), ...wet], {
      until: 88,
    })
    expect(changes.at(-1)).toMatchObject({ to: 0, reason: { code: 'closed', onlyAdvise: [] } })
  })
})
