import { describe, expect, it } from 'vitest'
import { basesFor } from '../../../server/domain/law/bases-for.ts'
import { checkBases, readBases } from '../../../server/domain/law/check-bases.ts'
import { LEGAL_BASES } from '../../../server/domain/law/legal-bases.ts'
import { LEGAL_CAUSE_KINDS, type LegalBasis } from '../../../server/domain/law/legal-basis.ts'

const PLAN: LegalBasis = {
  id: 'city-plan',
  document: '某市重污染天气应急预案',
  documentEn: 'Heavy-Pollution Plan of a City',
  number: '某政办〔2027〕1号',
  article: null,
  validFrom: '2027-01-01',
  validTo: '2029-12-31',
  addressees: ['site'],
  authority: 'government',
  use: 'order',
  text: { zh: '按预警级别落实扬尘措施。', en: 'Dust measures by level of warning.' },
  causeKinds: ['heavyPollution'],
}

/** Ours by id, as a file would give it. */
const ours = (id: string) => LEGAL_BASES.find((basis) => basis.id === id)!

const LAST_DAY_OF_LAW = '2026-08-14'
const FIRST_DAY_OF_CODE = '2026-08-15'
const LAW = '中华人民共和国大气污染防治法'

describe('data with a problem', () => {
  it('is not what we ship', () => {
    expect(checkBases(LEGAL_BASES)).toEqual([])
  })

  it.each<{ case: string; bases: readonly LegalBasis[]; told: readonly string[] }>([
    {
      case: 'an abolished document without an end',
      bases: [{ ...ours('air-law-69'), validTo: null }],
      told: [`bases[0].validTo: found null, expected 2026-08-14 or earlier, the last day of ${LAW}`],
    },
    ...['大气污染防治法', `《${LAW}》`, `${LAW}（2018 年修正）`].map((document) => ({
      case: `an abolished document a day too long, by the name ${document}`,
      bases: [{ ...ours('air-law-69'), document, validTo: FIRST_DAY_OF_CODE }],
      told: [`bases[0].validTo: found "2026-08-15", expected 2026-08-14 or earlier, the last day of ${LAW}`],
    })),
    {
      case: 'the code before its first day',
      bases: [{ ...ours('code-240'), validFrom: LAST_DAY_OF_LAW }],
      told: ['bases[0].validFrom: found "2026-08-14", expected 2026-08-15 or later'],
    },
    {
      case: 'dates out of order',
      bases: [{ ...PLAN, validTo: '2026-12-31' }],
      told: ['bases[0].validTo: found "2026-12-31", expected 2027-01-01 or later'],
    },
    {
      case: 'days that do not exist',
      bases: [{ ...PLAN, validFrom: '2027-02-29', validTo: '2029-12-31T00:00' }],
      told: [
        'bases[0].validFrom: found "2027-02-29", expected a date such as 2026-08-15',
        'bases[0].validTo: found "2029-12-31T00:00", expected a date such as 2026-08-15, or null',
      ],
    },
    {
      case: 'one article twice on a day',
      bases: [PLAN, { ...PLAN, id: 'again', validFrom: '2029-12-31', validTo: null }],
      told: ['bases[1].validFrom: found "2029-12-31", expected no day of "city-plan", the same article'],
    },
    {
      case: 'an id twice',
      bases: [PLAN, { ...PLAN, validFrom: '2030-01-01', validTo: null }],
      told: ['bases[1].id: found "city-plan", expected an id of its own'],
    },
    {
      case: 'a cause nobody knows',
      bases: [{ ...PLAN, causeKinds: ['heavyPollution', 'storm' as 'wind'] }],
      told: [`bases[0].causeKinds[1]: found "storm", expected one of ${LEGAL_CAUSE_KINDS.join(', ')}`],
    },
    {
      case: 'no cause at all',
      bases: [{ ...PLAN, causeKinds: [] }],
      told: ['bases[0].causeKinds: found [], expected at least one cause'],
    },
    {
      case: 'a wind that borrows the power of a declared warning',
      bases: [{ ...ours('code-264'), causeKinds: ['heavyPollution', 'wind'] }],
      told: [
        'bases[0].causeKinds[1]: found "wind", expected heavyPollution alone: the article needs a declared warning',
      ],
    },
  ])('names field, value and what was expected: $case', ({ bases, told }) => {
    expect(checkBases(bases)).toEqual(told)
  })

  it.each(['air-law-96', 'air-law-121', 'code-264', 'code-1134'])('lets no other cause cite %s', (id) => {
    for (const kind of LEGAL_CAUSE_KINDS) {
      const problems = checkBases([{ ...ours(id), causeKinds: [kind] }])
      expect(problems).toHaveLength(kind === 'heavyPollution' ? 0 : 1)
    }
  })

  it('is not an article that follows itself the day after', () => {
    expect(checkBases([PLAN, { ...PLAN, id: 'next', validFrom: '2030-01-01', validTo: null }])).toEqual([])
  })
})

describe('what an office adds', () => {
  it('is read as it is, and cited beside ours', () => {
    const read = readBases(JSON.parse(JSON.stringify([PLAN])))
    expect(read).toEqual({ kind: 'read', bases: [PLAN] })
    const ids = (bases: readonly LegalBasis[]) => bases.map(({ id }) => id)
    const cited = ids(basesFor({ kind: 'notice', declared: 'heavyPollution' }, '2027-06-01', [...LEGAL_BASES, PLAN]))
    expect(cited.at(-1)).toBe('city-plan')
    expect(ids(basesFor({ kind: 'episode', rule: 'windy-day' }, '2027-06-01', [...LEGAL_BASES, PLAN]))).not.toContain(
      'city-plan',
    )
  })

  it.each([
    { case: 'no list', json: { bases: [] }, told: ['bases: found {"bases":[]}, expected a list'] },
    { case: 'no object', json: [null], told: ['bases[0]: found null, expected an object'] },
    {
      case: 'a field nobody knows, and one of another type',
      json: [{ ...PLAN, law: 'x', article: '240' }],
      told: [
        'bases[0].law: there is no such field',
        'bases[0].article: found "240", expected a whole number from 1 to 1999, or null',
      ],
    },
    {
      case: 'a text in one language',
      json: [{ ...PLAN, text: { zh: '按预警级别落实扬尘措施。' } }],
      told: ['bases[0].text: found {"zh":"按预警级别落实扬尘措施。"}, expected { zh, en }, both texts'],
    },
    {
      case: 'an article of ours',
      json: [{ ...ours('code-240'), id: 'mine' }],
      told: ['bases[0].validFrom: found "2026-08-15", expected no day of "code-240", the same article'],
    },
  ])('is refused with its reason: $case', ({ json, told }) => {
    expect(readBases(json)).toEqual({ kind: 'refused', problems: told })
  })

  it('is refused field by field when a field is missing', () => {
    const read = readBases([{}])
    expect(read.kind === 'refused' && read.problems).toHaveLength(Object.keys(PLAN).length)
  })
})
