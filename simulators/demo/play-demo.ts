/**
 * Plays the demo's windy day for as long as nobody stops it: readings at every whole minute, the clock about once a
 * second, simulated people who answer their orders. Looks at the drafts each minute, so that a person has time to decide.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { measuresDone } from '../district/measures-done.ts'
import { type MeasuresDone, NOTHING_DONE, type World } from '../district/world.ts'
import type { Stage } from '../drill-session.ts'
import { type EpochMs, MINUTE } from '../local-time.ts'
import { messageOf } from '../messages.ts'
import { createOfficer, type DrillNotice } from '../notices.ts'
import { createPeople } from '../people.ts'
import type { OrderSeen } from '../people-plan.ts'
import { demoSpeed, nextStop, waitFor } from './demo-pace.ts'

const PAUSED_LOOK_MS = 250

export interface DemoParts {
  readonly world: World
  readonly seed: number
  readonly complain: (text: string) => void
  /** What the duty officer records from above. */
  readonly notices: readonly DrillNotice[]
  readonly wallNow: () => EpochMs
  /** Told once each. */
  readonly onDraft: () => void
  readonly onCaughtUp: () => void
}

export async function playDemo(
  { api, officerApi, peopleApi, clock, devices, messagesBefore }: Stage,
  parts: DemoParts,
): Promise<never> {
  const { world, seed, complain, wallNow } = parts
  const people = createPeople(peopleApi, seed, complain, { obey: 0.7, dawdle: 0.15, refuse: 0.05 })
  const officer = createOfficer(officerApi, parts.notices)
  const sequences = new Map<string, number>()
  const tellDraft = once(parts.onDraft)
  const tellCaughtUp = once(parts.onCaughtUp)
  let sent = 0
  let known: readonly OrderSeen[] = []
  let done: MeasuresDone = NOTHING_DONE
  let isDraftWaiting = false
  let reachedAt = performance.now()

  async function publishMinute(at: EpochMs): Promise<void> {
    if (people.inForce() !== known) {
      known = people.inForce()
      done = measuresDone(known)
    }
    const due = world.devices.filter((device) => world.isDue(device, at))
    const messages = due.map((device) => {
      const seq = (sequences.get(device.id) ?? 0) + 1
      sequences.set(device.id, seq)
      return messageOf(device.id, { ts: at, seq, values: world.valuesOf(device, at, done) })
    })
    sent += await devices.publish(messages)
  }

  for (;;) {
    const now = clock.now()
    const speed = demoSpeed({ now, wall: wallNow(), isDraftWaiting, chosen: await chosenSpeed(api) })
    if (speed === 0) {
      await wait(PAUSED_LOOK_MS)
      reachedAt = performance.now()
      continue
    }
    const stop = nextStop(now, speed)
    reachedAt = Math.max(reachedAt + waitFor(now, stop, speed), performance.now() - 1_000)
    await wait(Math.max(0, reachedAt - performance.now()))
    const isWholeMinute = stop % MINUTE === 0
    if (isWholeMinute) await publishMinute(stop)
    await clock.advance(stop, messagesBefore + sent)
    if (isWholeMinute) await officer.act(stop)
    if (isWholeMinute) await people.act(stop)
    if (isWholeMinute || isDraftWaiting) isDraftWaiting = await hasDraft(api)
    if (isDraftWaiting) tellDraft()
    if (wallNow() - stop <= MINUTE) tellCaughtUp()
  }
}

async function chosenSpeed(api: Stage['api']): Promise<number | null> {
  const { speed } = await api.ask('GET', '/api/v1/clock')
  return typeof speed === 'number' ? speed : null
}

async function hasDraft(api: Stage['api']): Promise<boolean> {
  const { items } = await api.ask('GET', '/api/v1/drafts?limit=1')
  return Array.isArray(items) && items.length > 0
}

function once(tell: () => void): () => void {
  let isTold = false
  return () => {
    if (!isTold) tell()
    isTold = true
  }
}
