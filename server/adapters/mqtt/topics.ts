/** What a device may say and hear (architecture.md 4): only under its own id, and never more than these kinds. */

import { readTopic } from '../../domain/air/read-topic.ts'
import { DEVICE_ID } from '../../domain/air/reading.ts'

/** From the device. */
export const DATA_KINDS: readonly string[] = ['reading', 'hj212', 'state', 'position']

/** To the device. */
export const WORD_KINDS: readonly string[] = ['command', 'ack']

export function mayPublish(root: string, device: string, topic: string): boolean {
  const parts = readTopic(topic, root)
  return parts.kind === 'parts' && parts.device === device && DATA_KINDS.includes(parts.messageKind)
}

/** The shard may be `+`, since a device need not know its own; nothing else may be a wildcard. */
export function maySubscribe(root: string, device: string, filter: string): boolean {
  if (!filter.startsWith(`${root}/`)) return false
  const [shard = '', id, kind = '', ...more] = filter.slice(root.length + 1).split('/')
  return (shard === '+' || DEVICE_ID.test(shard)) && id === device && WORD_KINDS.includes(kind) && more.length === 0
}
