import { describe, expect, it } from 'vitest'
import { parseIsoInstant } from '../../../server/domain/air/iso-time.ts'

describe('ISO 8601 instant', () => {
  const noon = Date.UTC(2015, 3, 15, 10, 10)

  it.each([
    { text: '2015-04-15T10:10:00Z', expected: noon },
    { text: '2015-04-15T18:10:00+08:00', expected: noon },
    { text: '2015-04-15T18:10:00+0800', expected: noon },
    { text: '2015-04-15T18:10+08', expected: noon },
    { text: '2015-04-15T06:40:00-03:30', expected: noon },
    { text: '2015-04-15T10:10:00.5Z', expected: noon + 500 },
    { text: '2015-04-15T10:10:00,123456789Z', expected: noon + 123 },
    { text: '2016-02-29T00:00:00Z', expected: Date.UTC(2016, 1, 29) },
    { text: '1969-12-31T23:59:59Z', expected: -1_000 },
  ])('reads $text', ({ text, expected }) => {
    expect(parseIsoInstant(text)).toBe(expected)
  })

  it.each([
    { $case: 'a bare local time', text: '2015-04-15T18:10:00' },
    { $case: 'a bare date', text: '2015-04-15' },
    { $case: 'a space for the T', text: '2015-04-15 18:10:00+08:00' },
    { $case: 'a date no calendar has', text: '2015-02-29T00:00:00Z' },
    { $case: 'hour 24', text: '2015-04-15T24:00:00Z' },
    { $case: 'minute 60', text: '2015-04-15T10:60:00Z' },
    { $case: 'an impossible offset', text: '2015-04-15T10:10:00+24:00' },
    { $case: 'a zone name', text: '2015-04-15T10:10:00CST' },
    { $case: 'text behind it', text: '2015-04-15T10:10:00Z ' },
    { $case: 'epoch milliseconds as text', text: '1429092600000' },
    { $case: 'nothing', text: '' },
  ])('refuses $case', ({ text }) => {
    expect(parseIsoInstant(text)).toBeNull()
  })
})
