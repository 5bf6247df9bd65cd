import { afterEach, describe, expect, it } from 'vitest'
import { isTimeZone, localDay, localIso, parseLocal, startOfLocalDay, zoneOffsetMs } from '../../server/domain/time.ts'
import { HOUR, MINUTE } from '../../server/domain/units.ts'
import { seededRandom } from '../support/random.ts'

const at = (iso: string) => Date.parse(iso)
const ZONES = [
  'Asia/Shanghai',
  'UTC',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Havana',
  'Pacific/Apia',
  'Africa/Monrovia',
]

describe('local text of an instant', () => {
  it.each([
    {
      $case: 'an afternoon in the district',
      utc: '2015-04-15T10:10:00Z',
      zone: 'Asia/Shanghai',
      iso: '2015-04-15T18:10:00+08:00',
    },
    {
      $case: 'keeps milliseconds that are not 0',
      utc: '2015-04-15T10:10:00.007Z',
      zone: 'Asia/Shanghai',
      iso: '2015-04-15T18:10:00.007+08:00',
    },
    {
      $case: 'a day that has begun only here',
      utc: '2015-04-14T16:00:00Z',
      zone: 'Asia/Shanghai',
      iso: '2015-04-15T00:00:00+08:00',
    },
    { $case: 'UTC itself', utc: '2015-04-14T16:00:00Z', zone: 'UTC', iso: '2015-04-14T16:00:00+00:00' },
    {
      $case: 'last second before clocks go forward',
      utc: '2024-03-10T06:59:59Z',
      zone: 'America/New_York',
      iso: '2024-03-10T01:59:59-05:00',
    },
    {
      $case: 'first second after clocks went forward',
      utc: '2024-03-10T07:00:00Z',
      zone: 'America/New_York',
      iso: '2024-03-10T03:00:00-04:00',
    },
    {
      $case: 'the first of two equal hours',
      utc: '2024-11-03T05:30:00Z',
      zone: 'America/New_York',
      iso: '2024-11-03T01:30:00-04:00',
    },
    {
      $case: 'the second of two equal hours',
      utc: '2024-11-03T06:30:00Z',
      zone: 'America/New_York',
      iso: '2024-11-03T01:30:00-05:00',
    },
    {
      $case: 'a half-hour zone west of Greenwich',
      utc: '2024-01-01T12:00:00Z',
      zone: 'America/St_Johns',
      iso: '2024-01-01T08:30:00-03:30',
    },
    {
      $case: 'a clock change of half an hour',
      utc: '2024-04-06T15:00:00Z',
      zone: 'Australia/Lord_Howe',
      iso: '2024-04-07T01:30:00+10:30',
    },
    {
      $case: 'the years when China had summer time',
      utc: '1988-07-01T00:00:00Z',
      zone: 'Asia/Shanghai',
      iso: '1988-07-01T09:00:00+09:00',
    },
    {
      $case: 'an instant before 1970',
      utc: '1969-12-31T23:59:59.500Z',
      zone: 'Asia/Shanghai',
      iso: '1970-01-01T07:59:59.500+08:00',
    },
  ])('$case', ({ utc, zone, iso }) => {
    expect(localIso(at(utc), zone)).toBe(iso)
    expect(localDay(at(utc), zone)).toBe(iso.slice(0, 10))
  })

  it('reads back as the same instant in every zone, near clock changes too', () => {
    const seed = 20_150_415
    const random = seededRandom(seed)
    for (let n = 0; n < 5_000; n++) {
      const instant = Math.floor(random() * at('2040-01-01T00:00:00Z'))
      const zone = ZONES[n % ZONES.length]!
      expect(Date.parse(localIso(instant, zone)), `seed ${seed}, ${instant} in ${zone}`).toBe(instant)
    }
  })

  it('gives each minute around a clock change its own offset, whatever was asked before', () => {
    const change = at('2024-04-06T15:00:00Z')
    const offsets = [-2, -1, 0, 1].map(
      (minutes) => zoneOffsetMs(change + minutes * MINUTE, 'Australia/Lord_Howe') / HOUR,
    )
    expect(offsets).toEqual([11, 11, 10.5, 10.5])
    // Liberia's clocks changed at 00:44:30 UTC, in the middle of an hour.
    const liberia = at('1972-01-07T00:44:30Z')
    expect(zoneOffsetMs(liberia, 'Africa/Monrovia')).toBe(0)
    expect(zoneOffsetMs(liberia - 1, 'Africa/Monrovia')).not.toBe(0)
  })
})

