import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dustLimit } from '../../../../server/domain/rules/dust-limit/index.ts'
import { type DustLimitPack, OURS } from '../../../../server/domain/rules/dust-limit/pack.ts'
import { nextDueAt, runningTimers } from '../../../../server/domain/rules/dust-limit/state.ts'
import { HOUR, MINUTE } from '../../../../server/domain/units.ts'
import { monitor, REGISTRY, SITE, T0 } from '../dust-exceedance/rig.ts'
import { PATIENT, QUARTERS, SMALL } from './packs.ts'
import { EACH_MINUTE, minutes, POLICY, run, times } from './rig.ts'

describe('a rolling window', () => {
  it.each([
    { case: 'does not act at the very limit', values: times(20, 100), told: [] },
    {
      case: 'acts above it, and at the highest step at once',
      values: [...times(5, 100), ...times(10, 300)],
      // Minute 6 knows one minute of 300 and minute 8 three of the five.
      told: ['6:0>1 opened', '8:1>3 raised'],
    },
    {
      case: 'acts a hair above it',
      values: [...times(5, 100), ...times(10, 100.01)],
      told: ['6:0>1 opened', '8:1>2 raised'],
    },
    {
      case: 'is over at the clearing limit when that has held',
      values: [...times(10, 150), ...times(20, 80)],
      told: ['4:0>2 opened', '17:2>0 closed'],
    },
    { case: 'is not over a hair above it', values: [...times(10, 150), ...times(20, 80.01)], told: ['4:0>2 opened'] },
    {
      case: 'keeps its level while the air is between the two',
      values: [...times(10, 250), ...times(20, 90)],
      told: ['4:0>3 opened'],
    },
    {
      case: 'clears from the beginning after a value that is too high',
      values: [...times(10, 150), ...times(6, 80), 85, ...times(15, 80)],
      told: ['4:0>2 opened', '24:2>0 closed'],
    },
    {
      case: 'says nothing while less than three quarters are covered',
      values: [null, null, null, null, null, 150, 150, 150, 150, 150],
      told: ['9:0>2 opened'],
    },
  ])('$case', ({ values, told }) => {
    expect(run(minutes(...values), { until: values.length }).told).toEqual(told)
  })

  it('waits where a limit must be exceeded for some time, and a gap is a break', () => {
    const steady = minutes(...times(20, 150))
    expect(run(steady, { pack: PATIENT, until: 20 }).told).toEqual(['7:0>2 opened'])
    const torn = minutes(...times(4, 150), null, null, ...times(12, 150))
    // Above from minute 4, not known at 6 to 9, above again from 10.
    expect(run(torn, { pack: PATIENT, until: 18 }).told).toEqual(['13:0>2 opened'])
  })

  it('invariant 7: silence holds the level, says so, and starts every timer anew', () => {
    const values = [...times(10, 150), ...times(6, 80), ...times(30, null), ...times(10, 80)]
    const { told, blind } = run(minutes(...values), { until: 56 })
    // Low enough since 15, silent before it was so for two minutes; known again at 50.
    expect(told).toEqual(['4:0>2 opened', '17:2>0 closed'])
    const sooner = [...times(10, 150), ...times(5, 80), ...times(30, null), ...times(10, 80)]
    const silent = run(minutes(...sooner), { until: 56 })
    expect(silent.told).toEqual(['4:0>2 opened', '51:2>0 closed'])
    expect([blind, silent.blind]).toEqual([[], ['17 began', '49 ended']])
  })

  it('invariant 7: an hour that is full enough does not speak for a device that has fallen silent', () => {
    const hour: DustLimitPack = {
      ...SMALL,
      averagingMs: HOUR,
      clear: { atMost: 80, averagingMs: HOUR, forMs: 10 * MINUTE, source: OURS },
    }
    const values = [...times(60, 150), ...times(62, 50)]
    // 42 minutes of 50 and 18 of 150 are a mean of 80, at minute 102.
    expect(run(minutes(...values), { pack: hour, until: 200 }).told).toEqual(['45:0>2 opened', '112:2>0 closed'])
    // Silent from minute 106: five minutes later nothing is known.
    expect(run(minutes(...values.slice(0, 106)), { pack: hour, until: 200 }).told).toEqual(['45:0>2 opened'])
  })

  it('is the value itself where a device is as slow as the window, until a tenth of its interval is over', () => {
    const slow = { ...REGISTRY, devices: [monitor('own', 'site-1', 10 * MINUTE)] }
    const { told, blind } = run([['own', 7, 150]], { registry: slow, until: 30 })
    expect([told, blind]).toEqual([['7:0>2 opened'], ['19 began']])
  })

  it('takes the largest of the devices of the site', () => {
    const two = { ...REGISTRY, devices: [monitor('own', 'site-1', MINUTE), monitor('own-2', 'site-1', MINUTE)] }
    const other = times(8, 150).map((value, minute) => ['own-2', minute, value!] as const)
    const [change] = run([...minutes(...times(8, 20)), ...other], { registry: two, until: 8 }).changes
    expect(change?.reason).toMatchObject({
      ...{ code: 'opened', quantity: 'tsp', value: 150, bound: 100, since: T0 + 4 * MINUTE, source: 'none' },
      measured: { siteUgM3: 150, subtractedUgM3: null, averagingMinutes: 5, exceeding: null, brief: 0 },
    })
    expect(change?.readings).toEqual([{ device: 'own-2', ts: T0 + 4 * MINUTE, quantity: 'tsp', value: 150 }])
  })

  it('closes when the hold has ended', () => {
    const values = minutes(...times(10, 150), ...times(30, 80))
    expect(run(values, { until: 40, heldAt: (minute) => minute < 30 }).told).toEqual(['4:0>2 opened', '30:2>0 closed'])
  })
})

