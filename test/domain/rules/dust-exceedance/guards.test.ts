import { describe, expect, it } from 'vitest'
import { dustExceedance } from '../../../../server/domain/rules/dust-exceedance/index.ts'
import {
  checkDustExceedanceSettings,
  DUST_EXCEEDANCE_DEFAULTS as D,
  type DustExceedanceSettings,
} from '../../../../server/domain/rules/dust-exceedance/settings.ts'
import { hourly, REGISTRY, run, type Sent } from './rig.ts'

/** The third exceeding hour of a day, at 3:00. */
const ACT = hourly([50, 50], [140, 50], [140, 50], [140, 50])

function onlyAdvise(more: Sent, policy = {}): readonly string[] {
  const { changes } = run([...ACT, ...more], { hours: 3, policy })
  expect(changes.at(-1)?.to).toBe(3)
  return changes.at(-1)!.reason.onlyAdvise
}

const at3 = (values: { humidity?: number; windSpeed?: number; rain?: number }, device = 'own'): Sent =>
  Object.entries(values).map(([quantity, value]) => [device, 180, value, quantity as 'rain'] as const)

describe('a rise is advice only', () => {
  it.each([
    { $case: 'in damp air that hardly moves', more: at3({ humidity: 85, windSpeed: 1.9 }), says: ['fog'] },
    { $case: 'not when damp air moves', more: at3({ humidity: 95, windSpeed: 2 }), says: [] },
    { $case: 'not in still dry air', more: at3({ humidity: 84, windSpeed: 0 }), says: [] },
    { $case: 'not when the wind is not known', more: at3({ humidity: 99 }), says: [] },
    { $case: 'in rain', more: at3({ rain: 0.2 }), says: ['rain'] },
    { $case: 'not when no rain is measured', more: at3({ rain: 0 }), says: [] },
    { $case: 'in rain that only others measure', more: at3({ rain: 2 }, 's2'), says: ['rain'] },
    {
      $case: 'by its own weather rather than that of others',
      more: [...at3({ rain: 0 }), ...at3({ rain: 9 }, 's1')],
      says: [],
    },
    { $case: 'for more than one reason', more: at3({ humidity: 90, windSpeed: 1, rain: 1 }), says: ['fog', 'rain'] },
  ])('$case', ({ more, says }) => {
    expect(onlyAdvise(more)).toEqual(says)
  })

  it('when every station that counts is high: the dust is the region’s', () => {
    const region = (third: number): Sent =>
      [0, 60, 120, 180].flatMap((minute) => [
        ['own', minute, minute === 0 ? 160 : 300] as const,
        ['s1', minute, 160] as const,
        ['s2', minute, 170] as const,
        ['s3', minute, third] as const,
      ])
    const advice = (sent: Sent) => run(sent, { hours: 3 }).changes.at(-1)?.reason.onlyAdvise
    expect(advice(region(151))).toEqual(['regional'])
    expect(advice(region(150))).toEqual([])
  })

  it('while less than 30 days of the site are known, unless the office chose the mode', () => {
    const days = (n: number): Sent => hourly(...Array.from({ length: n * 24 }, () => [50, 50] as const))
    const later = (n: number, hours: number, isModeChosen = false) => {
      const sent = [...days(n), ...ACT.map(([device, minute, value]) => [device, minute + n * 1_440, value] as const)]
      return run(sent, { hours, policy: { isModeChosen } }).changes.at(-1)?.reason.onlyAdvise
    }
    expect(later(2, 51)).toEqual(['few-days'])
    expect(later(2, 51, true)).toEqual([])
    expect(later(29, 29 * 24 + 3)).toEqual(['few-days'])
    expect(later(30, 30 * 24 + 3)).toEqual([])
  })

  it('counts a day as known with 18 known hours, once', () => {
    const known = (hours: number) =>
      run(hourly([50, 50], ...Array.from({ length: hours }, () => [50, 50] as const)), { hours })
    expect(known(17).state.knownDays).toBe(0)
    expect(known(18).state.knownDays).toBe(1)
    expect(known(24).state.knownDays).toBe(1)
  })
})

describe('numbers of the dust-exceedance rule', () => {
  it('are armed with their version, their source and the mode of the policy', () => {
    const policy = { mode: 'advise', isModeChosen: true, release: 'confirm', countdownMs: 1, area: 'district' } as const
    const { pack, scopesOf } = dustExceedance.arm(D, { ...policy, timeZone: 'Asia/Shanghai' })
    expect(pack).toMatchObject({ id: 'dust-exceedance', version: '1.0.0', source: 'DB13/2934-2019', mode: 'advise' })
    expect(pack.numbers).toMatchObject({ aboveUgM3: 80, closeAtUgM3: 60, allowedHours: 2 })
    expect(scopesOf(REGISTRY).map(({ scope }) => scope)).toEqual([{ kind: 'place', placeId: 'site-1' }])
  })

  it('accept the defaults', () => {
    expect(checkDustExceedanceSettings(D)).toEqual([])
  })

  it.each<{ $case: string; change: Partial<DustExceedanceSettings>; names: string }>([
    {
      $case: 'a version without a name',
      change: { rulePack: { id: 'dust-exceedance', version: '' } },
      names: 'rulePack',
    },
    { $case: 'a difference of nothing', change: { aboveUgM3: 0, closeAtUgM3: 0 }, names: 'aboveUgM3' },
    { $case: 'closing above the opening', change: { closeAtUgM3: 81 }, names: 'closeAtUgM3' },
    { $case: 'half an hour of allowance', change: { allowedHours: 1.5 }, names: 'allowedHours' },
    { $case: 'more hours than a day has', change: { knownDayHours: 25 }, names: 'knownDayHours' },
    { $case: 'no stations', change: { stationsNeeded: 0 }, names: 'stationsNeeded' },
    { $case: 'days below nothing', change: { adviseDays: -1 }, names: 'adviseDays' },
    {
      $case: 'a region that is always high',
      change: { guards: { ...D.guards, regionalAboveUgM3: 0 } },
      names: 'guards.regional',
    },
    {
      $case: 'more than all humidity',
      change: { guards: { ...D.guards, fogHumidityPercent: 101 } },
      names: 'guards.fogHumidity',
    },
  ])('refuse $case', ({ change, names }) => {
    const problems = checkDustExceedanceSettings({ ...D, ...change })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(names)
  })
})
