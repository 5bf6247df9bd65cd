import { describe, expect, it } from 'vitest'
import { drillEnvironment } from '../../simulators/drill-environment.ts'

describe('the environment of a drill', () => {
  const facts = { start: '2026-11-23T08:00:00+08:00', name: 'drill', scope: null }

  it.each([
    { case: 'nobody is there', mode: undefined, decides: 'automatic', releases: 'automatic' },
    { case: 'somebody is there', mode: 'countdown', decides: 'countdown', releases: 'confirm' },
  ] as const)('leaves decisions and releases to the same when $case', ({ mode, decides, releases }) => {
    const { env } = drillEnvironment({}, { ...facts, ...(mode ? { mode } : {}) })
    expect(env).toMatchObject({ WINDBREAK_WINDY_DAY_MODE: decides, WINDBREAK_RELEASE: releases })
  })

  it('is the drill realm whatever the machine says (invariant 10)', () => {
    const { env } = drillEnvironment({ WINDBREAK_REALM: 'live' }, facts)
    expect(env).toMatchObject({ WINDBREAK_REALM: 'drill', WINDBREAK_DRILL_START: facts.start })
  })
})
