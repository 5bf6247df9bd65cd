import { describe, expect, it } from 'vitest'
import { districtOf, idOf } from '../../simulators/district.ts'

describe('the district of a replay', () => {
  const { registry, deviceOf } = districtOf(['Eastgate', '万柳'], 3_600_000, ['万柳'])

  it('gives every station a township of its name, one open device, one site and one road section', () => {
    expect(registry.townships.map(({ name }) => name)).toEqual(['Eastgate', '万柳'])
    expect(registry.devices[0]).toMatchObject({
      id: 'Eastgate',
      townshipId: 'Eastgate',
      intervalMs: 3_600_000,
      exposure: 'open',
    })
    expect(registry.places.slice(0, 2)).toMatchObject([
      { id: 'Eastgate-site', kind: 'buildingSite', attributes: { earthworks: true, rubble: true, insideFence: false } },
      { id: 'Eastgate-road', kind: 'roadSection', attributes: { earthworks: false, insideFence: false } },
    ])
    expect([...deviceOf.keys()]).toEqual(['Eastgate', '万柳'])
  })

  it('puts the devices of the named stations at their site, and the others at none', () => {
    expect(registry.devices).toMatchObject([
      { id: 'Eastgate', placeId: null },
      { kind: 'dustMonitor', placeId: `${idOf('万柳')}-site` },
    ])
  })

  it('lets every device speak for the wind of its township, wherever it stands', () => {
    const exposures = registry.devices.map((device) => ('exposure' in device ? device.exposure : null))
    expect(exposures).toEqual(['open', 'open'])
  })

  it('keeps a site and a road section to order in every township, whoever stands there', () => {
    const nobody = districtOf(['Eastgate', '万柳'], 3_600_000, [])
    const everybody = districtOf(['Eastgate', '万柳'], 3_600_000, ['Eastgate', '万柳'])
    expect(nobody.registry.places).toHaveLength(4)
    expect(nobody.registry.places).toEqual(everybody.registry.places)
  })

  it('keeps ids of different stations apart and within the allowed letters', () => {
    const names = ['万柳', '东四', 'a b', 'a-b', 'a/b', 'x'.repeat(70), `${'x'.repeat(69)}y`]
    const ids = names.map(idOf)
    expect(new Set(ids).size).toBe(names.length)
    for (const id of ids) expect(`${id}-site`).toMatch(/^[A-Za-z0-9_-]{1,64}$/)
  })
})
