/** The life through every crash point again, on mosquitto, InfluxDB and PostgreSQL. */
import { expect, it } from 'vitest'
import { CRASH_POINTS } from '../../server/ports/crash-point.ts'
import { liveThroughEveryCrash } from '../support/crash-life.ts'
import { isSetUpMissing, openOutside } from '../support/set-up.ts'

it.skipIf(isSetUpMissing('outside'))('dies at every point on outside servers and repeats nothing', async () => {
  const setUp = await openOutside()
  try {
    const life = await liveThroughEveryCrash(setUp)
    expect(new Set(life.diedAt)).toEqual(new Set(CRASH_POINTS))
    expect(life.points.map(({ device, ts }) => ({ device, ts })).sort((a, b) => a.ts - b.ts)).toEqual(life.published)
    expect(life.actions).toEqual(['order.issued', 'order.acknowledged', 'order.measure-done', 'order.released'])
    expect(life.audit).toMatchObject({ ok: true })
    expect(life.ended.orders).toEqual(life.issued.orders)
    expect(life.ended.episodes).toEqual(life.issued.episodes)
    expect(life.ended.notifications).toHaveLength(life.issued.notifications.length + 1)
  } finally {
    await setUp.end()
  }
})
