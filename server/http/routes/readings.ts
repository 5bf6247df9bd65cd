/** What was measured: latest values, series, counts; and the air quality index of given concentrations. */
import { createRoute, z } from '@hono/zod-openapi'
import { AirIndexAnswer } from '../../contract/air-index.ts'
import { Id, TimeQuery } from '../../contract/common.ts'
import { DistrictCurveAnswer } from '../../contract/curve.ts'
import { EVERY, LatestView, QuantityName, ReadingCountAnswer, SeriesAnswer } from '../../contract/reading.ts'
import { airIndex, standardAt } from '../../domain/air/index-hj633.ts'
import { POLLUTANTS } from '../../domain/air/index-hj633-tables.ts'
import type { Quantity } from '../../domain/air/quantity.ts'
import { DEVICE_KINDS, type Device } from '../../domain/place.ts'
import { localIso } from '../../domain/time.ts'
import { DAY } from '../../domain/units.ts'
import type { RegistryDesk } from '../../flows/district/registry.ts'
import { latestViews } from '../../flows/show/registry-views.ts'
import { MAX_POINTS } from '../../flows/show/series.ts'
import { type Api, json, problems } from '../api.ts'
import type { AppParts } from '../app-parts.ts'
import { refuse, refuseField } from '../problem.ts'

const IdList = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}(,[A-Za-z0-9_-]{1,64}){0,499}$/, 'ids with commas between them, 500 at most')
  .transform((text) => [...new Set(text.split(','))])

const QuantityList = z
  .string()
  .transform((text) => [...new Set(text.split(','))])
  .pipe(z.array(QuantityName))

const getLatest = createRoute({
  method: 'get',
  path: '/latest',
  summary: 'The last value of every quantity per device',
  request: {
    query: z.object({ township: Id.optional(), place: Id.optional(), kind: z.enum(DEVICE_KINDS).optional() }),
  },
  responses: {
    200: json(
      z.object({ items: z.array(LatestView.meta({ id: 'Latest' })), nextCursor: z.null() }),
      'all devices that fit; one without values never measured anything',
    ),
    ...problems(400),
  },
})

const getSeries = createRoute({
  method: 'get',
  path: '/series',
  summary: `Stored readings as series, ${MAX_POINTS} points at most`,
  request: {
    query: z.object({
      device: IdList.optional().describe('ids with commas between them'),
      place: IdList.optional().describe('all devices of these places'),
      quantity: QuantityList.describe('for example pm10,windSpeed'),
      from: TimeQuery.optional().describe('included; a day before `to` when left out'),
      to: TimeQuery.optional().describe('not included; now when left out'),
      every: z
        .enum(['auto', ...EVERY])
        .default('auto')
        .describe('width of the means; raw: as measured'),
    }),
  },
  responses: { 200: json(SeriesAnswer.meta({ id: 'Series' }), 'oldest first'), ...problems(400, 404, 503) },
})

/** It reads every device of the district. */
const MOST_OF_CURVE = 2 * DAY

const getCurve = createRoute({
  method: 'get',
  path: '/district/curve',
  summary: 'The district as one curve: PM10 of all devices together, and the wind that counts most',
  request: {
    query: z.object({
      from: TimeQuery.optional().describe('a day before `to` when left out'),
      to: TimeQuery.optional().describe('now when left out; both are taken to whole steps'),
    }),
  },
  responses: { 200: json(DistrictCurveAnswer.meta({ id: 'DistrictCurve' }), 'oldest first'), ...problems(400, 503) },
})

const getCount = createRoute({
  method: 'get',
  path: '/readings/count',
  summary: 'How many readings are stored',
  request: { query: z.object({ from: TimeQuery, to: TimeQuery }) },
  responses: {
    200: json(ReadingCountAnswer.meta({ id: 'ReadingCount' }), 'with from ≤ time < to'),
    ...problems(400, 503),
  },
})

const Concentration = z
  .string()
  .regex(/^\d{1,7}(\.\d{1,6})?$/, 'a number of 0 or more')
  .transform(Number)
  .optional()

