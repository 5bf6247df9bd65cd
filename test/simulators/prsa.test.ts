import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readReplay } from '../../simulators/prsa.ts'
import { PRSA_COLUMNS, parseColumnMap } from '../../simulators/prsa-columns.ts'
import { type TemporaryFolder, temporaryFolder } from '../support/real-server.ts'

const fixture = join(import.meta.dirname, '../fixtures/prsa/windy-day-2021.csv')
const HEADER = 'No,year,month,day,hour,PM2.5,PM10,SO2,NO2,CO,O3,TEMP,PRES,DEWP,RAIN,wd,WSPM,station'
const DAY = { from: Date.parse('2019-07-01T00:00:00+08:00'), to: Date.parse('2019-07-02T00:00:00+08:00') }

let folder: TemporaryFolder
let files = 0
beforeAll(() => {
  folder = temporaryFolder()
})
afterAll(() => folder.remove())

function fileWith(content: string | Buffer, name = `readings-${++files}.csv`): string {
  const path = join(folder.path, name)
  writeFileSync(path, content)
  return path
}

function row(hour: number | string, more: Partial<Record<string, string | number>> = {}): string {
  const cells = { 'PM2.5': 20, PM10: 50, SO2: 3, NO2: 30, CO: 700, O3: 60, TEMP: 25.5, PRES: 1005, DEWP: 12 }
  const all = { ...cells, RAIN: 0.4, wd: 'NNW', WSPM: 2.1, station: 'Eastgate', ...more }
  return ['1', '2019', '7', '1', hour, ...Object.values(all)].join(',')
}

const EVERYTHING = {
  ...{ pm25: 20, pm10: 50, so2: 3, no2: 30, co: 0.7, o3: 60, temperature: 25.5, pressure: 1005 },
  ...{ rain: 0.4, windDirection: 337.5, windSpeed: 2.1 },
}

