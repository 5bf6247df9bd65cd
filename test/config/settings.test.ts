import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Config, parseConfig } from '../../server/config/config.ts'
import { SETTINGS } from '../../server/config/settings.ts'

function configOf(environment: Record<string, string>): Config {
  const parsed = parseConfig(environment)
  if (!('realm' in parsed)) throw new Error(JSON.stringify(parsed))
  return parsed
}

function problemsOf(environment: Record<string, string>): Record<string, string> {
  const parsed = parseConfig(environment)
  if ('realm' in parsed) throw new Error('no problem was found')
  return Object.fromEntries(parsed.map(({ setting, why }) => [setting, why]))
}

const drill = { WINDBREAK_REALM: 'drill', WINDBREAK_DRILL_START: '2015-04-14T00:00:00+08:00' }

describe('settings', () => {
  it('.env.example lists every setting with its default and what it means', () => {
    const lines = readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8').split('\n')
    for (const { name, default: value, text } of SETTINGS) {
      const index = lines.indexOf(`#${name}=${value}`)
      expect(index, name).toBeGreaterThan(0)
      expect(lines[index - 1]).toBe(`# ${text}`)
    }
    expect(lines.filter((line) => /^#?[A-Z0-9_]+=/.test(line))).toHaveLength(SETTINGS.length)
  })

  it('starts with nothing set, on loopback and embedded parts', () => {
    expect(configOf({})).toMatchObject({
      realm: 'live',
      http: { host: '127.0.0.1', port: 8080 },
      broker: { kind: 'embedded', port: 1883 },
      store: { kind: 'embedded' },
      operations: { url: null, schema: 'windbreak' },
      topicRoot: 'windbreak/v1',
      modes: { 'windy-day': 'countdown' },
      policy: { area: 'district', countdownMs: 180_000, release: 'confirm' },
    })
  })

  it('lists all problems at once, by name, and never shows a secret', () => {
    const problems = problemsOf({
      WINDBREAK_HTTP_PORT: '80a',
      WINDBREAK_TIMEZONE: 'Mars/Base',
      WINDBREAK_WINDY_DAY_MODE: 'shout',
      WINDBREAK_TOKENS: 'very-secret-token=emperor:wang',
      DATABASE_URL: 'mysql://root:hunter2@host/x',
      WINDBREAK_COLOUR: 'red',
      WINDBREAK_HOST: '0.0.0.0',
      INFLUX_BUCKET: 'windbreak_drill',
    })
    expect(Object.keys(problems).sort()).toEqual([
      'DATABASE_URL',
      'INFLUX_BUCKET',
      'WINDBREAK_COLOUR',
      'WINDBREAK_HOST',
      'WINDBREAK_HTTP_PORT',
      'WINDBREAK_TIMEZONE',
      'WINDBREAK_TOKENS',
      'WINDBREAK_WINDY_DAY_MODE',
    ])
    expect(JSON.stringify(problems)).not.toMatch(/very-secret|hunter2/)
  })

  it.each(['0.0.0.0', '192.168.1.4', 'office.example', '::', '127.1'])(
    'refuses to listen on %s without accounts',
    (host) => {
      expect(problemsOf({ WINDBREAK_HOST: host }).WINDBREAK_HOST).toContain('not a loopback address')
    },
  )

  it('reads the mode of each rule, and * for every other', () => {
    expect(configOf({ WINDBREAK_RULES: 'windy-day=automatic' }).modes['windy-day']).toBe('automatic')
    expect(configOf({ WINDBREAK_RULES: ' *=off ' }).modes['windy-day']).toBe('off')
    expect(configOf({ WINDBREAK_RULES: '*=off,windy-day=advise' }).modes['windy-day']).toBe('advise')
    expect(configOf({ WINDBREAK_WINDY_DAY_MODE: 'automatic', WINDBREAK_RULES: '' }).modes['windy-day']).toBe(
      'automatic',
    )
  })

  it.each([
    { $case: 'a mode there is not', rules: 'windy-day=loud', says: '"windy-day=loud"' },
    { $case: 'a rule there is not', rules: 'rain-day=off', says: 'of windy-day' },
    { $case: 'a rule said twice', rules: 'windy-day=off,windy-day=advise', says: '"windy-day=advise"' },
    { $case: 'an entry without a mode', rules: 'windy-day', says: '"windy-day"' },
  ])('refuses $case in WINDBREAK_RULES', ({ rules, says }) => {
    expect(problemsOf({ WINDBREAK_RULES: rules }).WINDBREAK_RULES).toContain(says)
  })

  it('refuses two settings that contradict each other about the windy day', () => {
    const both = { WINDBREAK_WINDY_DAY_MODE: 'advise', WINDBREAK_RULES: 'windy-day=automatic' }
    expect(problemsOf(both).WINDBREAK_RULES).toContain('WINDBREAK_WINDY_DAY_MODE says advise')
  })

  it('reads tokens with role and actor, Chinese names and colons in them included', () => {
    expect(configOf({ WINDBREAK_TOKENS: 'abcdefgh1=dutyOfficer:王值班, abcdefgh2=viewer:hall:3' }).tokens).toEqual([
      { token: 'abcdefgh1', role: 'dutyOfficer', scope: { kind: 'district' }, actor: '王值班' },
      { token: 'abcdefgh2', role: 'viewer', scope: { kind: 'district' }, actor: 'hall:3' },
    ])
  })

  it('binds a site token to its place and a township token to its township', () => {
    expect(
      configOf({ WINDBREAK_TOKENS: 'abcdefgh1=site:site-002:张工,abcdefgh2=township:t1:侯寨乡:夜班' }).tokens,
    ).toEqual([
      { token: 'abcdefgh1', role: 'site', scope: { kind: 'place', placeId: 'site-002' }, actor: '张工' },
      { token: 'abcdefgh2', role: 'township', scope: { kind: 'township', townshipId: 't1' }, actor: '侯寨乡:夜班' },
    ])
  })

  it.each([
    { $case: 'a site without a place', entry: 'site:张工', says: 'token=site:<place id>:<actor>' },
    { $case: 'a site whose place can be none', entry: 'site:一标段:张工', says: 'token=site:<place id>:<actor>' },
    { $case: 'a site without an actor', entry: 'site:site-002:', says: 'token=site:<place id>:<actor>' },
    { $case: 'a township without an id', entry: 'township:侯寨乡', says: 'token=township:<township id>:<actor>' },
    { $case: 'every site outside a drill', entry: 'site:*:people', says: '* is for drills only' },
  ])('refuses a token for $case, and says what to write', ({ entry, says }) => {
    const why = problemsOf({ WINDBREAK_TOKENS: `abcdefgh1=chief:李带班,secret-token=${entry}` }).WINDBREAK_TOKENS
    expect(why).toContain('entry 2')
    expect(why).toContain(says)
    expect(why).not.toContain('secret-token')
  })

  it('refuses a token that is given twice, because only the first of the two would ever count', () => {
    const entries = 'same-token=site:site-1:张工, other-token=chief:李带班, same-token=site:site-2:张工'
    const why = problemsOf({ WINDBREAK_TOKENS: entries }).WINDBREAK_TOKENS
    expect(why).toBe('entry 3 has the same token as entry 1: each needs a token of its own')
  })

  it('takes a bound token without an actor of its own under the id it is bound to', () => {
    expect(configOf({ WINDBREAK_TOKENS: 'abcdefgh1=site:site-1,abcdefgh2=township:t1' }).tokens).toEqual([
      { token: 'abcdefgh1', role: 'site', scope: { kind: 'place', placeId: 'site-1' }, actor: 'site-1' },
      { token: 'abcdefgh2', role: 'township', scope: { kind: 'township', townshipId: 't1' }, actor: 't1' },
    ])
  })

  it('lets the simulated people of a drill act for every site', () => {
    expect(configOf({ ...drill, WINDBREAK_TOKENS: 'abcdefgh1=site:*:simulated-people' }).tokens).toEqual([
      { token: 'abcdefgh1', role: 'site', scope: { kind: 'district' }, actor: 'simulated-people' },
    ])
  })

  it('invariant 10: a drill shares no topic, database, schema, client id, folder or default port with the live realm', () => {
    const outside = {
      MQTT_URL: 'mqtt://127.0.0.1:1883',
      INFLUX_URL: 'http://127.0.0.1:8086',
      DATABASE_URL: 'postgres://127.0.0.1/x',
    }
    const live = configOf(outside)
    const practice = configOf({ ...outside, ...drill })
    expect(practice).toMatchObject({
      topicRoot: 'windbreak-drill/v1',
      broker: { clientId: 'windbreak-drill' },
      store: { bucket: 'windbreak_drill' },
      operations: { schema: 'drill' },
      http: { port: 0 },
    })
    expect(practice.dataDir).toBe(join(live.dataDir, 'drill'))
    expect(configOf(drill).broker).toMatchObject({ kind: 'embedded', port: 0 })
  })

  it('refuses a drill that does not say when it begins, and live names that belong to drills', () => {
    expect(problemsOf({ WINDBREAK_REALM: 'drill' })).toHaveProperty('WINDBREAK_DRILL_START')
    expect(problemsOf({ WINDBREAK_REALM: 'drill', WINDBREAK_DRILL_START: '2015-04-14' })).toHaveProperty(
      'WINDBREAK_DRILL_START',
    )
    expect(problemsOf({ WINDBREAK_MQTT_CLIENT_ID: 'x-drill' })).toHaveProperty('WINDBREAK_MQTT_CLIENT_ID')
  })
})

describe('the program that makes long pictures', () => {
  it.each([
    ['', { kind: 'found' }],
    ['off', { kind: 'off' }],
    ['/opt/chromium', { kind: 'at', path: '/opt/chromium' }],
  ])('"%s" is %o', (WINDBREAK_CHROMIUM, expected) => {
    expect(configOf({ WINDBREAK_CHROMIUM }).chromium).toEqual(expected)
  })
})
