/** The packs that come with the program: each is sound, and runs over a month of real hours as reckoned by hand. */
import { describe, expect, it } from 'vitest'
import { createSamples } from '../../../../server/domain/air/samples.ts'
import type { LevelChange } from '../../../../server/domain/control/episode.ts'
import type { Registry } from '../../../../server/domain/place.ts'
import { checkDustLimit } from '../../../../server/domain/rules/dust-limit/check.ts'
import { coverageGaps } from '../../../../server/domain/rules/dust-limit/coverage.ts'
import { dustLimit } from '../../../../server/domain/rules/dust-limit/index.ts'
import type { DustLimitPack } from '../../../../server/domain/rules/dust-limit/pack.ts'
import { DUST_LIMIT_PACKS } from '../../../../server/domain/rules/dust-limit/packs/index.ts'
import type { DustLimitState } from '../../../../server/domain/rules/dust-limit/state.ts'
import { RULE_KINDS } from '../../../../server/domain/rules/index.ts'
import type { Judgement } from '../../../../server/domain/rules/rule.ts'
import { HOUR, MINUTE } from '../../../../server/domain/units.ts'
import { isPrsaMissing, readPrsa } from '../../../support/prsa-file.ts'
import { monitor, REGISTRY, SITE } from '../dust-exceedance/rig.ts'
import { POLICY } from './rig.ts'

const from = Date.parse('2015-04-01T00:00:00+08:00')
const to = Date.parse('2015-05-01T00:00:00+08:00')

describe.each(DUST_LIMIT_PACKS.map((pack) => [pack.rulePack.id, pack] as const))('%s', (id, pack) => {
  it('is sound, and says of every limit who says so', () => {
    expect(dustLimit(pack).check(pack)).toEqual([])
    expect(checkDustLimit(pack)).toEqual([])
    expect(RULE_KINDS.filter((kind) => kind.id === id)).toHaveLength(1)
    const armed = dustLimit(pack).arm(pack, POLICY)
    expect(armed.pack).toMatchObject({ id, version: '1.0.0', source: pack.steps[0]!.source.document })
    expect(armed.quantities).toContain(pack.quantity)
  })

  it('can be judged wherever a device reports each minute', () => {
    const places = [
      SITE,
      { ...SITE, id: 'site-2', attributes: { ...SITE.attributes, earthworks: false, demolition: false } },
    ]
    const devices = [monitor('own', 'site-1', MINUTE), monitor('own-2', 'site-2', MINUTE)]
    expect(coverageGaps(pack, { ...REGISTRY, places, devices })).toEqual([])
  })

  it('is off unless it only advises', () => {
    expect(dustLimit(pack).defaultMode).toBe(id === 'dust-absolute' ? 'advise' : 'off')
    expect(pack.isForeign).toBe(id === 'dust-iaqm' || id === 'dust-gla')
  })
})

function runMonth(pack: DustLimitPack, hours: ReadonlyMap<number, number>): readonly LevelChange[] {
  const samples = createSamples(3 * HOUR)
  const attributes = { ...SITE.attributes, earthworks: pack.sites !== 'others', demolition: false }
  const registry: Registry = { ...REGISTRY, places: [{ ...SITE, attributes }], devices: [monitor('own', 'site-1')] }
  const rule = dustLimit(pack).arm(pack, POLICY)
  const [watch] = rule.scopesOf(registry)
  let state = rule.calm as DustLimitState
  const changes: LevelChange[] = []
  for (let at = from; at < to; at += MINUTE) {
    const value = hours.get(at)
    if (value !== undefined) samples.add(at, value)
    const scene = {
      at,
      samplesOf: (_: string, quantity: string) => (quantity === pack.quantity ? samples : undefined),
      heldOpenBy: [],
      declared: [],
    }
    const judgement = watch!.judge(state, scene) as Judgement<DustLimitState>
    state = judgement.next
    changes.push(...judgement.changes)
  }
  return changes
}

/**
 * Independent of the engine: hourly values against the limits. A value counts for 66 minutes where the window rolls, and
 * at its hour alone where it is the clock's; there each day counts on its own, by the beginning of the window.
 */
function expectedChanges(pack: DustLimitPack, hours: ReadonlyMap<number, number>): readonly string[] {
  const isClock = pack.alignment === 'clock'
  const counts = new Map<string, number>()
  const found: string[] = []
  let level = 0
  let clearSince: number | null = null
  for (let at = from; at < to; at += isClock ? pack.averagingMs : MINUTE) {
    const hour = Math.floor(at / HOUR) * HOUR
    const late = at - hour <= 6 * MINUTE ? hours.get(hour - HOUR) : undefined
    const value = isClock ? hours.get(at) : (hours.get(hour) ?? late)
    const day = new Date(at - pack.averagingMs + 8 * HOUR).toISOString().slice(0, 10)
    let reached = 0
    for (const { limit, level: asked, allowedPerDay } of pack.steps) {
      if (value === undefined || value <= limit) continue
      const count = (counts.get(`${day} ${limit}`) ?? 0) + 1
      counts.set(`${day} ${limit}`, count)
      reached = Math.max(reached, allowedPerDay > 0 && count <= allowedPerDay ? 1 : asked)
    }
    const isClear = level > 0 && value !== undefined && value <= pack.clear.atMost
    clearSince = isClear ? (clearSince ?? at) : null
    const isOver = clearSince !== null && at - clearSince >= pack.clear.forMs
    const next = reached > level ? reached : isOver ? 0 : level
    if (next !== level) found.push(`${new Date(at).toISOString()} ${level}>${next}`)
    if (next === 0) clearSince = null
    level = next
  }
  return found
}

describe.skipIf(isPrsaMissing())('the sandstorm month of April 2015 at Dongsi, each pack over all its minutes', () => {
  const pm10 = isPrsaMissing() ? null : readPrsa(from, to).pm10ByStation.get('Dongsi')!

  it.each(DUST_LIMIT_PACKS.map((pack) => [pack.rulePack.id, pack] as const))('%s', (_, pack) => {
    // Nobody there measured TSP; twice the PM10 stands for it, so that the engine has something to judge.
    const factor = pack.quantity === 'tsp' ? 2 : 1
    const hours = new Map([...pm10!].map(([at, value]) => [at, factor * value]))
    const changes = runMonth(pack, hours)
    expect(
      changes.map(({ at, from: before, to: after }) => `${new Date(at).toISOString()} ${before}>${after}`),
    ).toEqual(expectedChanges(pack, hours))
    expect(changes.some(({ to: level }) => level > 0)).toBe(true)
    for (const { from: before, to: after, reason } of changes) {
      expect(after > before ? reason.value > reason.bound : reason.value <= reason.bound).toBe(true)
    }
  })
})