describe('a file of readings', () => {
  it('gives every hour its local instant and every value its unit', async () => {
    const { instants, stations } = await readReplay(fileWith([HEADER, row(5)].join('\n')), DAY)
    expect(stations).toEqual(['Eastgate'])
    const at = Date.parse('2019-07-01T05:00:00+08:00')
    expect(instants).toEqual([{ at, rows: [{ station: 'Eastgate', at, values: EVERYTHING }] }])
  })

  it('reads the committed fixture, quoted texts and all', async () => {
    const window = { from: Date.parse('2021-03-14T02:00+08:00'), to: Date.parse('2021-03-14T05:00+08:00') }
    const { instants, stations, rows } = await readReplay(fixture, window)
    expect({ stations, rows }).toEqual({ stations: ['Eastgate', 'Westpark'], rows: 6 })
    expect(instants.map(({ rows }) => rows.map(({ station }) => station))).toEqual([
      ['Eastgate', 'Westpark'],
      // Westpark measured nothing at 03:00.
      ['Eastgate'],
      ['Eastgate', 'Westpark'],
    ])
    expect(instants[0]?.rows[1]?.values).toMatchObject({ windDirection: 315, windSpeed: 0.8, co: 0.44 })
  })

  const plain = [HEADER, row(1), row(2, { station: 'B' }), row(2), row(3)]
  it.each([
    { case: 'CRLF', content: plain.join('\r\n') },
    { case: 'a byte order mark', content: `\uFEFF${plain.join('\n')}\n` },
    { case: 'quotes everywhere', content: plain.map((line) => `"${line.split(',').join('","')}"`).join('\n') },
    { case: 'unsorted rows', content: [HEADER, row(3), row(2), row(2, { station: 'B' }), row(1)].join('\n') },
    { case: 'gzip', content: gzipSync(plain.join('\n')) },
    {
      case: 'gzip in two members',
      content: Buffer.concat([gzipSync(`${HEADER}\n`), gzipSync(plain.slice(1).join('\n'))]),
    },
    { case: 'blank lines', content: plain.join('\n\n') },
    { case: 'names of columns in other case', content: [HEADER.toUpperCase(), ...plain.slice(1)].join('\n') },
  ])('gives the same replay with $case', async ({ content }) => {
    const expected = await readReplay(fileWith(plain.join('\n')), DAY)
    expect(await readReplay(fileWith(content), DAY)).toEqual(expected)
    expect(expected.instants).toHaveLength(3)
  })

  it('leaves out what is missing, and sends nothing for a row without any value', async () => {
    const nothing = Object.fromEntries(
      ['PM2.5', 'PM10', 'SO2', 'NO2', 'CO', 'O3', 'TEMP', 'PRES', 'DEWP', 'RAIN', 'wd', 'WSPM'].map((name) => [
        name,
        'NA',
      ]),
    )
    const content = [HEADER, row(1, nothing), row(2, { ...nothing, PM10: 0 }), row(3, { ...nothing, DEWP: 4 })].join(
      '\n',
    )
    const { instants, rows } = await readReplay(fileWith(content), DAY)
    expect(rows).toBe(3)
    expect(instants.map(({ rows }) => rows[0]?.values)).toEqual([{ pm10: 0 }])
  })

  it('plays a file that lacks columns with those it has, and calls a nameless station after the file', async () => {
    const content = 'year,month,day,hour,PM10,WSPM\n2019,7,1,4,88,6.5\n'
    const { instants, stations } = await readReplay(fileWith(content, 'Southbank.csv'), DAY)
    expect(stations).toEqual(['Southbank'])
    expect(instants[0]?.rows[0]).toMatchObject({ station: 'Southbank', values: { pm10: 88, windSpeed: 6.5 } })
  })

  it('takes the first instant of the window and never the last', async () => {
    const window = { from: DAY.from + 3_600_000, to: DAY.from + 3 * 3_600_000 }
    const { instants } = await readReplay(fileWith(plain.join('\n')), window)
    expect(instants.map(({ at }) => (at - DAY.from) / 3_600_000)).toEqual([1, 2])
  })

  it('knows stations that say nothing in the window', async () => {
    const { stations } = await readReplay(fileWith(plain.join('\n')), { from: DAY.from, to: DAY.from + 2 * 3_600_000 })
    expect(stations).toEqual(['B', 'Eastgate'])
  })

  it.each([
    { wd: 'N', degrees: 0 },
    { wd: 'nne', degrees: 22.5 },
    { wd: 'E', degrees: 90 },
    { wd: 'SSW', degrees: 202.5 },
    { wd: 'NNW', degrees: 337.5 },
    { wd: '271', degrees: 271 },
    { wd: 'cv', degrees: undefined },
    { wd: 'NA', degrees: undefined },
  ])('reads the direction $wd as $degrees', async ({ wd, degrees }) => {
    const { instants } = await readReplay(fileWith([HEADER, row(1, { wd })].join('\n')), DAY)
    expect(instants[0]?.rows[0]?.values.windDirection).toBe(degrees)
  })

  it.each([
    {
      case: 'a text for a number',
      lines: [row(1), row(2, { PM10: 'high' })],
      says: ['line 3', 'PM10', '"high"', 'a number'],
    },
    { case: 'an unknown direction', lines: [row(1, { wd: 'NNX' })], says: ['line 2', 'wd', '"NNX"', '16 points'] },
    { case: 'an hour that does not exist', lines: [row(24)], says: ['line 2', 'hour', '"2019 7 1 24"', '0–23'] },
    { case: 'an hour that is missing', lines: [row('NA')], says: ['line 2', '"2019 7 1 NA"'] },
    { case: 'a torn row', lines: [row(1), '7,2019,7,1'], says: ['line 3', 'found 4 columns', 'expected 18'] },
    { case: 'a row without a station', lines: [row(1, { station: '' })], says: ['line 2', 'station', 'name'] },
    { case: 'a blank line before the fault', lines: ['', row(1, { O3: '-' })], says: ['line 3', 'O3', '"-"'] },
  ])('refuses $case and says where', async ({ lines, says }) => {
    const reading = readReplay(fileWith([HEADER, ...lines].join('\n')), DAY)
    const message = await reading.then(
      () => 'it was read',
      (error: Error) => error.message,
    )
    for (const part of says) expect(message).toContain(part)
  })

  it.each([
    { case: 'an empty file', content: '', says: 'expected the names of the columns' },
    { case: 'a file without times', content: 'PM10,station\n1,A\n', says: 'no column "year"' },
    { case: 'a file without quantities', content: 'year,month,day,hour,station\n', says: 'no column with a quantity' },
    { case: 'names of columns only', content: `${HEADER}\n`, says: 'there are no rows below' },
    {
      case: 'a window outside the file',
      content: [HEADER, row(1).replace('2019', '2013')].join('\n'),
      says: 'the file has 2013-07-01T01',
    },
    { case: 'a zip archive', content: Buffer.from('PK\u0003\u0004'), says: 'zip archive' },
    { case: 'an open quote', content: `${HEADER}\n"1,2`, says: 'cannot be read as CSV' },
    { case: 'a torn gzip', content: gzipSync(plain.join('\n')).subarray(0, 60), says: 'cannot be read as CSV' },
  ])('refuses $case in plain words', async ({ content, says }) => {
    await expect(readReplay(fileWith(content), DAY)).rejects.toThrow(says)
  })

  it('says that a file does not exist', async () => {
    await expect(readReplay(join(folder.path, 'none.csv'), DAY)).rejects.toThrow('there is no such file')
  })

  it('shows the first twenty of many faults and counts the rest', async () => {
    const lines = Array.from({ length: 30 }, (_, hour) => row(hour % 24, { SO2: '?' }))
    const message = await readReplay(fileWith([HEADER, ...lines].join('\n')), DAY).catch(
      (error: Error) => error.message,
    )
    expect(message).toContain('30 problem(s)')
    expect(message).toContain('and 10 more')
  })
})

