import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FAULTS, type Fault, parseFaults } from '../../simulators/fault-settings.ts'
import { withFaults } from '../../simulators/faults.ts'
import { HOUR } from '../../simulators/local-time.ts'
import { messageOf, type SendingInstant } from '../../simulators/messages.ts'

const NONE: Record<Fault, number> = {
  ...{ lost: 0, late: 0, duplicated: 0, reordered: 0, corrupted: 0, wrongClock: 0, dead: 0 },
}

function clean(hours: number, devices = ['a', 'b', 'c']): SendingInstant[] {
  return Array.from({ length: hours }, (_, index) => ({
    at: (1_000 + index) * HOUR,
    messages: devices.map((device) =>
      messageOf(device, { ts: (1_000 + index) * HOUR, seq: index + 1, values: { pm10: 40 + index, windSpeed: 2 } }),
    ),
  }))
}

function spoil(instants: SendingInstant[], rates: Partial<Record<Fault, number>>, seed = 7) {
  const { instants: out, struck } = withFaults(instants, { seed, rates: { ...NONE, ...rates } })
  return { instants: [...out], struck }
}

const count = (instants: readonly SendingInstant[]) => instants.reduce((sum, { messages }) => sum + messages.length, 0)

describe('a spoiled stream', () => {
  it('is the clean one when no fault strikes', () => {
    expect(spoil(clean(20), {}).instants).toEqual(clean(20))
  })

  it('accounts for every message, keeps time and repeats itself, whatever the rates', () => {
    const rate = fc.double({ min: 0, max: 1, noNaN: true })
    const rates = fc.record({
      ...{ lost: rate, late: rate, duplicated: rate, reordered: rate, corrupted: rate, wrongClock: rate, dead: rate },
    })
    fc.assert(
      fc.property(rates, fc.nat(), fc.integer({ min: 0, max: 60 }), (given, seed, hours) => {
        const { instants, struck } = spoil(clean(hours), given, seed)
        const sent = count(instants)
        expect(sent).toBe(3 * hours - struck.lost - struck.dead + struck.duplicated)
        const times = instants.map(({ at }) => at)
        expect(times).toEqual([...new Set(times)].sort((one, other) => one - other))
        for (const { at, messages } of instants) {
          // Nothing is sent before it was measured, save by a clock that is wrong.
          const early = messages.filter(({ reading }) => reading.ts > at)
          expect(early.length).toBeLessThanOrEqual(struck.wrongClock)
        }
        expect(spoil(clean(hours), given, seed).instants).toEqual(instants)
      }),
    )
  })

  it('strikes a device alike whatever other devices are played', () => {
    const rates = { lost: 0.2, late: 0.2, reordered: 0.2, corrupted: 0.1 }
    const of = (instants: readonly SendingInstant[]) =>
      instants.flatMap(({ at, messages }) => messages.filter(({ device }) => device === 'a').map((one) => [at, one]))
    expect(of(spoil(clean(100), rates).instants)).toEqual(of(spoil(clean(100, ['a']), rates).instants))
  })

  it('loses', () => {
    expect(spoil(clean(5), { lost: 1 }).instants).toEqual([])
  })

  it('sends late what was measured in time, 6 minutes to 3 hours', () => {
    const { instants } = spoil(clean(30), { late: 1 })
    const delays = instants.flatMap(({ at, messages }) => messages.map(({ reading }) => (at - reading.ts) / 60_000))
    expect(delays).toHaveLength(90)
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(6)
    expect(Math.max(...delays)).toBeLessThanOrEqual(180)
  })

  it('sends twice with the same sequence number', () => {
    const { instants } = spoil(clean(2, ['a']), { duplicated: 1 })
    expect(instants.map(({ messages }) => messages.map(({ reading }) => reading.seq))).toEqual([
      [1, 1],
      [2, 2],
    ])
  })

  it('turns the order of two messages around', () => {
    const { instants } = spoil(clean(200, ['a']), { reordered: 0.2 })
    const order = instants.flatMap(({ messages }) => messages.map(({ reading }) => reading.seq))
    expect(order).not.toEqual([...order].sort((one, other) => one - other))
    expect(new Set(order).size).toBe(200)
  })

  it('corrupts so that no reading can be taken as it was', () => {
    const before = clean(40)
    const payloads = new Set(before.flatMap(({ messages }) => messages.map(({ payload }) => payload)))
    for (const { messages } of spoil(before, { corrupted: 1 }).instants) {
      for (const { payload } of messages) expect(payloads.has(payload)).toBe(false)
    }
  })

  it('sets clocks wrong in the payload itself', () => {
    const { instants } = spoil(clean(30), { wrongClock: 1 })
    for (const { at, messages } of instants) {
      for (const { payload } of messages) expect(JSON.parse(payload).ts).not.toBe(at)
    }
  })

  it('lets a device fall silent for hours and come back', () => {
    const { instants, struck } = spoil(clean(400, ['a']), { dead: 0.02 })
    const gaps = instants.slice(1).map(({ at }, index) => (at - instants[index]!.at) / HOUR)
    expect(Math.max(...gaps)).toBeGreaterThan(5)
    expect(struck.dead).toBeGreaterThan(5)
    expect(count(instants)).toBe(400 - struck.dead)
  })
})

describe('--faults', () => {
  it('takes a seed alone as everyday rates', () => {
    const faults = parseFaults('42')
    expect(faults).toMatchObject({ seed: 42 })
    if (typeof faults === 'string') throw new Error(faults)
    for (const fault of FAULTS) expect(faults.rates[fault]).toBeGreaterThan(0)
  })

  it('takes only the rates that are named', () => {
    expect(parseFaults('{"seed":3,"lost":0.5}')).toEqual({ seed: 3, rates: { ...NONE, lost: 0.5 } })
  })

  it.each(['often', '{"lost":2}', '{"stolen":0.1}', '{"seed":"x"}', '[1]', '{"late":"0.1"}'])('refuses %s', (text) => {
    expect(parseFaults(text)).toContain('expected')
  })
})
