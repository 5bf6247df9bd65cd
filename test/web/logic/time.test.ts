import { describe, expect, it } from 'vitest'
import { isStale } from '../../../web/logic/freshness.ts'
import { realmNow } from '../../../web/logic/realm-now.ts'
import { clockText, countdownText, fullTimeText, spanOf } from '../../../web/logic/time-text.ts'
import { at } from '../support.ts'

describe('times on the screen', () => {
  it.each([
    { case: 'the same local day', moment: at('18:10'), text: '18:10' },
    {
      case: 'the day before, although it is the same day in UTC',
      moment: Date.parse('2026-11-19T23:30:00+08:00'),
      text: '11-19 23:30',
    },
  ])('are written in the district’s zone: $case', ({ moment, text }) => {
    expect(clockText(moment, at('20:00'), 'Asia/Shanghai')).toBe(text)
  })

  it('are the same whatever zone the machine is in', () => {
    expect(fullTimeText(Date.UTC(2026, 10, 20, 10, 0, 5), 'Asia/Shanghai')).toBe('2026-11-20 18:00:05')
  })

  it.each([
    [59_999, 59, 'seconds'],
    [60_000, 1, 'minutes'],
    [119_999, 1, 'minutes'],
    [7_199_999, 119, 'minutes'],
    [7_200_000, 2, 'hours'],
    [172_799_999, 47, 'hours'],
    [172_800_000, 2, 'days'],
  ])('a length of %d ms is %d %s', (length, n, unit) => {
    expect(spanOf(length)).toEqual({ n, unit })
  })

  it.each([
    { left: 180_000, text: '3:00' },
    { left: 179_999, text: '2:59' },
    { left: 999, text: '0:00' },
    { left: -5_000, text: '0:00' },
    { left: 3_725_000, text: '1:02:05' },
  ])('a countdown of $left ms shows $text and never more than is left', ({ left, text }) => {
    expect(countdownText(1_000_000 + left, 1_000_000)).toBe(text)
  })
})

describe('the realm’s time', () => {
  it.each([
    { case: 'live goes with the machine', speed: 1, passed: 5_000, now: 105_000 },
    { case: 'a drill at 60× goes sixty times as fast', speed: 60, passed: 5_000, now: 400_000 },
    { case: 'a drill moved by its player stands still', speed: null, passed: 5_000, now: 100_000 },
    { case: 'a machine clock set back turns nothing back', speed: 1, passed: -5_000, now: 100_000 },
  ])('$case', ({ speed, passed, now }) => {
    expect(realmNow({ epochMs: 100_000, speed }, 0, passed)).toBe(now)
  })

  it('is the machine’s before the server has spoken', () => {
    expect(realmNow(null, 0, 42)).toBe(42)
  })
})

describe('a value', () => {
  it.each([
    { case: 'ten minutes old, measured every minute', age: 600_000, interval: 60_000, stale: false },
    { case: 'a moment older', age: 600_001, interval: 60_000, stale: true },
    { case: 'hourly and three hours old', age: 10_800_000, interval: 3_600_000, stale: false },
    { case: 'hourly and a moment older', age: 10_800_001, interval: 3_600_000, stale: true },
  ])('is out of date after three intervals, ten minutes at least: $case', ({ age, interval, stale }) => {
    expect(isStale(0, age, interval)).toBe(stale)
  })
})
