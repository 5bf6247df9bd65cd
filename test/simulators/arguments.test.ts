import { describe, expect, it } from 'vitest'
import { HELP, parseArguments } from '../../simulators/arguments.ts'

const RIGHT = ['replay', 'x.csv', '--from', '2015-04-14', '--to', '2015-04-18']

function parsed(argv: string[]) {
  const found = parseArguments(argv)
  if (found.kind !== 'replay') throw new Error(JSON.stringify(found))
  return found.replay
}

describe('arguments of a drill', () => {
  it('default to full speed, no people, no faults, the PRSA format', () => {
    expect(parsed(RIGHT)).toEqual({
      file: 'x.csv',
      from: Date.parse('2015-04-14T00:00:00+08:00'),
      to: Date.parse('2015-04-18T00:00:00+08:00'),
      ...{
        speed: 'max',
        scope: null,
        rules: { 'windy-day': 'automatic' },
        sites: null,
        notices: null,
        people: null,
        faults: null,
        map: null,
        isJson: false,
        isExit: false,
      },
    })
  })

  it('name the rules that run, the windy day as it was unless it is named, too', () => {
    expect(parsed([...RIGHT, '--rules', 'dust-exceedance=advise']).rules).toEqual({
      'windy-day': 'automatic',
      'dust-exceedance': 'advise',
    })
    expect(parsed([...RIGHT, '--rules', 'windy-day=off, dust-exceedance=countdown']).rules).toEqual({
      'windy-day': 'off',
      'dust-exceedance': 'countdown',
    })
  })

  it.each([
    { given: 'dust-exceedance=loud', says: '--rules: found "dust-exceedance=loud"' },
    { given: 'dust', says: '--rules: found "dust"' },
    { given: 'a=off,a=advise', says: '--rules: found a twice' },
    { given: 'A B=off', says: '--rules: found "A B=off"' },
  ])('refuse $given as rules', ({ given, says }) => {
    expect(JSON.stringify(parseArguments([...RIGHT, '--rules', given]))).toContain(JSON.stringify(says).slice(1, -1))
  })

  it('name the rules of a scenario in the same way', () => {
    const named = parseArguments(['calm-day', '--rules=windy-day=advise,dust-exceedance=countdown'])
    expect(named).toMatchObject({ play: { rules: { 'windy-day': 'advise', 'dust-exceedance': 'countdown' } } })
    expect(parseArguments(['calm-day'])).toMatchObject({ play: { rules: { 'windy-day': 'automatic' } } })
  })

  it('name the stations that stand at their site', () => {
    expect(parsed([...RIGHT, '--sites', 'Dongsi, Guanyuan']).sites).toEqual(['Dongsi', 'Guanyuan'])
    expect(JSON.stringify(parseArguments([...RIGHT, '--sites', 'Dongsi,,']))).toContain('--sites: found')
    expect(JSON.stringify(parseArguments(['calm-day', '--sites', 'Dongsi']))).toContain('--sites: is for replay only')
  })

  it('are all taken', () => {
    const argv = [
      ...RIGHT,
      '--speed=600',
      '--scope',
      'township',
      '--people',
      '--seed',
      '5',
      '--faults',
      '9',
      '--json',
      '--exit',
    ]
    expect(parsed(argv)).toMatchObject({
      speed: 600,
      scope: 'township',
      people: 5,
      faults: { seed: 9 },
      isJson: true,
      isExit: true,
    })
  })

  it.each([
    { given: '2015-04-14', means: '2015-04-13T16:00:00Z' },
    { given: '2015-04-14T18:00', means: '2015-04-14T10:00:00Z' },
    { given: '2015-04-14 18:00:30', means: '2015-04-14T10:00:30Z' },
    { given: '2015-04-14T18:00:00+08:00', means: '2015-04-14T10:00:00Z' },
    { given: '2015-04-14T10:00Z', means: '2015-04-14T10:00:00Z' },
    // Clocks in China stood an hour ahead that summer; the file's hours do not.
    { given: '1988-07-01', means: '1988-06-30T16:00:00Z' },
  ])('read $given at +08:00', ({ given, means }) => {
    expect(parsed(['replay', 'x.csv', '--from', given, '--to', '2020-01-01']).from).toBe(Date.parse(means))
  })

  it('names everything that is wrong at once', () => {
    const found = parseArguments([
      'play',
      '--from',
      '2015-02-30',
      '--speed',
      '0',
      '--scope',
      'city',
      '--fast',
      '--seed',
      '-',
      '--faults',
      '?',
    ])
    if (found.kind !== 'wrong') throw new Error('it was accepted')
    const all = found.problems.join('\n')
    for (const name of [
      'command: found play',
      'file:',
      '--from: found 2015-02-30',
      '--to: found nothing',
      '--speed: found 0',
    ]) {
      expect(all).toContain(name)
    }
    for (const name of ['--scope: found city', '--fast: is unknown', '--seed', '--faults: found ?'])
      expect(all).toContain(name)
    expect(found.problems).toHaveLength(9)
  })

  it.each([
    {
      case: 'an end before the start',
      argv: ['replay', 'x', '--from', '2015-02-02', '--to', '2015-02-02'],
      says: 'after --from',
    },
    { case: 'a second file', argv: [...RIGHT, 'y.csv'], says: 'y.csv' },
    { case: 'a value for a switch', argv: [...RIGHT, '--json=yes'], says: '--json' },
    { case: 'an option without its value', argv: [...RIGHT, '--map'], says: '--map' },
    { case: 'no command at all', argv: [], says: 'expected replay' },
  ])('refuse $case', ({ argv, says }) => {
    const found = parseArguments(argv)
    expect(found.kind).toBe('wrong')
    expect(JSON.stringify(found)).toContain(says)
  })

  it('show help before they complain', () => {
    expect(parseArguments(['--help', '--fast'])).toEqual({ kind: 'help' })
  })

  it('are all in the help', () => {
    const problems = parseArguments(['--fast'])
    if (problems.kind !== 'wrong') throw new Error('it was accepted')
    const known = JSON.stringify(problems).match(/--[a-z]+(?=[,"])/g) ?? []
    expect(known).toContain('--sites')
    for (const option of known.filter((one) => one !== '--help')) expect(HELP).toContain(option)
  })
})
