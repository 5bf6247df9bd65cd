/** A site's contribution over HTTP, on readings that are stored. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Device } from '../../server/domain/place.ts'
import { HOUR, MINUTE } from '../../server/domain/units.ts'
import { mast, place, T0, TWO_TOWNSHIPS } from '../support/control-room.ts'
import { type HttpWorld, openHttpWorld } from '../support/http-world.ts'

const AREA = { latitude: 34.75, longitude: 113.64 }
const at = (latitude: number, longitude: number) => ({
  latitude: AREA.latitude + latitude,
  longitude: AREA.longitude + longitude,
})
const monitor = (id: string, where: object, placeId: string | null): Device => ({
  ...mast(id, 't1'),
  ...{ kind: 'dustMonitor', exposure: null, placeId },
  ...where,
})
const ask = (hours: number, more = '') => `contribution?place=site-1&at=${T0 + hours * HOUR}${more}`

describe("a site's contribution", () => {
  let world: HttpWorld
  beforeAll(async () => {
    const devices = [
      monitor('north', at(0.001, 0), 'site-1'),
      monitor('east', at(0, 0.001), 'site-1'),
      monitor('south', at(-0.001, 0), 'site-1'),
      monitor('somewhere', {}, 'site-1'),
      monitor('street-north', at(0.03, 0), null),
      monitor('street-south', at(-0.03, 0), null),
      { ...mast('mast-1', 't1'), ...at(0.01, 0) },
    ]
    const places = [{ ...place('site-1', 't1'), ...AREA }, place('site-2', 't2')]
    world = await openHttpWorld({ registry: { ...TWO_TOWNSHIPS, places, devices } })
    const hour = async (hours: number, wind: number, pm10: Record<string, number>) => {
      const said: [string, Record<string, number>][] = [
        ['mast-1', { windSpeed: 3, windDirection: wind }],
        ...Object.entries(pm10).map(([id, value]): [string, Record<string, number>] => [id, { pm10: value }]),
      ]
      const readings = Array.from({ length: 40 }, (_, minute) => T0 + hours * HOUR - minute * MINUTE).flatMap((ts) =>
        said.map(([device, values]) => ({ device, values, ts, receivedAt: ts, seq: null, quality: {} })),
      )
      await world.store.write(readings)
    }
    await hour(1, 350, { north: 80, east: 90, south: 200 })
    await hour(2, 180, { north: 300, east: 90, 'street-north': 10, 'street-south': 60 })
    await hour(3, 270, { north: 80, south: 90 })
  })
  afterAll(() => world.close())

  it('is downwind less upwind with the working', async () => {
    const { status, body } = await world.get(ask(1))
    expect(status).toBe(200)
    expect(body).toMatchObject({ windowMs: 15 * MINUTE, workArea: AREA, notEvaluable: null, unplaced: ['somewhere'] })
    expect(body.difference).toMatchObject({
      deltaUgM3: 120,
      grade: 'direct',
      confidence: 'high',
      downwindDevice: 'south',
    })
    expect(body.difference.above[0].probability).toBeCloseTo(0.823, 3)
    expect(body.wind).toMatchObject({ device: 'mast-1', scalarMps: 3 })
    const roles = body.monitors.map((one: { device: string; role: string }) => [one.device, one.role])
    expect(roles).toEqual([
      ['east', 'crosswind'],
      ['north', 'upwind'],
      ['south', 'downwind'],
    ])
  })

  it('takes the street stations that the wind passes first when nothing stands upwind', async () => {
    const { difference } = (await world.get(ask(2))).body
    expect(difference).toMatchObject({
      deltaUgM3: 240,
      grade: 'indirect',
      upwindDevices: ['street-south'],
      confidence: 'medium',
    })
  })

  it('says blind sector when nothing is downwind, and no wind or monitors when they are silent', async () => {
    expect((await world.get(ask(3))).body).toMatchObject({ difference: null, notEvaluable: 'blindSector' })
    expect((await world.get(ask(9))).body).toMatchObject({ difference: null, notEvaluable: 'noMonitors', wind: null })
    expect((await world.get('contribution?place=site-2')).body).toMatchObject({
      notEvaluable: 'noPosition',
      workArea: null,
    })
  })

  it('follows the work area when it moves', async () => {
    const { body } = await world.get('places/site-1')
    const { id, name, kind, townshipId } = body
    const moved = { id, name, kind, townshipId, latitude: AREA.latitude - 0.002, longitude: AREA.longitude }
    const { status } = await world.call('PUT', 'places/site-1', { as: 'officer-token', body: moved })
    expect(status).toBe(200)
    expect((await world.get(ask(1))).body).toMatchObject({ difference: null, notEvaluable: 'blindSector' })
  })

  it('knows no place that is not there', async () => {
    expect((await world.get('contribution?place=nowhere')).status).toBe(404)
  })
})
