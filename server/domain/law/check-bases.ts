/**
 * Refuses bases that must not be cited: of an abolished document, doubled, of unknown causes, or borrowed from a declared
 * warning. A problem names the field, what was found and what was expected, as everywhere in a settings file.
 */
import { parseLocal } from '../time.ts'
import { DECLARED_ONLY, LAW_DOCUMENTS, LEGAL_BASES } from './legal-bases.ts'
import { ADDRESSEES, AUTHORITIES, BASIS_USES, LEGAL_CAUSE_KINDS, type LegalBasis } from './legal-basis.ts'

const DECLARED_ONLY_KEYS: ReadonlySet<string> = new Set(DECLARED_ONLY.map(articleKey))

/** Every problem of a list of bases that stands beside others; empty when it may be used. */
export function checkBases(bases: readonly LegalBasis[], beside: readonly LegalBasis[] = []): string[] {
  return bases.flatMap((basis, index) => {
    const problems = [...dateProblems(basis), ...documentProblems(basis), ...causeProblems(basis)]
    const earlier = [...beside, ...bases.slice(0, index)]
    if (earlier.some(({ id }) => id === basis.id)) problems.push(problem('id', basis.id, 'an id of its own'))
    const doubled = earlier.find((one) => articleKey(one) === articleKey(basis) && overlaps(one, basis))
    if (doubled) problems.push(problem('validFrom', basis.validFrom, `no day of "${doubled.id}", the same article`))
    return problems.map((text) => `bases[${index}].${text}`)
  })
}

function problem(field: string, found: unknown, expected: string): string {
  return `${field}: found ${JSON.stringify(found)?.slice(0, 80)}, expected ${expected}`
}

function articleKey({ document, article }: Pick<LegalBasis, 'document' | 'article'>): string {
  return `${shortTitle(document)}/${article ?? ''}`
}

/** 大气污染防治法 for 《中华人民共和国大气污染防治法》（2018 年修正）: a law is the same by any of its names. */
function shortTitle(document: string): string {
  return document.replaceAll(/[《》\s]|（[^）]*）|\([^)]*\)/g, '').replace(/^中华人民共和国/, '')
}

function overlaps(one: LegalBasis, other: LegalBasis): boolean {
  return startsBeforeEnd(one, other) && startsBeforeEnd(other, one)
}

function startsBeforeEnd({ validFrom }: LegalBasis, { validTo }: LegalBasis): boolean {
  return validTo === null || validFrom <= validTo
}

function dateProblems({ validFrom, validTo }: LegalBasis): string[] {
  const problems: string[] = []
  if (!isLocalDate(validFrom)) problems.push(problem('validFrom', validFrom, A_DATE))
  if (validTo === null) return problems
  if (!isLocalDate(validTo)) problems.push(problem('validTo', validTo, `${A_DATE}, or null`))
  else if (validTo < validFrom) problems.push(problem('validTo', validTo, `${validFrom} or later`))
  return problems
}

const A_DATE = 'a date such as 2026-08-15'

function isLocalDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && parseLocal(text, 'UTC') !== null
}

/** A document we know is cited inside its life alone; of others only the dates given are known. */
function documentProblems({ document, validFrom, validTo }: LegalBasis): string[] {
  const known = LAW_DOCUMENTS.find((one) => shortTitle(one.document) === shortTitle(document))
  if (!known) return []
  const problems: string[] = []
  if (validFrom < known.validFrom) problems.push(problem('validFrom', validFrom, `${known.validFrom} or later`))
  if (known.validTo !== null && (validTo === null || validTo > known.validTo)) {
    problems.push(problem('validTo', validTo, `${known.validTo} or earlier, the last day of ${known.document}`))
  }
  return problems
}

function causeProblems(basis: LegalBasis): string[] {
  const { causeKinds } = basis
  if (causeKinds.length === 0) return [problem('causeKinds', causeKinds, 'at least one cause')]
  const isDeclaredOnly = DECLARED_ONLY_KEYS.has(articleKey(basis))
  return causeKinds.flatMap((kind, index) => {
    const field = `causeKinds[${index}]`
    if (!LEGAL_CAUSE_KINDS.includes(kind)) return [problem(field, kind, oneOf(LEGAL_CAUSE_KINDS))]
    if (!isDeclaredOnly || kind === 'heavyPollution') return []
    return [problem(field, kind, 'heavyPollution alone: the article needs a declared warning')]
  })
}

function oneOf(names: readonly string[]): string {
  return `one of ${names.join(', ')}`
}

export type BasesRead =
  | { readonly kind: 'read'; readonly bases: readonly LegalBasis[] }
  | { readonly kind: 'refused'; readonly problems: readonly string[] }

/** Reads what an office adds to our bases, for example local plans; nothing of a list with a problem is used. */
export function readBases(json: unknown): BasesRead {
  if (!Array.isArray(json)) return { kind: 'refused', problems: [problem('bases', json, 'a list')] }
  const shape = json.flatMap((item: unknown, index) => shapeProblems(item, `bases[${index}]`))
  if (shape.length > 0) return { kind: 'refused', problems: shape }
  // Every field has been looked at: the list has the shape of bases.
  const bases = json as readonly LegalBasis[]
  const problems = checkBases(bases, LEGAL_BASES)
  return problems.length > 0 ? { kind: 'refused', problems } : { kind: 'read', bases }
}

type Check = readonly [expected: string, holds: (value: unknown) => boolean]

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
const isArticle = (value: unknown) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 1_999
const isIn = (names: readonly string[]) => (value: unknown) => names.some((name) => name === value)
const isListOf = (holds: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.length > 0 && value.every(holds)

const TEXT: Check = ['a text', isText]
const TEXT_OR_NULL: Check = ['a text or null', (value) => value === null || isText(value)]

const FIELDS: Readonly<Record<keyof LegalBasis, Check>> = {
  id: TEXT,
  document: TEXT,
  documentEn: TEXT,
  number: TEXT_OR_NULL,
  article: ['a whole number from 1 to 1999, or null', (value) => value === null || isArticle(value)],
  validFrom: TEXT,
  validTo: TEXT_OR_NULL,
  addressees: [`a list, each ${oneOf(ADDRESSEES)}`, isListOf(isIn(ADDRESSEES))],
  authority: [`${oneOf(AUTHORITIES)}, or null`, (value) => value === null || isIn(AUTHORITIES)(value)],
  use: [oneOf(BASIS_USES), isIn(BASIS_USES)],
  text: ['{ zh, en }, both texts', (value) => isObject(value) && isText(value.zh) && isText(value.en)],
  causeKinds: ['a list of causes', isListOf(isText)],
}

function shapeProblems(item: unknown, where: string): string[] {
  if (!isObject(item)) return [problem(where, item, 'an object')]
  const unknown = Object.keys(item).filter((name) => !Object.hasOwn(FIELDS, name))
  const wrong = Object.entries(FIELDS).filter(([name, [, holds]]) => !holds(item[name]))
  return [
    ...unknown.map((name) => `${where}.${name}: there is no such field`),
    ...wrong.map(([name, [expected]]) => problem(`${where}.${name}`, item[name], expected)),
  ]
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
