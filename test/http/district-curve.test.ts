/** The district's day as one curve: a middle of instants, the wind that counts, and nothing where nothing was measured. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reading } from '../../server/domain/air/reading.ts'
import { MINUTE } from '../../server/domain/units.ts'
import { mast, place } from '../support/control-room.ts'
import { type HttpWorld, openHttpWorld } from '../support/http-world.ts'

const START = 1_790_000_400_000 - (1_790_000_400_000 % (10 * MINUTE))

describe('GET /district/curve', () => {
  let world: HttpWorld

  beforeAll(async () => {
    const one = (id: string, facts: object) => ({ ...mast(id, 'T1'), exposure: null, intervalMs: MINUTE, ...facts })
    world = await openHttpWorld({
      registry: {
        townships: [{ id: 'T1', name: '侯寨乡' }],
        places: [place('P1', 'T1')],
        devices: [
          one('a', {}),
          one('b', {}),
          one('c', {}),
          one('hourly', { intervalMs: 60 * MINUTE, kind: 'officialStation' }),
          one('bureau', { kind: 'weatherBureau', exposure: 'open' }),
          one('wall', { exposure: 'sheltered' }),
        ],
      },
    })
    const reading = (device: string, minute: number, values: Reading['values']): Reading => ({
      device,
      ts: START + minute * MINUTE,
      receivedAt: START,
      seq: null,
      values,
      quality: Object.fromEntries(Object.keys(values).map((name) => [name, 0])),
    })
    await world.parts.keep.takeReadings(
      [
        reading('a', 1, { pm10: 40 }),
        reading('b', 2, { pm10: 60 }),
        reading('c', 3, { pm10: 500 }),
        reading('hourly', 0, { pm10: 900 }),
        reading('bureau', 1, { windSpeed: 6, windGust: 9 }),
        reading('bureau', 2, { windSpeed: 7, windGust: 15 }),
        reading('wall', 1, { windSpeed: 1 }),
      ],
      [],
    )
  })

  afterAll(() => world.close())

  it('takes the middle of instants, leaves hourly values out, and says whose wind it is', async () => {
    const { body } = await world.get(`district/curve?from=${START}&to=${START + 20 * MINUTE}`)
    expect(body.wind.device).toBe('bureau')
    expect(body.points).toHaveLength(2)
    expect(body.points[0]).toMatchObject({ at: START, devices: 3, windMps: 6.5, gustMps: 15 })
    expect(body.points[0].pm10[1]).toBe(60)
  })

  it('says nothing of a step in which nothing was measured: never 0', async () => {
    const { body } = await world.get(`district/curve?from=${START}&to=${START + 20 * MINUTE}`)
    expect(body.points[1]).toEqual({ at: START + 10 * MINUTE, pm10: null, devices: 0, windMps: null, gustMps: null })
  })

  it('takes a span to whole steps, and refuses one that is empty or too long, naming the field', async () => {
    const { body } = await world.get(`district/curve?from=${START + 1}&to=${START + 2}`)
    expect(body.points.map(({ at }: { at: number }) => at)).toEqual([START])
    const empty = await world.get(`district/curve?from=${START}&to=${START}`)
    expect(empty).toMatchObject({ status: 400, body: { errors: [{ field: 'from' }] } })
    const long = await world.get(`district/curve?from=${START - 3 * 86_400_000}&to=${START}`)
    expect(long.body.errors[0].expected).toBe('at most 2 days before to')
  })
})
