import { describe, expect, it } from 'vitest'
import { ERQI, registryOf } from '../../../simulators/district/erqi.ts'
import { metresBetween } from '../../../simulators/district/geometry.ts'

const countBy = (values: readonly string[]) =>
  Object.fromEntries([...new Set(values)].map((value) => [value, values.filter((one) => one === value).length]))

describe('the simulated district', () => {
  it('has 16 townships that say they are illustrative, 60 sites of every kind, and 291 road sections', () => {
    expect(ERQI.townships).toHaveLength(16)
    for (const { name } of ERQI.townships) expect(name).toMatch(/\(示意\)$/)
    expect(countBy(ERQI.places.map(({ kind }) => kind))).toEqual({
      ...{ buildingSite: 20, municipalSite: 9, demolitionSite: 8, bareLand: 8, muckTip: 4, mixingPlant: 3 },
      ...{ materialYard: 4, linearWork: 4, roadSection: 291 },
    })
    expect(ERQI.places.filter(({ phase }) => phase === 'finished')).toHaveLength(3)
  })

  it('gives every thing an id of its own that a topic can carry, in a township that exists', () => {
    const townships = new Set(ERQI.townships.map(({ id }) => id))
    const all = [...ERQI.places, ...ERQI.devices]
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
    for (const { id, townshipId } of all) {
      expect(id).toMatch(/^[A-Za-z0-9_-]{1,64}$/)
      expect(townships).toContain(townshipId)
    }
    for (const { townshipId, helperTownshipId } of ERQI.places) expect(helperTownshipId).not.toBe(townshipId)
  })

  it('puts a place inside the fence exactly when it lies within 500 m of an official station', () => {
    const stations = ERQI.devices.filter(({ kind }) => kind === 'officialStation')
    for (const { at, attributes } of ERQI.places) {
      const nearest = Math.min(...stations.map((station) => metresBetween(station.at, at)))
      expect(attributes.insideFence).toBe(nearest <= 500)
    }
    expect(ERQI.places.some(({ attributes }) => attributes.insideFence)).toBe(true)
  })

  it('has every kind of device, with one weather bureau and masts of every exposure', () => {
    const counts = countBy(ERQI.devices.map(({ kind }) => kind))
    expect(counts).toMatchObject({ weatherBureau: 1, officialStation: 4, weatherMast: 5, dustMonitor: 48 })
    expect(counts.streetMonitor).toBeGreaterThanOrEqual(32)
    const masts = ERQI.devices.filter(({ kind }) => kind === 'weatherMast')
    expect(new Set(masts.map(({ exposure }) => exposure))).toEqual(new Set(['open', 'partly', 'sheltered']))
  })

  it('keeps dust monitors at the fence of their site', () => {
    const placeOf = new Map(ERQI.places.map((place) => [place.id, place]))
    const fence = ERQI.devices.filter(({ kind }) => kind === 'dustMonitor')
    const farthest = Math.max(...fence.map(({ at, placeId }) => metresBetween(at, placeOf.get(placeId ?? '')!.at)))
    expect(farthest).toBeLessThan(111)
  })

  it('lies in Erqi on the map', () => {
    const { places, devices } = registryOf(ERQI) as Record<string, readonly { latitude: number; longitude: number }[]>
    for (const { latitude, longitude } of [...places!, ...devices!]) {
      expect(latitude).toBeGreaterThan(34.6)
      expect(latitude).toBeLessThan(34.78)
      expect(longitude).toBeGreaterThan(113.5)
      expect(longitude).toBeLessThan(113.7)
    }
  })
})
