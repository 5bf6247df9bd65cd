import { describe, expect, it } from 'vitest'
import { MINUTE } from '../../../server/domain/units.ts'
import { releaseText } from '../../../web/logic/release-text.ts'
import { text } from '../support.ts'

describe('when an open episode ends', () => {
  const numbers = { closeBelowMps: 4.5, closeAfterMs: 60 * MINUTE }

  it.each([
    { release: 'confirm', shown: '风速低于 4.5 m/s 连续 60 分钟,由值班员确认解除' },
    { release: 'automatic', shown: '风速低于 4.5 m/s 连续 60 分钟,自动解除' },
  ])('says who releases then: $release', ({ release, shown }) => {
    expect(releaseText({ ...numbers, release }, text)).toBe(shown)
  })

  it.each([{ release: 'confirm' }, numbers, { ...numbers, release: 'otherwise' }])(
    'promises nothing of %j',
    (thresholds) => {
      expect(releaseText(thresholds, text)).toBeNull()
    },
  )
})
