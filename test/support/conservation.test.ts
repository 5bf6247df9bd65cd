/** The checker itself: it must see every way in which something can go wrong. */
import { expect, it } from 'vitest'
import { accountOf, type Found, foundInQuarantine, type Sent } from './conservation.ts'

const good: Sent = { device: 'd1', ts: 1, pm10: 80, payload: '{"ts":1,"pm10":80}' }
const bad: Sent = { device: 'd1', ts: 2, pm10: null, payload: '{"ts":2,"pm10":-5}' }
const point = { device: 'd1', ts: 1, pm10: 80 }
const FINE = { lost: [], twice: [], misplaced: [], altered: [], strange: [] }

it.each<{ case: string; found: Found; wrong: object }>([
  { case: 'everything is in its place', found: { points: [point], samples: [bad.payload] }, wrong: {} },
  { case: 'a reading is lost', found: { points: [], samples: [bad.payload] }, wrong: { lost: ['d1@1'] } },
  { case: 'a bad message is lost', found: { points: [point], samples: [] }, wrong: { lost: ['d1@2'] } },
  {
    case: 'a reading is stored twice',
    found: { points: [point, point], samples: [bad.payload] },
    wrong: { twice: ['d1@1'] },
  },
  {
    case: 'a bad message is set aside twice',
    found: { points: [point], samples: [bad.payload, bad.payload] },
    wrong: { twice: [bad.payload] },
  },
  {
    case: 'a good one is set aside too',
    found: { points: [point], samples: [bad.payload, good.payload] },
    wrong: { misplaced: ['d1@1'] },
  },
  {
    case: 'a bad one is stored',
    found: { points: [point, { ...point, ts: 2 }], samples: [bad.payload] },
    wrong: { misplaced: ['d1@2'] },
  },
  {
    case: 'a value is another',
    found: { points: [{ ...point, pm10: 81 }], samples: [bad.payload] },
    wrong: { altered: ['d1@1'] },
  },
  {
    case: 'something was never sent',
    found: { points: [point, { ...point, ts: 9 }], samples: [bad.payload, '?'] },
    wrong: { strange: ['d1@9', '?'] },
  },
])('tells that $case', ({ found, wrong }) => {
  expect(accountOf({ sent: [good, bad], acknowledged: new Set([good, bad]) }, found)).toMatchObject({
    ...FINE,
    ...wrong,
  })
})

it('never calls lost what was not acknowledged', () => {
  const account = accountOf({ sent: [good, bad], acknowledged: new Set([good]) }, { points: [point], samples: [] })
  expect(account).toMatchObject({ ...FINE, acknowledged: 1 })
})

it('takes a count for as many bad messages as it says, and for no good one', () => {
  const quarantine = foundInQuarantine([{ sample: '', times: 1 }])
  const lostOf = (points: readonly (typeof point)[], acknowledged: readonly (typeof good)[]) =>
    accountOf({ sent: [good, bad], acknowledged: new Set(acknowledged) }, { points, ...quarantine }).lost
  expect(lostOf([point], [good, bad])).toEqual([])
  expect(lostOf([], [good, bad])).toEqual(['d1@1'])
  expect(lostOf([point], [good, bad, { ...bad, ts: 3 }])).toEqual(['d1@3'])
})
