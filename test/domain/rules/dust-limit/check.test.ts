/** Packs of dust limits as data: which are refused, and where the problem is said to be. */
import { describe, expect, it } from 'vitest'
import { borrowedSources, checkDustLimit } from '../../../../server/domain/rules/dust-limit/check.ts'
import { type DustLimitPack, OURS } from '../../../../server/domain/rules/dust-limit/pack.ts'
import { MINUTE } from '../../../../server/domain/units.ts'
import { SMALL } from './packs.ts'

const [low, high] = SMALL.steps as [DustLimitPack['steps'][number], DustLimitPack['steps'][number]]

/** A window of the clock, with what fits it. */
const CLOCK: DustLimitPack = { ...SMALL, alignment: 'clock', clear: { ...SMALL.clear, forMs: 0 } }

describe('a pack of dust limits', () => {
  it('may be as it is, rolling or by the clock', () => {
    expect(checkDustLimit(SMALL)).toEqual([])
    expect(checkDustLimit(CLOCK)).toEqual([])
  })

  it('may be over at the very limit: it is reached strictly above it', () => {
    expect(checkDustLimit({ ...SMALL, clear: { ...SMALL.clear, atMost: 100 } })).toEqual([])
  })

  it.each<{ case: string; pack: DustLimitPack; says: string }>([
    {
      case: 'a clearing limit above the lowest limit',
      pack: { ...SMALL, clear: { ...SMALL.clear, atMost: 101 } },
      says: 'clear.atMost: found 101, expected at most the lowest limit, 100',
    },
    {
      case: 'levels that do not rise',
      pack: { ...SMALL, steps: [low, { ...high, level: 2 }] },
      says: 'steps[1].level: found 2, expected above that of the step before, 2',
    },
    {
      case: 'limits that do not rise with them',
      pack: { ...SMALL, steps: [low, { ...high, limit: 100 }] },
      says: 'steps[1].limit: found 100, expected above that of the step before, 100',
    },
    {
      case: 'half a level',
      pack: { ...SMALL, steps: [{ ...low, level: 1.5 }] },
      says: 'steps[0].level: found 1.5, expected a whole number from 1 to 3',
    },
    { case: 'a level 4', pack: { ...SMALL, steps: [{ ...low, level: 4 }] }, says: 'steps[0].level: found 4' },
    { case: 'no step', pack: { ...SMALL, steps: [] }, says: 'steps: found "none", expected at least one' },
    {
      case: 'a limit of TSP in mg/m³',
      pack: { ...SMALL, steps: [{ ...low, limit: 0.8 }], clear: { ...SMALL.clear, atMost: 0.5 } },
      says: 'steps[0].limit: found 0.8, expected µg/m³ from 10 to 50000',
    },
    {
      case: 'an allowance of windows that are not counted',
      pack: { ...SMALL, steps: [{ ...low, allowedPerDay: 2 }] },
      says: 'steps[0].allowedPerDay: found 2, expected 0: windows are counted where alignment is clock',
    },
    {
      case: 'a window longer than samples are kept for',
      pack: { ...SMALL, averagingMs: 120 * MINUTE },
      says: 'averagingMs: found 7200000, expected whole minutes from 60000 to 3600000',
    },
    {
      case: 'a window of the clock that does not fill an hour',
      pack: { ...CLOCK, averagingMs: 25 * MINUTE },
      says: 'averagingMs: found 1500000, expected a part of an hour that fills it',
    },
    {
      case: 'a clearing window of no length',
      pack: { ...SMALL, clear: { ...SMALL.clear, averagingMs: 0 } },
      says: 'clear.averagingMs: found 0',
    },
    {
      case: 'a persistence between two windows of the clock',
      pack: { ...CLOCK, persistenceMs: 7 * MINUTE },
      says: 'persistenceMs: found 420000, expected a whole number of times 300000',
    },
    { case: 'another quantity', pack: { ...SMALL, quantity: 'soot' as 'tsp' }, says: 'quantity: found "soot"' },
    { case: 'another comparison', pack: { ...SMALL, subtractor: 'upwind' as 'none' }, says: 'subtractor: found' },
    { case: 'no stations', pack: { ...SMALL, stationsNeeded: 0 }, says: 'stationsNeeded: found 0' },
    {
      case: 'a source that ends before it begins',
      pack: { ...SMALL, source: { ...OURS, validFrom: '2020-02-01', validTo: '2019-01-31' } },
      says: 'source.validTo: found "2019-01-31", expected not before validFrom 2020-02-01',
    },
    {
      case: 'a day no calendar has',
      pack: { ...SMALL, steps: [{ ...low, source: { ...OURS, validFrom: '2020-02-30' } }] },
      says: 'steps[0].source.validFrom: found "2020-02-30", expected a day',
    },
    {
      case: 'a number from nowhere',
      pack: { ...SMALL, clear: { ...SMALL.clear, source: { ...OURS, document: '' } } },
      says: 'clear.source.document: found "", expected its name',
    },
    {
      case: 'a confidence of its own',
      pack: { ...SMALL, source: { ...OURS, confidence: 'sure' as 'ours' } },
      says: 'source.confidence: found "sure", expected one of primary, secondary, memory, ours',
    },
    {
      case: 'guards that hold always',
      pack: { ...SMALL, guards: { ...SMALL.guards, regionalAboveUgM3: 0 } },
      says: 'guards.regionalAboveUgM3',
    },
    {
      case: 'briefer than nothing',
      pack: { ...SMALL, brief: { withinMs: 5 * MINUTE, highMs: 6 * MINUTE } },
      says: 'brief.highMs: found 360000',
    },
  ])('is refused with $case', ({ pack, says }) => {
    const problems = checkDustLimit(pack)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(says)
  })
})

describe('an office that changes a number', () => {
  const cited = { ...OURS, document: 'DB00/1-2020', confidence: 'secondary' } as const
  const defaults = { ...SMALL, steps: [{ ...low, source: cited }] }
  const with90 = (document: string) => ({
    ...SMALL,
    steps: [{ ...low, limit: 90, source: { ...cited, document } }],
  })

  it('does not go on citing a document that does not say it', () => {
    expect(borrowedSources(defaults, defaults)).toEqual([])
    expect(borrowedSources(with90('DB00/1-2020'), defaults)).toEqual([
      'steps[0].source.document: found "DB00/1-2020", expected a document that says the changed number',
    ])
    expect(borrowedSources(with90('二七区大气办 2026-11'), defaults)).toEqual([])
  })

  it('need not say that what was ours is not ours any more', () => {
    expect(borrowedSources({ ...defaults, clear: { ...SMALL.clear, atMost: 60 } }, defaults)).toEqual([])
  })
})
