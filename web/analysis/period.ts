/** What the analysis page is about, as it stands in its address: whose values, of what, and of which days. */
import { localDay, parseLocal, startOfLocalDay } from '../../server/domain/time.ts'
import { DAY, type EpochMs } from '../../server/domain/units.ts'

export const QUANTITIES = ['pm10', 'pm25', 'tsp', 'so2', 'no2', 'o3', 'co', 'noise'] as const
export const SPANS = { '30d': 30, '90d': 90, '365d': 365 } as const

export type Span = keyof typeof SPANS

export interface Subject {
  /** `device:<id>` or `place:<id>`; '' when nothing is chosen. */
  readonly of: string
  readonly quantity: (typeof QUANTITIES)[number]
  /** Local days, both included. */
  readonly from: string
  readonly to: string
}

export function readSubject(params: URLSearchParams, now: EpochMs, timeZone: string): Subject {
  const today = localDay(now, timeZone)
  const day = (name: string, otherwise: string) => {
    const said = params.get(name) ?? ''
    return /^\d{4}-\d{2}-\d{2}$/.test(said) && parseLocal(said, timeZone) !== null ? said : otherwise
  }
  return {
    of: params.get('of') ?? '',
    quantity: QUANTITIES.find((one) => one === params.get('quantity')) ?? 'pm10',
    from: day('from', localDay(now - 89 * DAY, timeZone)),
    to: day('to', today),
  }
}

export function spanOf(span: Span, now: EpochMs, timeZone: string): Pick<Subject, 'from' | 'to'> {
  return { from: localDay(now - (SPANS[span] - 1) * DAY, timeZone), to: localDay(now, timeZone) }
}

/** The query of the server's calls; null when nothing is chosen or the days are the wrong way round. */
export function queryOf({ of, quantity, from, to }: Subject, timeZone: string): string | null {
  const [kind = '', id = ''] = of.split(/:(.*)/s)
  const begin = parseLocal(from, timeZone)
  const last = parseLocal(to, timeZone)
  if ((kind !== 'device' && kind !== 'place') || id === '' || begin === null || last === null || begin > last)
    return null
  return new URLSearchParams({
    [kind]: id,
    quantity,
    from: String(begin),
    to: String(endOf(last, timeZone)),
  }).toString()
}

/** The first instant of the next local day, also where clocks change in between. */
function endOf(day: EpochMs, timeZone: string): EpochMs {
  return startOfLocalDay(day + 1.5 * DAY, timeZone)
}
