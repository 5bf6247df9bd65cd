/** What the analysis page makes of its address, and of its numbers as a file. */
import { describe, expect, it } from 'vitest'
import { csvText } from '../../web/analysis/csv.ts'
import { monthsOf } from '../../web/analysis/months.ts'
import { queryOf, readSubject, spanOf } from '../../web/analysis/period.ts'

const NOW = Date.parse('2015-04-16T01:00+08:00')
const ZONE = 'Asia/Shanghai'
const read = (query: string) => readSubject(new URLSearchParams(query), NOW, ZONE)

describe('the address of the analysis page', () => {
  it('says whose values of which days; what it does not say is the last ninety', () => {
    expect(read('')).toEqual({ of: '', quantity: 'pm10', from: '2015-01-17', to: '2015-04-16' })
    const said = read('of=place:S6&quantity=pm25&from=2015-02-01&to=2015-02-28')
    expect(said).toEqual({ of: 'place:S6', quantity: 'pm25', from: '2015-02-01', to: '2015-02-28' })
    expect(spanOf('30d', NOW, ZONE)).toEqual({ from: '2015-03-18', to: '2015-04-16' })
  })

  it('that is nonsense is read as if it said nothing', () => {
    expect(read('quantity=gold&from=2015-02-30&to=tomorrow')).toEqual(read(''))
  })

  it('asks for whole local days, also where clocks change', () => {
    const subject = { of: 'device:d1', quantity: 'pm10', from: '2015-03-29', to: '2015-03-29' } as const
    const query = new URLSearchParams(queryOf(subject, 'Europe/Berlin') ?? '')
    expect(Number(query.get('to')) - Number(query.get('from'))).toBe(23 * 3_600_000)
    expect(query.get('device')).toBe('d1')
  })

  it('asks nothing when nothing is chosen or the days are the wrong way round', () => {
    expect(queryOf(read(''), ZONE)).toBeNull()
    expect(queryOf(read('of=place:S6&from=2015-03-02&to=2015-03-01'), ZONE)).toBeNull()
    expect(queryOf(read('of=castle:S6'), ZONE)).toBeNull()
  })
})

describe('numbers as a file', () => {
  it('hold what cells hold, and no formula', () => {
    const rows = [
      ['a,b', 1.5, null],
      ['=HYPERLINK("x")', -2, '说"好"'],
    ]
    expect(csvText(['name', 'n', '说'], rows)).toBe(
      '\uFEFFname,n,说\r\n"a,b",1.5,\r\n"\'=HYPERLINK(""x"")",-2,"说""好"""\r\n',
    )
  })
})

describe('days by month', () => {
  it('holds every day once, over the turn of the year', () => {
    const months = monthsOf('2015-12-30', '2016-01-02')
    expect(months.map(({ month, days }) => [month, [...days.values()]])).toEqual([
      ['2015-12', ['2015-12-30', '2015-12-31']],
      ['2016-01', ['2016-01-01', '2016-01-02']],
    ])
  })
})