describe('a column map', () => {
  it('reads another format', async () => {
    const map = parseColumnMap(
      JSON.stringify({
        ...{
          delimiter: ';',
          station: 'site',
          time: 'when',
          utcOffset: '+00:00',
          intervalMinutes: 15,
          missing: ['-999'],
        },
        quantities: { dust: 'pm10', kPa: { quantity: 'pressure', factor: 10 }, from: 'windDirection' },
      }),
    )
    if (!('quantities' in map)) throw new Error(map.join())
    const content =
      'when;site;dust;kPa;from\n2019-07-01 04:15;Eins;77;101.3;45\n2019/07/01 04:30:00;Eins;-999;-999;-999\n'
    const { instants } = await readReplay(fileWith(content), DAY, map)
    const at = Date.parse('2019-07-01T04:15:00Z')
    const values = { pm10: 77, pressure: 1013, windDirection: 45 }
    expect(instants).toEqual([{ at, rows: [{ station: 'Eins', at, values }] }])
    expect(map.interval).toBe(900_000)
  })

  it('is the PRSA one where nothing else is said', () => {
    expect(parseColumnMap('{}')).toEqual(PRSA_COLUMNS)
  })

  it('names everything that is wrong with it at once', () => {
    const wrong = { time: 5, utcOffset: 'Beijing', intervalMinutes: 0, quantities: { x: 'dustiness' }, colour: 'red' }
    const problems = parseColumnMap(JSON.stringify(wrong))
    expect(problems).toHaveLength(5)
    expect(String(problems)).toContain('"colour" is unknown')
    expect(parseColumnMap('[1')).toHaveLength(1)
  })
})

const real = join(import.meta.dirname, '../../../shared/data/beijing-prsa-2015.csv.gz')
const isThere = existsSync(real)
if (!isThere) {
  console.warn(
    'skipped: ../shared/data/beijing-prsa-2015.csv.gz is missing (UCI Machine Learning Repository, data set 501)',
  )
}

describe.skipIf(!isThere)('the real file of 2015', () => {
  it('has twelve stations and every hour of two days in April', async () => {
    const window = { from: Date.parse('2015-04-15T00:00+08:00'), to: Date.parse('2015-04-17T00:00+08:00') }
    const { stations, instants, rows } = await readReplay(real, window)
    expect(stations).toHaveLength(12)
    expect({ rows, instants: instants.length }).toEqual({ rows: 576, instants: 48 })
  })
})
