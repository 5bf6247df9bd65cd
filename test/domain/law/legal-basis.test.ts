import { describe, expect, it } from 'vitest'
import { addressedTo, basesAt, basesFor, referralBasesFor } from '../../../server/domain/law/bases-for.ts'
import { LEGAL_BASES } from '../../../server/domain/law/legal-bases.ts'
import {
  causeKindOf,
  DECLARED_KINDS,
  LEGAL_CAUSE_KINDS,
  type LegalBasis,
  type LegalCause,
} from '../../../server/domain/law/legal-basis.ts'
import { PLACE_KINDS } from '../../../server/domain/place.ts'
import { RULE_KINDS } from '../../../server/domain/rules/index.ts'

const wind: LegalCause = { kind: 'episode', rule: 'windy-day' }
const heavyPollution: LegalCause = { kind: 'notice', declared: 'heavyPollution' }

const CAUSES: readonly LegalCause[] = [
  ...[...RULE_KINDS.map(({ id }) => id), 'a-dust-rule-to-come'].map((rule) => ({ kind: 'episode', rule }) as const),
  ...[...DECLARED_KINDS, null].map((declared) => ({ kind: 'notice', declared }) as const),
  { kind: 'manual' },
]

const LAST_DAY_OF_LAW = '2026-08-14'
const FIRST_DAY_OF_CODE = '2026-08-15'
const LAW = '中华人民共和国大气污染防治法'
const CODE = '中华人民共和国生态环境法典'
const DECLARED_ONLY = ['air-law-96', 'air-law-121', 'code-264', 'code-1134']

/** Each day around the change, and days far from it. */
const DAYS = [
  '2015-04-15',
  '2015-12-31',
  '2016-01-01',
  '2020-11-20',
  ...Array.from({ length: 11 }, (_, day) => `2026-08-${day + 10}`),
  '2030-01-01',
]

const EVERY_CASE = CAUSES.flatMap((cause) => DAYS.map((day) => ({ cause, day })))

const ids = (bases: readonly LegalBasis[]) => bases.map(({ id }) => id)