describe('one high device', () => {
  const spike = [...times(10, 20), 900, ...times(10, 20)]

  it('for under 3 of 5 minutes is told, and no more', () => {
    const { told, changes } = run(minutes(...spike), { until: 20 })
    expect(told).toEqual(['11:0>1 opened', '18:1>0 closed'])
    expect(changes[0]?.reason.measured).toMatchObject({ siteUgM3: 196, brief: 1 })
  })

  it('is judged by each step on its own: brief at 2 mg/m³, steady at 1', () => {
    const pack = { ...SMALL, averagingMs: 15 * MINUTE }
    const values = [...times(15, 120), ...times(2, 1_500), ...times(4, 120)]
    expect(run(minutes(...values), { pack, until: 20 }).told).toEqual(['12:0>2 opened'])
    const longer = [...times(15, 120), ...times(3, 1_500), ...times(4, 120)]
    expect(run(minutes(...longer), { pack, until: 20 }).told).toEqual(['12:0>2 opened', '18:2>3 raised'])
  })

  it('is believed when another of the site says so, too', () => {
    const two = { ...REGISTRY, devices: [monitor('own', 'site-1', MINUTE), monitor('own-2', 'site-1', MINUTE)] }
    const both = minutes(...spike).flatMap(([, minute, value]) => [
      ['own', minute, value] as const,
      ['own-2', minute, value] as const,
    ])
    expect(run(both, { registry: two, until: 12 }).told).toEqual(['11:0>2 opened'])
  })
})

describe('a site', () => {
  const registryOf = (change: Partial<typeof SITE>) => ({ ...EACH_MINUTE, places: [{ ...SITE, ...change }] })
  const dusty = minutes(...times(10, 150), ...times(20, 50))
  const attributes = { ...SITE.attributes, earthworks: false, demolition: false }

  it.each([
    { case: 'that is finished', pack: SMALL, change: { phase: 'finished' as const } },
    {
      case: 'that digs nothing, for limits of groundworks',
      pack: { ...SMALL, sites: 'groundworks' as const },
      change: { attributes },
    },
    { case: 'that digs, for limits of the others', pack: { ...SMALL, sites: 'others' as const }, change: {} },
  ])('$case opens nothing, and what is open there goes on to its end', ({ pack, change }) => {
    const registry = registryOf(change)
    expect(run(dusty, { pack, registry, until: 30 }).told).toEqual([])
    const { state } = run(dusty, { until: 8 })
    expect(run(dusty, { pack, registry, until: 30, after: 8, before: state }).told).toEqual(['16:2>0 closed'])
  })
})

describe('a timer', () => {
  it('can be seen, and control is told when it could act', () => {
    const raising = run(minutes(...times(20, 150)), { pack: PATIENT, until: 5 }).state
    const since = T0 + 4 * MINUTE
    expect(runningTimers(raising, PATIENT)).toEqual([
      { what: 'raise', to: 2, quantity: 'tsp', bound: 100, since, dueAt: since + 3 * MINUTE },
    ])
    expect(nextDueAt(raising, PATIENT, since)).toBe(since + 3 * MINUTE)
    expect(nextDueAt(raising, PATIENT, since + 3 * MINUTE)).toBeNull()
    const closing = run(minutes(...times(10, 150), ...times(20, 80)), { until: 16 }).state
    expect(runningTimers(closing, SMALL)).toMatchObject([{ what: 'close', to: 0, bound: 80, dueAt: T0 + 17 * MINUTE }])
  })

  it('has run as long as before when the clock was set', () => {
    const { moved } = dustLimit(PATIENT).arm(PATIENT, POLICY)
    const state = run(minutes(...times(20, 150)), { pack: PATIENT, until: 5 }).state
    expect(moved(state, HOUR)).toMatchObject({ aboveSince: [T0 + 4 * MINUTE + HOUR, null], clearSince: null })
  })

  it('leaves the memory itself where nothing is different, so that nothing is stored', () => {
    const values = minutes(...times(30, 150))
    const { state } = run(values, { until: 10 })
    expect(run(values, { until: 25, after: 10, before: state }).state).toBe(state)
    const calm = run(minutes(...times(30, 50)), { until: 10 }).state
    expect(run(minutes(...times(30, 50)), { until: 29, after: 10, before: calm }).state).toBe(calm)
  })
})

describe('a rule that only advises', () => {
  it('does so in whatever mode it is named', () => {
    const advising = { ...SMALL, isAdviseOnly: true }
    expect(dustLimit(SMALL).arm(SMALL, POLICY).pack.mode).toBe('automatic')
    expect(dustLimit(advising).arm(advising, POLICY).pack.mode).toBe('advise')
  })
})

it('invariant 16: a restart at any minute changes no decision and no memory (property)', () => {
  const value = fc.option(fc.constantFrom(50, 79, 80, 81, 100, 101, 150, 201, 900), { freq: 6 })
  const stretch = fc.tuple(value, fc.integer({ min: 1, max: 12 })).map(([one, count]) => times(count, one))
  const pack = fc.constantFrom(SMALL, PATIENT, QUARTERS, { ...SMALL, alignment: 'clock' as const })
  fc.assert(
    fc.property(fc.array(stretch, { minLength: 1, maxLength: 20 }), pack, fc.nat(), (stretches, one, cut) => {
      const sent = minutes(...stretches.flat())
      const until = stretches.flat().length
      const whole = run(sent, { pack: one, until })
      const stop = cut % until
      const first = run(sent, { pack: one, until: stop })
      const second = run(sent, { pack: one, until, after: stop, before: JSON.parse(JSON.stringify(first.state)) })
      expect([...first.changes, ...second.changes]).toEqual(whole.changes)
      expect(second.state).toEqual(whole.state)
    }),
  )
})
