import { describe, expect, it } from 'vitest'
import { CALM, decideWindyDay, nextDueAt } from '../../../../server/domain/rules/windy-day/decide.ts'
import { WINDY_DAY_DEFAULTS } from '../../../../server/domain/rules/windy-day/settings.ts'
import { runningTimers } from '../../../../server/domain/rules/windy-day/timers.ts'
import { HOUR, MINUTE } from '../../../../server/domain/units.ts'
import { gust, minutely, run, stretches, told, wind } from './rig.ts'

const WITHIN = { until: 1000 * MINUTE }

describe('raising', () => {
  it.each([
    { $case: 'opens at level 4 after ten minutes at its bound', pairs: [[11, 5.5]], told: ['10:0>4 opened'] },
    { $case: 'stays closed just below the bound', pairs: [[60, 5.49]], told: [] },
    {
      $case: 'stays closed when the wind drops at the tenth minute',
      pairs: [
        [10, 9],
        [1, 5.4],
      ],
      told: [],
    },
    {
      $case: 'starts anew after a break of one minute',
      pairs: [
        [9, 6],
        [1, 5.4],
        [11, 6],
      ],
      told: ['20:0>4 opened'],
    },
    {
      $case: 'starts anew after a gap of one minute',
      pairs: [
        [9, 6],
        [1, null],
        [11, 6],
      ],
      told: ['20:0>4 opened'],
    },
    { $case: 'takes the highest level that qualifies', pairs: [[11, 13.9]], told: ['10:0>7 opened'] },
    { $case: 'takes 5 at 8.0', pairs: [[11, 8.0]], told: ['10:0>5 opened'] },
    { $case: 'takes 4 at 7.99', pairs: [[11, 7.99]], told: ['10:0>4 opened'] },
    { $case: 'takes 6 at 10.8', pairs: [[11, 10.8]], told: ['10:0>6 opened'] },
    { $case: 'takes 8 at 17.2', pairs: [[11, 17.2]], told: ['10:0>8 opened'] },
    {
      $case: 'raises an open episode',
      pairs: [
        [20, 6],
        [11, 11],
      ],
      told: ['10:0>4 opened', '30:4>6 raised'],
    },
    {
      $case: 'judges each level by its own timer',
      pairs: [
        [5, 6],
        [20, 9],
      ],
      told: ['10:0>4 opened', '15:4>5 raised'],
    },
    { $case: 'has no level above 8', pairs: [[100, 60]], told: ['10:0>8 opened'] },
  ] as const)('$case', ({ pairs, told: expected }) => {
    expect(told(run(stretches(...pairs), WITHIN).changes)).toEqual(expected)
  })

  it('shows why: wind, bound, since when, source and readings', () => {
    const { changes } = run(stretches([5, 4], [20, 6]), WITHIN)
    expect(changes).toEqual([
      {
        at: 15 * MINUTE,
        from: 0,
        to: 4,
        reason: {
          code: 'opened',
          quantity: 'windSpeed',
          value: 6,
          bound: 5.5,
          since: 5 * MINUTE,
          source: 'openMedian',
          measured: { meanMps: 6, gustMps: null },
          onlyAdvise: [],
        },
        readings: [{ device: 'mast', ts: 0, quantity: 'windSpeed', value: 6 }],
      },
    ])
  })

  it('raises on the nearest device, and keeps a timer running over a change of source', () => {
    const nearest = run(() => wind(6, { source: 'nearest' }), { until: 10 * MINUTE })
    expect(nearest.changes[0]?.reason.source).toBe('nearest')
    const mixed = run((at) => wind(6, at < 5 * MINUTE ? {} : { source: 'nearest' }), { until: 10 * MINUTE })
    expect(told(mixed.changes)).toEqual(['10:0>4 opened'])
  })
})

