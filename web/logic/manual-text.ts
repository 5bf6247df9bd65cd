/** A manual control in words: where, of whom, what, until when, and how it stands. */
import type { ManualView } from '../../server/contract/manual.ts'
import { measureText, type Text } from './phrases.ts'

/** `endedAt`: it has ended; `orderedAt` null: it waits for the second person. */
export function manualState({ endedAt, orderedAt }: ManualView): 'ended' | 'waiting' | 'inForce' {
  if (endedAt !== null) return 'ended'
  return orderedAt === null ? 'waiting' : 'inForce'
}

/** `侯寨乡 · 拆迁工地、裸露地块`. */
export function manualScope({ scope, placeKinds }: Pick<ManualView, 'scope' | 'placeKinds'>, text: Text): string {
  const where = scope.name ?? text('common.district')
  const kinds = placeKinds.map((kind) => text(`kind.${kind}`)).join(text('notice.listComma'))
  return kinds === '' ? where : `${where} · ${kinds}`
}

export function manualMeasures({ measures }: Pick<ManualView, 'measures'>, text: Text): string {
  return measures.map((measure) => measureText(measure, text)).join(text('notice.listComma'))
}

export function manualSpan({ decidedAt, endsAt }: ManualView, text: Text, time: (iso: string) => string): string {
  const facts = { from: time(decidedAt) }
  return endsAt === null ? text('manual.spanOpen', facts) : text('notice.span', { ...facts, until: time(endsAt) })
}