const getIndex = createRoute({
  method: 'get',
  path: '/index',
  summary: 'Air quality index after HJ 633, by the standard in force at `at`',
  request: {
    query: z.object({
      pm10: Concentration.describe('µg/m³'),
      pm25: Concentration.describe('µg/m³'),
      so2: Concentration.describe('µg/m³'),
      no2: Concentration.describe('µg/m³'),
      co: Concentration.describe('mg/m³'),
      o3: Concentration.describe('µg/m³; the 1-h mean for `hour`, the largest 8-h mean for `day`'),
      average: z.enum(['hour', 'day']).default('hour'),
      at: TimeQuery.optional().describe('when it was measured; now when left out'),
    }),
  },
  responses: { 200: json(AirIndexAnswer.meta({ id: 'AirIndex' }), 'the index'), ...problems(400) },
})

export function addReadingRoutes(
  api: Api,
  { district, clock, show }: Pick<AppParts, 'district' | 'clock' | 'show'>,
): void {
  const { registry, latest } = district
  const { timeZone } = registry

  api.openapi(getLatest, (c) => {
    const { township = null, place = null, kind = null } = c.req.valid('query')
    return c.json(
      { items: latestViews({ township, place, kind }, { registry, latest, now: clock.now() }), nextCursor: null },
      200,
    )
  })

  api.openapi(getSeries, async (c) => {
    const { device, place, quantity, every, to = clock.now(), from = to - DAY } = c.req.valid('query')
    refuseEmptySpan(from, to)
    const devices = devicesAsked(registry, device, place)
    const quantities: readonly Quantity[] = quantity
    const outcome = await show.series({ devices, quantities, from, to, every })
    if (outcome.kind === 'series') return c.json(outcome.answer, 200)
    const fits = outcome.finest === null ? 'fewer devices or a shorter time' : `every=${outcome.finest} or coarser`
    return refuseField('every', `${every}, ${outcome.points} points`, `at most ${MAX_POINTS} points: ${fits}`)
  })

  api.openapi(getCurve, async (c) => {
    const { to = clock.now(), from = to - DAY } = c.req.valid('query')
    refuseEmptySpan(from, to)
    if (to - from > MOST_OF_CURVE) refuseField('from', String(from), `at most ${MOST_OF_CURVE / DAY} days before to`)
    return c.json(await show.curve(from, to), 200)
  })

  api.openapi(getCount, async (c) => {
    const { from, to } = c.req.valid('query')
    refuseEmptySpan(from, to)
    const { readings, values } = await show.count(from, to)
    const iso = (at: number) => localIso(at, timeZone)
    return c.json({ from: iso(from), to: iso(to), readings, values: { ...values } }, 200)
  })

  api.openapi(getIndex, (c) => {
    const { average, at = clock.now(), ...given } = c.req.valid('query')
    const concentrations = Object.fromEntries(POLLUTANTS.map((pollutant) => [pollutant, given[pollutant] ?? null]))
    const outcome = airIndex(concentrations, average, standardAt(at, timeZone))
    if (outcome.kind === 'refused') return refuseField(outcome.field, String(outcome.found), outcome.expected)
    const { index } = outcome
    const { primaryPollutants, notCalculated, iaqi } = index
    return c.json(
      { ...index, primaryPollutants: [...primaryPollutants], notCalculated: [...notCalculated], iaqi: { ...iaqi } },
      200,
    )
  })
}

function refuseEmptySpan(from: number, to: number): void {
  if (from >= to) refuseField('from', String(from), `before to (${to})`)
}

function devicesAsked(registry: RegistryDesk, ids: string[] | undefined, placeIds: string[] | undefined): Device[] {
  if (!ids && !placeIds) refuseField('device', 'nothing', 'device= or place=')
  const named = (ids ?? []).map((id) => registry.device(id) ?? refuse(404, `there is no device ${id}`))
  for (const id of placeIds ?? []) if (!registry.place(id)) refuse(404, `there is no place ${id}`)
  const wanted = new Set(placeIds)
  const atPlaces = registry.current().devices.filter((one) => one.placeId !== null && wanted.has(one.placeId))
  return [...new Set([...named, ...atPlaces])]
}
