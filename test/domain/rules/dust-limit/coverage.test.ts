import { describe, expect, it } from 'vitest'
import type { Registry } from '../../../../server/domain/place.ts'
import { coverageGaps } from '../../../../server/domain/rules/dust-limit/coverage.ts'
import { HOUR, MINUTE } from '../../../../server/domain/units.ts'
import { monitor, REGISTRY, SITE } from '../dust-exceedance/rig.ts'
import { HEBEI, SMALL } from './packs.ts'

const stations = REGISTRY.devices.slice(1)

function gaps(registry: Partial<Registry>, pack = SMALL) {
  return coverageGaps(pack, { ...REGISTRY, ...registry }).map(({ placeId, why }) => `${placeId} ${why}`)
}

describe('a place that a pack can never judge', () => {
  it('is one where nothing measures, unless it is finished or no site', () => {
    expect(gaps({ devices: stations })).toEqual(['site-1 no-device'])
    expect(gaps({ devices: stations, places: [{ ...SITE, phase: 'finished' }] })).toEqual([])
    expect(gaps({ devices: stations, places: [{ ...SITE, kind: 'roadSection' }] })).toEqual([])
  })

  it('is one whose background is never known', () => {
    expect(gaps({}, HEBEI)).toEqual([])
    expect(gaps({ devices: REGISTRY.devices.slice(0, 3) }, HEBEI)).toEqual(['site-1 few-stations'])
    expect(gaps({}, { ...HEBEI, subtractor: 'districtMean' })).toEqual(['site-1 few-stations'])
  })

  it('is said where no device is as quick as the window, although its values stand for it', () => {
    const every = (intervalMs: number) => [monitor('own', 'site-1', intervalMs)]
    expect(gaps({ devices: every(5 * MINUTE) })).toEqual([])
    expect(gaps({ devices: every(6 * MINUTE) })).toEqual(['site-1 slower-devices'])
    expect(gaps({ devices: [...every(HOUR), monitor('own-2', 'site-1', MINUTE)] })).toEqual([])
  })

  it('is none that the pack does not apply to', () => {
    const attributes = { ...SITE.attributes, earthworks: false, demolition: false }
    const places = [{ ...SITE, attributes }]
    expect(gaps({ devices: stations, places }, { ...SMALL, sites: 'groundworks' })).toEqual([])
    expect(gaps({ devices: stations, places }, { ...SMALL, sites: 'others' })).toEqual(['site-1 no-device'])
  })
})
