/** Analysis: the numbers behind the pictures, of hourly values. */
import { createRoute, z } from '@hono/zod-openapi'
import { CalendarAnswer, PolarAnswer, RoseAnswer, TimeVariationAnswer } from '../../contract/analysis.ts'
import { Id, TimeQuery } from '../../contract/common.ts'
import { QuantityName } from '../../contract/reading.ts'
import { localIso } from '../../domain/time.ts'
import { DAY, HOUR } from '../../domain/units.ts'
import { TooBusy } from '../../flows/show/analysis.ts'
import type { HourlyRequest } from '../../flows/show/hourly-values.ts'
import { type Api, json, problems } from '../api.ts'
import type { AppParts } from '../app-parts.ts'
import { refuse, refuseField } from '../problem.ts'

/** A year when nothing is said; at most this. */
const USUAL = 365 * DAY
const LONGEST = 5 * 366 * DAY

const Query = z.object({
  device: Id.optional(),
  place: Id.optional().describe('the device there that measured most of it'),
  quantity: QuantityName.default('pm10'),
  from: TimeQuery.optional().describe('included; a year before `to` when left out'),
  to: TimeQuery.optional().describe('not included; now when left out'),
})
const PolarQuery = Query.extend({ uncertainty: z.enum(['true', 'false']).default('false') })

const refusals = problems(400, 404, 503)
const polar = createRoute({
  method: 'get',
  path: '/analysis/polar',
  summary: 'From where: means by wind direction and speed, and the surface through them',
  request: { query: PolarQuery },
  responses: { 200: json(PolarAnswer.meta({ id: 'Polar' }), 'bins and surface'), ...refusals },
})
const rose = createRoute({
  method: 'get',
  path: '/analysis/rose',
  summary: 'Wind rose and pollution rose',
  request: { query: Query },
  responses: { 200: json(RoseAnswer.meta({ id: 'Rose' }), 'shares by sector'), ...refusals },
})
const variation = createRoute({
  method: 'get',
  path: '/analysis/time-variation',
  summary: 'Through the day, the week and the year, with intervals',
  request: { query: Query },
  responses: { 200: json(TimeVariationAnswer.meta({ id: 'TimeVariation' }), 'means'), ...refusals },
})
const days = createRoute({
  method: 'get',
  path: '/analysis/calendar',
  summary: 'The mean of every day',
  request: { query: Query },
  responses: { 200: json(CalendarAnswer.meta({ id: 'Calendar' }), 'days that have a value'), ...refusals },
})

export function addAnalysisRoutes(
  api: Api,
  { district, clock, show }: Pick<AppParts, 'district' | 'clock' | 'show'>,
): void {
  const { registry } = district
  const { analysis } = show

  function devicesOf({ device, place }: z.infer<typeof Query>): HourlyRequest['devices'] {
    if (device !== undefined && place !== undefined) refuseField('place', place, 'nothing beside device')
    if (device !== undefined) return [registry.device(device) ?? refuse(404, `there is no device ${device}`)]
    if (place === undefined) return refuseField('device', 'nothing', 'the id of a device, or of a place as `place`')
    if (!registry.place(place)) refuse(404, `there is no place ${place}`)
    return registry.current().devices.filter(({ placeId }) => placeId === place)
  }

  function requestOf(query: z.infer<typeof Query>): HourlyRequest {
    const to = query.to ?? clock.now()
    const from = query.from ?? to - USUAL
    const say = (at: number) => localIso(at, registry.timeZone)
    if (from >= to) refuseField('from', say(from), `earlier than to, ${say(to)}`)
    if (to - from > LONGEST) refuseField('from', say(from), 'at most five years before to')
    // Whole hours: half of one is no hourly value.
    const span = { from: Math.floor(from / HOUR) * HOUR, to: Math.ceil(to / HOUR) * HOUR }
    return { devices: devicesOf(query), quantity: query.quantity, ...span }
  }

  api.openapi(polar, async (c) => {
    const query = c.req.valid('query')
    return c.json(await orBusy(analysis.polar(requestOf(query), query.uncertainty === 'true')), 200)
  })
  api.openapi(rose, async (c) => c.json(await orBusy(analysis.rose(requestOf(c.req.valid('query')))), 200))
  api.openapi(variation, async (c) =>
    c.json(await orBusy(analysis.timeVariation(requestOf(c.req.valid('query')))), 200),
  )
  api.openapi(days, async (c) => c.json(await orBusy(analysis.calendar(requestOf(c.req.valid('query')))), 200))
}

async function orBusy<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof TooBusy) return refuse(503, 'too many analyses wait already: try it again in a minute')
    throw error
  }
}