describe('lowering', () => {
  it.each([
    {
      $case: 'takes one level off after 30 minutes below the bound less one',
      winds: [
        [60, 8.5],
        [31, 6.99],
      ],
      last: '90:5>4 lowered',
    },
    {
      $case: 'never lowers at exactly the bound less one',
      winds: [
        [60, 8.5],
        [60, 7],
      ],
      last: '10:0>5 opened',
    },
    {
      $case: 'never lowers a minute early',
      winds: [
        [60, 8.5],
        [30, 6],
      ],
      last: '10:0>5 opened',
    },
    {
      $case: 'never lowers when the wind is back at the thirtieth minute',
      winds: [
        [60, 8.5],
        [30, 6],
        [1, 7],
      ],
      last: '10:0>5 opened',
    },
    {
      $case: 'starts anew after a break',
      winds: [
        [60, 8.5],
        [29, 6],
        [1, 7],
        [31, 6],
      ],
      last: '120:5>4 lowered',
    },
    {
      $case: 'starts anew after a gap',
      winds: [
        [60, 8.5],
        [29, 6],
        [1, null],
        [31, 6],
      ],
      last: '120:5>4 lowered',
    },
    {
      $case: 'lowers 6 below 9.8',
      winds: [
        [60, 11],
        [31, 9.79],
      ],
      last: '90:6>5 lowered',
    },
    {
      $case: 'holds 6 at 9.8',
      winds: [
        [60, 11],
        [60, 9.8],
      ],
      last: '10:0>6 opened',
    },
    {
      $case: 'holds 7 at 12.9',
      winds: [
        [60, 14],
        [60, 12.9],
      ],
      last: '10:0>7 opened',
    },
    {
      $case: 'lowers 8 below 16.2',
      winds: [
        [60, 18],
        [31, 16.19],
      ],
      last: '90:8>7 lowered',
    },
    {
      $case: 'never goes below 4',
      winds: [
        [60, 6],
        [200, 4.6],
      ],
      last: '10:0>4 opened',
    },
  ] as const)('$case', ({ winds, last }) => {
    expect(told(run(stretches(...winds), WITHIN).changes).at(-1)).toBe(last)
  })

  it('gives every step its own 30 minutes', () => {
    const { changes } = run(stretches([60, 18], [200, 5]), WITHIN)
    expect(told(changes)).toEqual([
      '10:0>8 opened',
      '90:8>7 lowered',
      '120:7>6 lowered',
      '150:6>5 lowered',
      '180:5>4 lowered',
    ])
  })
})

describe('closing', () => {
  it.each([
    {
      $case: 'closes after 60 minutes below 4.5',
      winds: [
        [200, 6],
        [61, 4.49],
      ],
      told: ['10:0>4 opened', '260:4>0 closed'],
    },
    {
      $case: 'never closes at exactly 4.5',
      winds: [
        [200, 6],
        [300, 4.5],
      ],
      told: ['10:0>4 opened'],
    },
    {
      $case: 'never closes when the 60th minute is at 4.5',
      winds: [
        [200, 6],
        [60, 4],
        [30, 4.5],
      ],
      told: ['10:0>4 opened'],
    },
    {
      $case: 'starts anew after a break',
      winds: [
        [200, 6],
        [59, 4],
        [1, 4.5],
        [61, 4],
      ],
      told: ['10:0>4 opened', '320:4>0 closed'],
    },
    {
      $case: 'starts anew after a gap',
      winds: [
        [200, 6],
        [59, 4],
        [1, null],
        [61, 4],
      ],
      told: ['10:0>4 opened', '320:4>0 closed'],
    },
    {
      $case: 'waits for 120 minutes after opening',
      winds: [
        [11, 6],
        [200, 1],
      ],
      told: ['10:0>4 opened', '130:4>0 closed'],
    },
    {
      $case: 'never closes without data',
      winds: [
        [11, 6],
        [400, null],
      ],
      told: ['10:0>4 opened'],
    },
    {
      $case: 'closes from any level',
      winds: [
        [200, 18],
        [100, 1],
      ],
      told: ['10:0>8 opened', '230:8>7 lowered', '260:7>0 closed'],
    },
  ] as const)('$case', ({ winds, told: expected }) => {
    expect(told(run(stretches(...winds), WITHIN).changes)).toEqual(expected)
  })

  it('keeps its timer running while a person or a notice holds it, and closes when all are free', () => {
    const evidence = stretches([200, 6], [300, 4])
    const heldOpenBy = (at: number) => (at < 300 * MINUTE ? ['notice 17'] : [])
    expect(told(run(evidence, { ...WITHIN, heldOpenBy }).changes)).toEqual(['10:0>4 opened', '300:4>0 closed'])
  })

  it('still lowers while it is held open', () => {
    const { changes } = run(stretches([60, 8.5], [300, 4]), { ...WITHIN, heldOpenBy: () => ['person'] })
    expect(told(changes)).toEqual(['10:0>5 opened', '90:5>4 lowered'])
  })

  it('takes the nearest device for a gap: it neither lowers nor closes', () => {
    const quiet = (at: number) => (at < 60 * MINUTE ? wind(9) : wind(1, { source: 'nearest' }))
    expect(told(run(quiet, WITHIN).changes)).toEqual(['10:0>5 opened'])
    const late = (at: number) =>
      at < 60 * MINUTE ? wind(6) : wind(1, at === 119 * MINUTE ? { source: 'nearest' } : {})
    expect(told(run(late, WITHIN).changes)).toEqual(['10:0>4 opened', '180:4>0 closed'])
  })

  it('keeps the level through a gap and says when it began and ended', () => {
    const { decisions, state } = run(stretches([20, 6], [30, null], [1, 6]), { until: 50 * MINUTE })
    expect(decisions.map(({ at, blind }) => [at / MINUTE, blind])).toEqual([
      [10, null],
      [20, 'began'],
      [50, 'ended'],
    ])
    expect(state.level).toBe(4)
  })
})

