/** The live stream carries whatever it is given: tests of the way give it marks instead of views. */
import type { LiveEventName } from '../../server/contract/live.ts'
import type { Live } from '../../server/flows/show/live.ts'

export function publishAny(live: Live, type: LiveEventName, data: unknown): void {
  const publish: (type: LiveEventName, data: never) => void = live.publish
  publish(type, data as never)
}
