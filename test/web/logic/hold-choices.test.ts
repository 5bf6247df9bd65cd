import { describe, expect, it } from 'vitest'
import { holdChoices } from '../../../web/logic/hold-choices.ts'
import { at } from '../support.ts'

describe('the choices of a hold', () => {
  it.each([
    { case: 'almost a minute left', due: at('14:19') - 3_000, minutes: [1, 2, 3, 5, 8, 10] },
    { case: '2:57 left', due: at('14:21') - 3_000, minutes: [3, 5, 8, 10] },
    { case: 'exactly three minutes left', due: at('14:21'), minutes: [5, 8, 10] },
    { case: 'an hour left', due: at('15:18'), minutes: [] },
  ])('are those that make it later, each with its end from now: $case', ({ due, minutes }) => {
    const choices = holdChoices(due, at('14:18'))
    expect(choices.map((one) => one.minutes)).toEqual(minutes)
    for (const one of choices) expect(one.until).toBe(at('14:18') + one.minutes * 60_000)
  })
})