describe('re-opening', () => {
  // Opened at 10, closed at 130 (minimum hold), wind back at `backAt`.
  const backAt = (minute: number, mps = 6) => stretches([11, 6], [minute - 11, 1], [60, mps])

  it.each([
    { $case: 'continues the episode 60 minutes after closing', back: 180, last: '190:0>4 reopened', openedAt: 10 },
    { $case: 'opens a new one a minute later', back: 181, last: '191:0>4 opened', openedAt: 191 },
  ])('$case', ({ back, last, openedAt }) => {
    const { changes, decisions, state } = run(backAt(back), { until: (back + 30) * MINUTE })
    expect(told(changes).at(-1)).toBe(last)
    expect(decisions.findLast((one) => one.changes.length > 0)?.reopened).toBe(openedAt === 10)
    expect(state.openedAt).toBe(openedAt * MINUTE)
  })

  it('counts the minimum hold from the first opening', () => {
    const { changes } = run(stretches([11, 6], [130, 1], [11, 6], [100, 1]), WITHIN)
    expect(told(changes)).toEqual(['10:0>4 opened', '130:4>0 closed', '151:0>4 reopened', '212:4>0 closed'])
  })
})

describe('gusts', () => {
  const gustsAt = (minutes: readonly number[], mps: number) => (at: number) => {
    const newest = minutes.findLast((minute) => minute * MINUTE <= at)
    const isRecent = newest !== undefined && at - newest * MINUTE <= 5 * MINUTE
    return wind(mps, { gust: isRecent ? gust(newest * MINUTE) : null })
  }

  it('opens at level 5 at once, and the gust alone is the reason', () => {
    const { changes } = run(gustsAt([3], 5), { until: 10 * MINUTE })
    expect(told(changes)).toEqual(['3:0>5 opened'])
    expect(changes[0]?.reason).toEqual({
      code: 'opened',
      quantity: 'windGust',
      value: 12,
      bound: 10.8,
      since: 3 * MINUTE,
      source: 'openMedian',
      measured: { meanMps: 5, gustMps: 12 },
      onlyAdvise: [],
    })
    expect(changes[0]?.readings.map((one) => one.value)).toEqual([12, 12])
  })

  it('raises from 4 to 5 and leaves a higher level alone', () => {
    expect(told(run(gustsAt([30], 6), { until: 40 * MINUTE }).changes)).toEqual(['10:0>4 opened', '30:4>5 gust'])
    expect(told(run(gustsAt([30], 11), { until: 40 * MINUTE }).changes)).toEqual(['10:0>6 opened'])
  })

  it('lets the steady wind name the level when it asks more', () => {
    expect(told(run(gustsAt([10], 11), { until: 11 * MINUTE }).changes)).toEqual(['10:0>6 opened'])
  })

  it('restarts the lower timer with each gust, and counts one gust once', () => {
    // Below 7 all the time: lowered 30 minutes after the last gust, although each gust is seen for five minutes.
    const { changes } = run(gustsAt([3, 25, 40], 6.5), { until: 100 * MINUTE })
    expect(told(changes)).toEqual(['3:0>5 opened', '70:5>4 lowered'])
  })

  it('restarts the close timer with each gust', () => {
    const { changes } = run(gustsAt([3, 100], 4), { until: 400 * MINUTE })
    expect(told(changes)).toEqual([
      '3:0>5 opened',
      '33:5>4 lowered',
      '100:4>5 gust',
      '130:5>4 lowered',
      '160:4>0 closed',
    ])
  })

  it('breaks a close that is due at the very instant', () => {
    const { changes } = run(gustsAt([3, 123], 4), { until: 130 * MINUTE })
    expect(told(changes)).toEqual(['3:0>5 opened', '33:5>4 lowered', '123:4>5 gust'])
  })

  it('re-opens within the hour like any raise', () => {
    const { changes, state } = run(gustsAt([3, 150], 4), { until: 150 * MINUTE })
    expect(told(changes)).toEqual(['3:0>5 opened', '33:5>4 lowered', '123:4>0 closed', '150:0>5 reopened'])
    expect(state.openedAt).toBe(3 * MINUTE)
  })
})

