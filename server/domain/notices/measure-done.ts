/** What a clause wants done: covered, secured, withdrawn, sprayed, swept, checked. */
import type { Measure } from '../control/measure.ts'
import type { Token } from './measure-words.ts'
import type { Said } from './read.ts'

type Verb = 'cover' | 'secure' | 'withdraw'

export interface Done {
  readonly said: readonly Said<Measure>[]
  readonly things: readonly Token[]
}

/** What is to be done: a verb takes the things before it, or, when there are none, those after it. */
export function doneIn(tokens: readonly Token[], left: readonly Token[]): Done {
  const said: Said<Measure>[] = []
  let governed = false
  let things: Token[] = [...left]
  let verb: { readonly kind: Verb; readonly token: Token } | null = null
  const join = (one: Token, other: Token, measure: Measure) => {
    const span = { from: Math.min(one.span.from, other.span.from), to: Math.max(one.span.to, other.span.to) }
    said.push({ value: measure, span })
  }
  for (const [index, token] of tokens.entries()) {
    switch (token.kind) {
      case 'stop':
        governed = true
        things = []
        verb = null
        break
      case 'turn':
        if (tokens[index - 1]?.kind !== 'stop') governed = false
        break
      case 'do':
        if (!governed) said.push({ value: token.measure, span: token.span })
        break
      case 'thing':
      case 'net':
      case 'people': {
        const measure = verb && measureOf(verb.kind, token)
        if (verb && measure) join(verb.token, token, measure)
        else things.push(token)
        break
      }
      case 'cover':
      case 'secure':
      case 'withdraw': {
        if (governed) break
        const taken = takenBy(token.kind, things)
        for (const { thing, measure } of taken) join(thing, token, measure)
        if (taken.length > 0) things = []
        verb = taken.length > 0 ? null : { kind: token.kind, token }
        break
      }
      case 'other':
        things = []
        verb = null
        break
    }
  }
  return { said: [...said, ...netsAlone(tokens, said, governed)], things: verb ? [] : things }
}

function takenBy(verb: Verb, things: readonly Token[]) {
  return things.flatMap((thing) => {
    const measure = measureOf(verb, thing)
    return measure ? [{ thing, measure }] : []
  })
}

function measureOf(verb: Verb, token: Token): Measure | null {
  if (verb === 'cover') return token.kind === 'thing' ? token.cover : null
  if (verb === 'secure') return token.kind === 'net' ? 'secureNets' : null
  return token.kind === 'people' ? 'withdrawPeople' : null
}

/** 密网覆盖 without saying of what means the bare soil: nothing else is netted by itself. */
function netsAlone(
  tokens: readonly Token[],
  said: readonly Said<Measure>[],
  governed: boolean,
): readonly Said<Measure>[] {
  const net = tokens.find(({ kind }) => kind === 'net')
  const cover = tokens.find(({ kind }) => kind === 'cover')
  const namesThing = tokens.some((token) => token.kind === 'thing' && token.cover !== null)
  if (governed || !net || !cover || namesThing || said.length > 0) return []
  const span = { from: Math.min(net.span.from, cover.span.from), to: Math.max(net.span.to, cover.span.to) }
  return [{ value: 'coverBareSoil', span }]
}
