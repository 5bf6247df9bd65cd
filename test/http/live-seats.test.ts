import { describe, expect, it } from 'vitest'
import { createSeats, SEAT_LIMITS, type Seat, type Viewer } from '../../server/http/live-seats.ts'

const LIMITS = { all: 10, perAccount: 4, perAddress: 6, reserved: 3 }
const stranger = (name: string): Viewer => ({ name, isKnown: false })
const officer: Viewer = { name: '值班员', isKnown: true }

describe('places at the live stream', () => {
  const open = () => {
    const seats = createSeats(LIMITS)
    const ended: string[] = []
    /** What became of it; the seat when there is one. */
    const take = (viewer: Viewer, label = viewer.name): Seat | 'full' | 'enough' => {
      const outcome = seats.take(viewer)
      if (outcome.kind !== 'seated') return outcome.kind
      outcome.seat.onGivenUp(() => ended.push(label))
      return outcome.seat
    }
    const takeMany = (count: number, viewer: Viewer) =>
      Array.from({ length: count }, (_, n) => take(viewer, `${viewer.name}-${n}`))
    return { seats, take, takeMany, ended }
  }

  it('gives one anonymous address some of them, and the officer and other addresses theirs', () => {
    const { take, takeMany } = open()
    expect(takeMany(20, stranger('a')).filter((one) => one === 'enough')).toHaveLength(14)
    expect(take(stranger('b'))).not.toBeTypeOf('string')
    expect(take(officer)).not.toBeTypeOf('string')
  })

  it('gives one account some of them', () => {
    const { take, takeMany } = open()
    expect(takeMany(5, officer).filter((one) => one === 'enough')).toHaveLength(1)
    expect(take({ name: '带班', isKnown: true })).not.toBeTypeOf('string')
    // An address that is called as the account is: they are not counted together.
    expect(take(stranger('值班员'))).not.toBeTypeOf('string')
  })

  it('keeps some for known people, however many anonymous addresses come', () => {
    const { takeMany, ended } = open()
    const outcomes = Array.from({ length: 50 }, (_, n) => takeMany(1, stranger(`10.0.0.${n}`))[0])
    expect(outcomes.filter((one) => one === 'full')).toHaveLength(43)
    expect(takeMany(3, officer).every((one) => typeof one !== 'string')).toBe(true)
    expect(ended).toEqual([])
  })

  it('drops the oldest anonymous one for a known person when all are taken', () => {
    const { take, takeMany, ended } = open()
    takeMany(6, stranger('a'))
    take(stranger('b'))
    takeMany(3, officer)
    expect(take(officer)).not.toBeTypeOf('string')
    expect(take({ name: '带班', isKnown: true })).not.toBeTypeOf('string')
    expect(ended).toEqual(['a-0', 'a-1'])
    expect(take(stranger('c'))).toBe('full')
  })

  it('drops nobody for a known person when all are known', () => {
    const { take, takeMany, ended } = open()
    for (const name of ['甲', '乙', '丙']) takeMany(4, { name, isKnown: true })
    expect(take({ name: '丁', isKnown: true })).toBe('full')
    expect(ended).toEqual([])
  })

  it('has room again when somebody leaves, once for each', () => {
    const { take, takeMany } = open()
    const [first] = takeMany(4, officer)
    ;(first as Seat).leave()
    ;(first as Seat).leave()
    expect(take(officer)).not.toBeTypeOf('string')
    expect(take(officer)).toBe('enough')
  })

  it('tells one that was given up before it could say how it ends', () => {
    const { seats, takeMany } = open()
    const early = seats.take(stranger('a'))
    takeMany(6, stranger('b'))
    for (const name of ['甲', '乙']) takeMany(2, { name, isKnown: true })
    let isEnded = false
    if (early.kind === 'seated') early.seat.onGivenUp(() => (isEnded = true))
    expect(isEnded).toBe(true)
  })

  it('has room for two hundred screens of one office, and for two thousand in all', () => {
    expect(SEAT_LIMITS.all).toBe(2_000)
    expect(Math.min(SEAT_LIMITS.perAccount, SEAT_LIMITS.perAddress, SEAT_LIMITS.reserved)).toBeGreaterThanOrEqual(200)
  })
})