describe('reviews', () => {
  it('asks the chief once when an open episode is below 5.5 for three hours', () => {
    const { decisions } = run(stretches([20, 6], [400, 5]), { until: 419 * MINUTE })
    const reviews = decisions.filter((one) => one.review)
    expect(reviews.map(({ at, review }) => [at / MINUTE, review])).toEqual([[200, 'below-5.5-for-3h']])
  })

  it('asks again after the wind was back, and never about a closed episode', () => {
    const { decisions } = run(stretches([20, 6], [181, 5], [1, 5.5], [181, 5], [400, 1]), { until: 780 * MINUTE })
    const reviews = decisions.filter((one) => one.review).map(({ at }) => at / MINUTE)
    expect(reviews).toEqual([200, 382])
    expect(decisions.at(-1)?.blind).toBeNull()
  })

  it('asks once when an episode is open for twelve hours', () => {
    const { decisions } = run(() => wind(6), { until: 20 * HOUR })
    const reviews = decisions.filter((one) => one.review)
    expect(reviews.map(({ at, review }) => [at / MINUTE, review])).toEqual([[730, 'open-for-12h']])
  })
})

describe('state', () => {
  it('is the same reference when nothing changed, in calm and in wind', () => {
    const inCalm = decideWindyDay(CALM, { at: 0, evidence: wind(2), heldOpenBy: [] }, WINDY_DAY_DEFAULTS)
    expect(inCalm.next).toBe(CALM)
    const { state } = run(() => wind(6), { until: 60 * MINUTE })
    const later = decideWindyDay(state, { at: 61 * MINUTE, evidence: wind(7), heldOpenBy: [] }, WINDY_DAY_DEFAULTS)
    expect(later.next).toBe(state)
    const again = { at: 62 * MINUTE, evidence: wind(12, { gust: gust(62 * MINUTE) }), heldOpenBy: [] }
    const high = run(() => wind(11), { until: 60 * MINUTE }).state
    expect(decideWindyDay(high, again, WINDY_DAY_DEFAULTS).next).toBe(high)
  })

  it('survives being stored as JSON at any instant', () => {
    const winds = minutely(Array.from({ length: 500 }, (_, minute) => 6 + 6 * Math.sin(minute / 40)))
    const whole = run(winds, { until: 499 * MINUTE })
    let state = CALM
    for (let minute = 0; minute < 500; minute++) {
      const at = minute * MINUTE
      state = run(winds, { from: at, until: at, before: JSON.parse(JSON.stringify(state)) }).state
    }
    expect(state).toEqual(whole.state)
    expect(whole.changes.length).toBeGreaterThan(3)
  })

  it('names the next instant at which a timer could act', () => {
    expect(nextDueAt(CALM, WINDY_DAY_DEFAULTS)).toBeNull()
    const rising = run(() => wind(6), { until: 0 }).state
    expect(nextDueAt(rising, WINDY_DAY_DEFAULTS)).toBe(10 * MINUTE)
    const calming = run(stretches([11, 6], [200, 1]), { until: 60 * MINUTE }).state
    expect(nextDueAt(calming, WINDY_DAY_DEFAULTS)).toBe(130 * MINUTE)
    // Held open: the close is overdue and does not hide the review that comes later.
    const held = run(stretches([11, 6], [200, 1]), { until: 140 * MINUTE, heldOpenBy: () => ['person'] }).state
    expect(nextDueAt(held, WINDY_DAY_DEFAULTS, 140 * MINUTE)).toBe(191 * MINUTE)
  })

  it('tells what runs, since when, and what it would do: the next to act first', () => {
    expect(runningTimers(CALM, WINDY_DAY_DEFAULTS)).toEqual([])
    const rising = run(stretches([5, 6], [100, 10]), { until: 6 * MINUTE }).state
    const [four, ...higher] = runningTimers(rising, WINDY_DAY_DEFAULTS)
    expect(four).toEqual({
      ...{ what: 'raise', to: 4, quantity: 'windSpeed', bound: 5.5 },
      ...{ since: 0, dueAt: 10 * MINUTE },
    })
    expect(higher.map(({ to, since, dueAt }) => [to, since, dueAt])).toEqual([[5, 5 * MINUTE, 15 * MINUTE]])
    const calming = run(stretches([11, 11], [200, 1]), { until: 20 * MINUTE }).state
    expect(runningTimers(calming, WINDY_DAY_DEFAULTS)).toMatchObject([
      { what: 'lower', to: 5, since: 11 * MINUTE, dueAt: 41 * MINUTE },
      { what: 'close', to: 0, bound: 4.5, since: 11 * MINUTE, dueAt: 130 * MINUTE },
    ])
  })
})
