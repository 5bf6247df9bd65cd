/** What a picture rests on, in words. */
import type { Text } from '../logic/phrases.ts'
import type { Registry } from '../state/registry.svelte.ts'
import type { Subject } from './period.ts'

interface Measured {
  readonly device: string | null
  readonly valid: number
  readonly wind?: string | null
}

export function restsOn(
  { device, valid, wind }: Measured,
  { from, to }: Subject,
  registry: Pick<Registry, 'device'>,
  text: Text,
): string {
  const name = (id: string | null) => (id === null ? '—' : (registry.device(id)?.name ?? id))
  const rests = text('analysis.rests', { device: name(device), n: valid, from, to })
  return wind && wind !== device ? `${rests} · ${text('analysis.windOf', { device: name(wind) })}` : rests
}
