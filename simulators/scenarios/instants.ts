/**
 * What the devices of a scenario send, minute by minute. Lazy: a minute is worked out only when it is asked for, so
 * that measures done in the drill's earlier minutes show in the air of the later ones.
 */
import { spoken } from '../district/device-faults.ts'
import type { MeasuresDone, World } from '../district/world.ts'
import { HOUR, MINUTE } from '../local-time.ts'
import { messageOf, type OutgoingMessage, type SendingInstant } from '../messages.ts'
import type { Scenario } from './scenario.ts'
import { spanOf } from './weather.ts'

export function* instantsOf(
  scenario: Pick<Scenario, 'day' | 'from' | 'to' | 'faults'>,
  world: World,
  doneNow: () => MeasuresDone,
): Generator<SendingInstant> {
  const { from, to } = spanOf(scenario)
  const midnight = from - scenario.from * HOUR
  const sequences = new Map<string, number>()
  for (let at = from; at < to; at += MINUTE) {
    const done = doneNow()
    const messages: OutgoingMessage[] = []
    for (const device of world.devices) {
      if (!world.isDue(device, at)) continue
      const said = spoken(scenario.faults, device.id, midnight, { ts: at, values: world.valuesOf(device, at, done) })
      if (said === null) continue
      const seq = (sequences.get(device.id) ?? 0) + 1
      sequences.set(device.id, seq)
      messages.push(messageOf(device.id, { ...said, seq }))
    }
    yield { at, messages }
  }
}
