/** What is wrong with a pack as such: each problem names the field, what was found and what was expected. */
import { QUANTITY_FACTS } from '../../air/quantity.ts'
import { HOUR, MINUTE, type Ms } from '../../units.ts'
import { guardProblems } from '../dust/guards.ts'
import {
  ALIGNMENTS,
  CONFIDENCES,
  DUST_QUANTITIES,
  type DustLimitPack,
  LONGEST_WINDOW_MS,
  type NumberSource,
  PACK_SITES,
  type PackStep,
  SUBTRACTORS,
} from './pack.ts'

/** Empty when it may be judged by. */
export function checkDustLimit(pack: DustLimitPack): string[] {
  const { rulePack } = pack
  return [
    ...(rulePack.id === '' || rulePack.version === '' ? [expected('rulePack', rulePack, 'an id and a version')] : []),
    ...oneOf('quantity', pack.quantity, DUST_QUANTITIES),
    ...oneOf('alignment', pack.alignment, ALIGNMENTS),
    ...oneOf('subtractor', pack.subtractor, SUBTRACTORS),
    ...oneOf('sites', pack.sites, PACK_SITES),
    ...timeProblems(pack),
    ...whole('stationsNeeded', pack.stationsNeeded, 1, 1_000),
    ...stepProblems(pack),
    ...clearProblems(pack),
    ...sourceProblems('source', pack.source),
    ...guardProblems(pack.guards),
  ]
}

/** An office that puts in a number of its own must not go on citing somebody else's document for it. */
export function borrowedSources(pack: DustLimitPack, defaults: DustLimitPack): string[] {
  const isCited = (one: Cited, known: readonly Cited[]) =>
    one.source.document === OWN_DOCUMENT ||
    known.every(({ source }) => source.document !== one.source.document) ||
    known.some((other) => numbersOf(other) === numbersOf(one))
  const steps = pack.steps.flatMap((step, index) =>
    isCited(step, defaults.steps) ? [] : [borrowed(`steps[${index}]`, step)],
  )
  return isCited(pack.clear, [defaults.clear]) ? steps : [...steps, borrowed('clear', pack.clear)]
}

type Cited = { readonly source: NumberSource }

/** Our own defaults: whoever changes them need not say whose they were. */
const OWN_DOCUMENT = 'Windbreak'

function numbersOf({ source: _, ...numbers }: Cited): string {
  return JSON.stringify(numbers)
}

function borrowed(name: string, { source }: Cited): string {
  return expected(`${name}.source.document`, source.document, 'a document that says the changed number')
}

function timeProblems({ alignment, averagingMs, persistenceMs, clear, brief }: DustLimitPack): string[] {
  const forMs = [
    ['persistenceMs', persistenceMs],
    ['clear.forMs', clear.forMs],
  ] as const
  return [
    ...windowProblems('averagingMs', averagingMs, alignment),
    ...windowProblems('clear.averagingMs', clear.averagingMs, alignment),
    ...forMs.flatMap(([name, found]) => {
      const step = alignment === 'clock' ? averagingMs : MINUTE
      const isFitting = found >= 0 && found % step === 0
      return isFitting
        ? []
        : [expected(name, found, `a whole number of times ${step}, the time between two judgements`)]
    }),
    ...(brief.highMs > 0 && brief.highMs <= brief.withinMs
      ? []
      : [expected('brief.highMs', brief.highMs, `above 0 and at most withinMs ${brief.withinMs}`)]),
  ]
}

function windowProblems(name: string, found: Ms, alignment: DustLimitPack['alignment']): string[] {
  const isFitting = found >= MINUTE && found <= LONGEST_WINDOW_MS && found % MINUTE === 0
  if (!isFitting) return [expected(name, found, `whole minutes from ${MINUTE} to ${LONGEST_WINDOW_MS}`)]
  return alignment === 'clock' && HOUR % found !== 0 ? [expected(name, found, 'a part of an hour that fills it')] : []
}

function stepProblems({ steps, alignment, quantity }: DustLimitPack): string[] {
  if (steps.length === 0) return [expected('steps', 'none', 'at least one')]
  return steps.flatMap((step, index) => {
    const name = `steps[${index}]`
    const before = steps[index - 1]
    return [
      ...whole(`${name}.level`, step.level, 1, 3),
      ...limitProblems(name, step, QUANTITY_FACTS[quantity]?.max ?? Number.POSITIVE_INFINITY),
      ...(before && step.level <= before.level
        ? [expected(`${name}.level`, step.level, `above that of the step before, ${before.level}`)]
        : []),
      ...(before && step.limit <= before.limit
        ? [expected(`${name}.limit`, step.limit, `above that of the step before, ${before.limit}`)]
        : []),
      ...whole(`${name}.allowedPerDay`, step.allowedPerDay, 0, 96),
      ...(step.allowedPerDay > 0 && alignment !== 'clock'
        ? [expected(`${name}.allowedPerDay`, step.allowedPerDay, '0: windows are counted where alignment is clock')]
        : []),
      ...sourceProblems(`${name}.source`, step.source),
    ]
  })
}

/** 0.8 is a limit of TSP in mg/m³; nobody limits particles to less than this. */
const SMALLEST_LIMIT = 10

function limitProblems(name: string, { limit }: PackStep, most: number): string[] {
  const isFitting = limit >= SMALLEST_LIMIT && limit <= most
  return isFitting ? [] : [expected(`${name}.limit`, limit, `µg/m³ from ${SMALLEST_LIMIT} to ${most}`)]
}

function clearProblems({ clear, steps }: DustLimitPack): string[] {
  const [lowest] = steps
  const problems = sourceProblems('clear.source', clear.source)
  if (!lowest || clear.atMost <= lowest.limit) return problems
  return [expected('clear.atMost', clear.atMost, `at most the lowest limit, ${lowest.limit}`), ...problems]
}

function sourceProblems(name: string, { document, validFrom, validTo, confidence }: NumberSource): string[] {
  const days = [
    ['validFrom', validFrom],
    ['validTo', validTo],
  ] as const
  const problems = days.flatMap(([field, day]) =>
    day === '' || isDay(day) ? [] : [expected(`${name}.${field}`, day, 'a day like 2017-08-06, or nothing')],
  )
  if (document === '') problems.push(expected(`${name}.document`, document, 'its name'))
  if (validFrom !== '' && validTo !== '' && validTo < validFrom) {
    problems.push(expected(`${name}.validTo`, validTo, `not before validFrom ${validFrom}`))
  }
  return [...problems, ...oneOf(`${name}.confidence`, confidence, CONFIDENCES)]
}

function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

function oneOf(name: string, found: string, known: readonly string[]): string[] {
  return known.includes(found) ? [] : [expected(name, found, `one of ${known.join(', ')}`)]
}

function whole(name: string, found: number, least: number, most: number): string[] {
  const isFitting = Number.isInteger(found) && found >= least && found <= most
  return isFitting ? [] : [expected(name, found, `a whole number from ${least} to ${most}`)]
}

function expected(name: string, found: unknown, what: string): string {
  return `${name}: found ${JSON.stringify(found)}, expected ${what}`
}
