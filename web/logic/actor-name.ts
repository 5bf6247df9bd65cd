/** Who did something, as people call them: programs have a word, persons keep the name they are known by. */
import type { TextKey } from '../words/index.ts'
import type { Text } from './phrases.ts'

const PROGRAMS: ReadonlyMap<string, TextKey> = new Map([
  ['system', 'session.system'],
  ['simulated-people', 'actor.simulatedPeople'],
])

export function actorName(name: string, text: Text): string {
  const key = PROGRAMS.get(name)
  return key ? text(key) : name
}
