/** The reference for polar plot, roses and time variation, and its input: the shared files, read without the program's code. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { isPrsaMissing, PRSA_FILE } from './prsa-file.ts'

const FILE = join(import.meta.dirname, '../../../shared/data/polar-reference-2015.json')

export function isReferenceMissing(): boolean {
  if (isPrsaMissing()) return true
  if (existsSync(FILE)) return false
  console.warn('skipped: the polar reference is not there (openair 3.1.0, PM10 at Dongsi 2015, made with R and mgcv)')
  return true
}

// biome-ignore lint/suspicious/noExplicitAny: a foreign file, compared number by number
export const readReference = (): any => JSON.parse(readFileSync(FILE, 'utf8'))

const NAMES = 'N NNE NE ENE E ESE SE SSE S SSW SW WSW W WNW NW NNW'.split(' ')

export interface DongsiRow {
  /** `2015-01-01T00:00`, local. */
  readonly time: string
  readonly ws: number | null
  readonly wd: number | null
  readonly value: number | null
}

/** Every row of the station; the direction of valid ones spread over its sixteenth as the reference describes it. */
export function dongsiRows(): readonly DongsiRow[] {
  const [header = '', ...lines] = gunzipSync(readFileSync(PRSA_FILE)).toString('utf8').trim().split(/\r?\n/)
  const names = header.replaceAll('"', '').split(',')
  let k = 0
  return lines.flatMap((line): DongsiRow[] => {
    const cells = line.replaceAll('"', '').split(',')
    const cell = (name: string) => cells[names.indexOf(name)] ?? 'NA'
    if (cell('station') !== 'Dongsi') return []
    const number = (name: string) => (cell(name) === 'NA' ? null : Number(cell(name)))
    const two = (name: string) => cell(name).padStart(2, '0')
    const time = `${cell('year')}-${two('month')}-${two('day')}T${two('hour')}:00`
    const [ws, value, place] = [number('WSPM'), number('PM10'), NAMES.indexOf(cell('wd'))]
    if (ws === null || value === null || place < 0) return [{ time, ws, wd: null, value }]
    const hundredths = (2_250 * place + ((7_919 * k++) % 2_250) - 1_125 + 36_000) % 36_000
    return [{ time, ws, wd: hundredths === 0 ? 360 : hundredths / 100, value }]
  })
}
