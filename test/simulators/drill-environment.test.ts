import { describe, expect, it } from 'vitest'
import { parseConfig } from '../../server/config/config.ts'
import { drillEnvironment } from '../../simulators/drill-environment.ts'

describe('the environment of a drill', () => {
  const facts = {
    start: '2026-11-23T08:00:00+08:00',
    name: 'drill',
    scope: null,
    rules: { 'windy-day': 'automatic' },
  } as const

  it.each([
    { case: 'nobody is there', isAttended: false, releases: 'automatic' },
    { case: 'somebody is there', isAttended: true, releases: 'confirm' },
  ])('leaves the release to a person only when $case', ({ isAttended, releases }) => {
    expect(drillEnvironment({}, { ...facts, isAttended }).env).toMatchObject({ WINDBREAK_RELEASE: releases })
  })

  it('runs the rules that are named and no other, whatever the machine says of one', () => {
    const rules = { 'windy-day': 'countdown', 'dust-exceedance': 'advise' } as const
    const { env } = drillEnvironment({ WINDBREAK_WINDY_DAY_MODE: 'automatic' }, { ...facts, rules })
    expect(env.WINDBREAK_RULES).toBe('windy-day=countdown,dust-exceedance=advise,*=off')
    expect(env).not.toHaveProperty('WINDBREAK_WINDY_DAY_MODE')
  })

  it('is one the server takes, with tokens for the duty officer and for people of every site', () => {
    const { env, officerToken, peopleToken } = drillEnvironment(
      { WINDBREAK_TOKENS: 'abcdefgh1=site:site-002:张工' },
      facts,
    )
    const config = parseConfig(env as Record<string, string>)
    if (!('realm' in config)) throw new Error(JSON.stringify(config))
    const people = config.tokens.find(({ token }) => token === peopleToken)
    expect(people).toMatchObject({ role: 'site', scope: { kind: 'district' }, actor: 'simulated-people' })
    const officer = config.tokens.find(({ token }) => token === officerToken)
    expect(officer).toMatchObject({ role: 'dutyOfficer', scope: { kind: 'district' } })
    expect(config.tokens).toHaveLength(4)
  })

  it('is the drill realm whatever the machine says (invariant 10)', () => {
    const { env } = drillEnvironment({ WINDBREAK_REALM: 'live' }, facts)
    expect(env).toMatchObject({ WINDBREAK_REALM: 'drill', WINDBREAK_DRILL_START: facts.start })
  })
})