describe('instant of a local text', () => {
  it.each([
    { $case: 'a day means its start', text: '2015-04-14', zone: 'Asia/Shanghai', utc: '2015-04-13T16:00:00Z' },
    { $case: 'a minute', text: '2015-04-14T18:00', zone: 'Asia/Shanghai', utc: '2015-04-14T10:00:00Z' },
    { $case: 'a second', text: '2015-04-14T18:00:05', zone: 'Asia/Shanghai', utc: '2015-04-14T10:00:05Z' },
    { $case: 'a leap day', text: '2024-02-29', zone: 'UTC', utc: '2024-02-29T00:00:00Z' },
    {
      $case: 'a skipped time lies after the gap',
      text: '2024-03-10T02:30',
      zone: 'America/New_York',
      utc: '2024-03-10T07:30:00Z',
    },
    {
      $case: 'a repeated time is the first',
      text: '2024-11-03T01:30',
      zone: 'America/New_York',
      utc: '2024-11-03T05:30:00Z',
    },
    {
      $case: 'a day with a skipped midnight',
      text: '2018-11-04',
      zone: 'America/Sao_Paulo',
      utc: '2018-11-04T03:00:00Z',
    },
    { $case: 'a day with two midnights', text: '2024-11-03', zone: 'America/Havana', utc: '2024-11-03T04:00:00Z' },
    { $case: 'the day after a skipped day', text: '2011-12-31', zone: 'Pacific/Apia', utc: '2011-12-30T10:00:00Z' },
  ])('$case', ({ text, zone, utc }) => {
    expect(localIso(parseLocal(text, zone)!, 'UTC')).toBe(localIso(at(utc), 'UTC'))
  })

  it.each([
    '',
    'yesterday',
    '2015-4-14',
    '2015-02-29',
    '2015-04-31',
    '2015-13-01',
    '2015-04-14T24:00',
    '2015-04-14T18:60',
    '2015-04-14 18:00',
    '2015-04-14T18:00Z',
    '2015-04-14T18:00+08:00',
    '2015-04-14T18:00:00.5',
  ])('refuses "%s"', (text) => {
    expect(parseLocal(text, 'Asia/Shanghai')).toBeNull()
  })

  it('finds the start of the local day an instant lies in', () => {
    const seed = 7
    const random = seededRandom(seed)
    for (let n = 0; n < 3_000; n++) {
      const instant = Math.floor(random() * at('2040-01-01T00:00:00Z'))
      const zone = ZONES[n % ZONES.length]!
      const start = startOfLocalDay(instant, zone)
      const hint = `seed ${seed}, ${instant} in ${zone}`
      expect(start, hint).toBeLessThanOrEqual(instant)
      expect(localDay(start, zone), hint).toBe(localDay(instant, zone))
      expect(localDay(start - 1, zone), hint).not.toBe(localDay(instant, zone))
    }
  })
})

describe('time zone names', () => {
  it.each(['Asia/Shanghai', 'UTC', 'Europe/Berlin'])('knows %s', (name) => expect(isTimeZone(name)).toBe(true))
  it.each(['', 'Asia/Zhengzhou', 'Mars/Phobos', '北京'])('does not know "%s"', (name) =>
    expect(isTimeZone(name)).toBe(false),
  )
})

describe('zone of the process', () => {
  const before = process.env.TZ
  afterEach(() => {
    if (before === undefined) delete process.env.TZ
    else process.env.TZ = before
  })

  it.each([
    { zone: 'America/Los_Angeles', aheadMinutes: -480 },
    { zone: 'Asia/Kathmandu', aheadMinutes: 345 },
    { zone: 'Asia/Shanghai', aheadMinutes: 480 },
    { zone: 'UTC', aheadMinutes: 0 },
  ])('never changes an answer ($zone)', ({ zone, aheadMinutes }) => {
    process.env.TZ = zone
    const instant = at('2015-01-15T10:10:00Z')
    // Proof that the process really runs in that zone now.
    expect(new Date(instant).getTimezoneOffset()).toBe(aheadMinutes === 0 ? 0 : -aheadMinutes)
    expect(localIso(instant, 'Asia/Shanghai')).toBe('2015-01-15T18:10:00+08:00')
    expect(localDay(instant, 'America/New_York')).toBe('2015-01-15')
    expect(parseLocal('2015-01-15', 'Asia/Shanghai')).toBe(at('2015-01-14T16:00:00Z'))
    expect(startOfLocalDay(instant, 'Europe/Berlin')).toBe(at('2015-01-14T23:00:00Z'))
  })
})
