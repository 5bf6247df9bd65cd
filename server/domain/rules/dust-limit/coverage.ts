/** Where a pack cannot judge, by the registry alone: what an office should know before it switches one on. */
import type { Registry } from '../../place.ts'
import { dustDevicesOf, isSite } from '../dust/site-devices.ts'
import { appliesTo, subtractedStations } from './air.ts'
import type { DustLimitPack } from './pack.ts'

export interface CoverageGap {
  readonly placeId: string
  /**
   * `no-device`: nothing measures there, so it is never judged. `few-stations`: what is to be taken off is never known,
   * so neither is it. `slower-devices`: each of its devices averages longer than the window, and a value of theirs stands for
   * the window all the same.
   */
  readonly why: 'no-device' | 'few-stations' | 'slower-devices'
}

/** Of every site the pack applies to. That a device measures the quantity at all is not known to the registry. */
export function coverageGaps(pack: DustLimitPack, registry: Registry): readonly CoverageGap[] {
  const devicesOf = dustDevicesOf(registry)
  const sites = registry.places.filter((place) => isSite(place) && place.phase !== 'finished' && appliesTo(pack, place))
  return sites.flatMap((site): CoverageGap[] => {
    const devices = devicesOf(site)
    const stations = subtractedStations(pack, devices)
    if (devices.site.length === 0) return [{ placeId: site.id, why: 'no-device' }]
    if (stations !== null && stations.length < pack.stationsNeeded) return [{ placeId: site.id, why: 'few-stations' }]
    const isSlow = devices.site.every(({ intervalMs }) => intervalMs > pack.averagingMs)
    return isSlow ? [{ placeId: site.id, why: 'slower-devices' }] : []
  })
}
