/** A screen's stream straight from the hub, without a connection; throws when there is no place. */
import type { LiveHub, Wanted } from '../../server/http/live-hub.ts'

export async function openStream(
  hub: Pick<LiveHub, 'open'>,
  lastEventId: number | null = null,
  more: Partial<Wanted> = {},
): Promise<ReadableStream<Uint8Array>> {
  const viewer = { name: '127.0.0.1', isKnown: false }
  const opening = await hub.open({ lastEventId, coding: 'plain', viewer, ...more })
  if (opening.kind !== 'open') throw new Error(`no place: ${opening.kind}`)
  return opening.stream
}
