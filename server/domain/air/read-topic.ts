/**
 * Takes a message's topic apart: `{root}/{shard}/{deviceId}/{kind}` (architecture.md 4).
 * It judges only the form; whether the device is registered and the kind is understood is decided by the caller.
 */
import { DEVICE_ID } from './reading.ts'

export type TopicRead =
  | { readonly kind: 'parts'; readonly shard: string; readonly device: string; readonly messageKind: string }
  /** Names what was found and what was expected. */
  | { readonly kind: 'bad'; readonly detail: string }

export function readTopic(topic: string, root: string): TopicRead {
  const parts = topic.startsWith(`${root}/`) ? topic.slice(root.length + 1).split('/') : []
  const [shard, device, messageKind] = parts
  if (parts.length !== 3 || shard === undefined || device === undefined || messageKind === undefined) {
    return { kind: 'bad', detail: `topic: found "${topic.slice(0, 256)}", expected ${root}/{shard}/{deviceId}/{kind}` }
  }
  const wrong = parts.find((part) => !DEVICE_ID.test(part))
  if (wrong !== undefined) {
    return { kind: 'bad', detail: `topic: found part "${wrong.slice(0, 256)}", expected ${DEVICE_ID.source}` }
  }
  return { kind: 'parts', shard, device, messageKind }
}