describe('invariant 17: An order cites the law in force on its day for its own cause, and no other', () => {
  it('cites nothing outside its validity, whatever the cause and the day', () => {
    for (const { cause, day } of EVERY_CASE) {
      for (const basis of referralBasesFor(cause, day)) {
        const isInForce = basis.validFrom <= day && (basis.validTo ?? '9999-12-31') >= day
        expect({ cause, day, id: basis.id, isInForce }).toEqual({ cause, day, id: basis.id, isInForce: true })
        expect(basis.causeKinds, `${day} ${basis.id}`).toContain(causeKindOf(cause))
      }
    }
  })

  it('cites the law to its last day and the code from its first, never both and, since 2016, never neither', () => {
    for (const { cause, day } of EVERY_CASE) {
      const documents = new Set(referralBasesFor(cause, day).map(({ document }) => document))
      expect({ cause, day, law: documents.has(LAW), code: documents.has(CODE) }).toEqual({
        cause,
        day,
        law: day >= '2016-01-01' && day <= LAST_DAY_OF_LAW,
        code: day >= FIRST_DAY_OF_CODE,
      })
    }
  })

  it.each(CAUSES)('borrows from a declared warning under that warning alone: %o', (cause) => {
    const isDeclared = cause.kind === 'notice' && cause.declared === 'heavyPollution'
    for (const day of DAYS) {
      const borrowed = ids(referralBasesFor(cause, day)).filter((id) => DECLARED_ONLY.includes(id))
      expect({ day, borrowed: borrowed.length }).toEqual({ day, borrowed: isDeclared && day >= '2016-01-01' ? 2 : 0 })
    }
  })

  it('always has something to cite, for every kind of place', () => {
    for (const { cause, day } of EVERY_CASE) {
      for (const kind of PLACE_KINDS) {
        expect(addressedTo(basesFor(cause, day), kind), `${day} ${kind}`).not.toEqual([])
      }
    }
  })

  it.each([
    { day: '2015-04-15', cited: ['hjt-393'] },
    { day: '2020-11-20', cited: ['air-law-69', 'hjt-393'] },
    { day: LAST_DAY_OF_LAW, cited: ['air-law-69', 'hjt-393', 'henan-assessment'] },
    { day: FIRST_DAY_OF_CODE, cited: ['code-240', 'hjt-393', 'henan-assessment'] },
  ])('rests a wind order to a site on its own duties alone: $day', ({ day, cited }) => {
    expect(ids(addressedTo(basesFor(wind, day), 'buildingSite'))).toEqual(cited)
  })

  it.each([
    { day: LAST_DAY_OF_LAW, cited: ['air-law-69', 'air-law-96', 'air-law-121'] },
    { day: FIRST_DAY_OF_CODE, cited: ['code-240', 'code-264', 'code-1134'] },
  ])('adds the power to stop, and what refusing means, under a declared heavy pollution: $day', ({ day, cited }) => {
    const toSite = addressedTo(basesFor(heavyPollution, day), 'demolitionSite')
    expect(ids(toSite)).toEqual([...cited, 'hjt-393', 'henan-assessment'])
  })

  it.each([
    { at: '2026-08-14T15:59:59Z', local: '23:59:59', article: 69 },
    { at: '2026-08-14T15:59:59.999Z', local: '23:59:59.999', article: 69 },
    { at: '2026-08-14T16:00:00Z', local: '00:00:00', article: 240 },
    { at: '2026-08-14T23:59:59Z', local: '07:59:59 the next day', article: 240 },
  ])('changes at midnight in Shanghai: $local', ({ at, article }) => {
    const [first] = addressedTo(basesAt(wind, Date.parse(at), 'Asia/Shanghai'), 'buildingSite')
    expect(first?.article).toBe(article)
  })

  it('keeps to the zone it is given', () => {
    const at = Date.parse('2026-08-14T16:00:00Z')
    expect(basesAt(wind, at, 'UTC')).toEqual(basesFor(wind, LAST_DAY_OF_LAW))
    expect(basesAt(wind, at, 'Asia/Shanghai')).toEqual(basesFor(wind, FIRST_DAY_OF_CODE))
  })
})

describe('the bases of a cause', () => {
  it('keep the order in which they are listed', () => {
    const listed = ids(LEGAL_BASES)
    for (const { cause, day } of EVERY_CASE) {
      const places = ids(referralBasesFor(cause, day)).map((id) => listed.indexOf(id))
      expect(places).toEqual([...places].sort((one, other) => one - other))
    }
  })

  it('name penalties for a breach of duty at a referral, not on the order', () => {
    expect(ids(basesFor(wind, FIRST_DAY_OF_CODE))).not.toContain('code-1128')
    expect(ids(referralBasesFor(wind, FIRST_DAY_OF_CODE))).toContain('code-1128')
  })

  it.each([
    { kind: 'buildingSite', article: 240 },
    { kind: 'bareLand', article: 240 },
    { kind: 'muckTip', article: 243 },
    { kind: 'mixingPlant', article: 243 },
    { kind: 'roadSection', article: 239 },
  ] as const)('speak to the kind of place: $kind by article $article', ({ kind, article }) => {
    expect(addressedTo(basesFor(wind, FIRST_DAY_OF_CODE), kind)[0]?.article).toBe(article)
  })

  it('tell every rule as wind or dust, and every declared kind apart', () => {
    const kinds = CAUSES.map(causeKindOf)
    expect(new Set(kinds)).toEqual(new Set(LEGAL_CAUSE_KINDS))
    const byRule = Object.fromEntries(RULE_KINDS.map(({ id }) => [id, causeKindOf({ kind: 'episode', rule: id })]))
    expect(byRule).toMatchObject({ 'windy-day': 'wind', 'lone-wind': 'wind', 'dust-exceedance': 'dust' })
    for (const [rule, kind] of Object.entries(byRule)) expect(kind, rule).toBe(rule.includes('wind') ? 'wind' : 'dust')
  })
})
