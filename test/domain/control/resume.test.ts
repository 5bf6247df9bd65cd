import { describe, expect, it } from 'vitest'
import { resumeNotBefore } from '../../../server/domain/control/resume.ts'

describe('work after a release', () => {
  it.each([
    { released: '2026-11-20T06:00:00+08:00', zone: 'Asia/Shanghai', from: null },
    { released: '2026-11-20T21:59:59+08:00', zone: 'Asia/Shanghai', from: null },
    { released: '2026-11-20T22:00:00+08:00', zone: 'Asia/Shanghai', from: '2026-11-21T06:00:00+08:00' },
    { released: '2026-11-30T23:30:00+08:00', zone: 'Asia/Shanghai', from: '2026-12-01T06:00:00+08:00' },
    { released: '2026-11-20T05:59:59.999+08:00', zone: 'Asia/Shanghai', from: '2026-11-20T06:00:00+08:00' },
    // The night in which clocks go back is an hour longer.
    { released: '2026-10-24T22:30:00+02:00', zone: 'Europe/Berlin', from: '2026-10-25T06:00:00+01:00' },
  ])('released $released in $zone may go on: $from', ({ released, zone, from }) => {
    expect(resumeNotBefore(Date.parse(released), zone)).toBe(from === null ? null : Date.parse(from))
  })
})
