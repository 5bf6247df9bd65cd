import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '../../simulators/local-time.ts'
import { messageOf, type SendingInstant } from '../../simulators/messages.ts'
import { AT_FULL_SPEED, type Pace, paceOf } from '../../simulators/pace.ts'
import { type Actors, play } from '../../simulators/player.ts'

const START = 500_000 * HOUR

function instant(hour: number, devices: string[]): SendingInstant {
  const at = START + hour * HOUR
  return { at, messages: devices.map((device) => messageOf(device, { ts: at, seq: 1, values: { pm10: 1 } })) }
}

/** Plays against a clock and a broker that only write down what was asked of them, in minutes after the start. */
async function played(instants: SendingInstant[], more: { pace?: Pace; people?: Actors } = {}) {
  const log: (string | [number, number | null])[] = []
  let now = START
  const result = await play(instants, {
    clock: {
      now: () => now,
      advance: async (to, afterMessages) => {
        if (to < now) throw new Error('backwards')
        now = to
        log.push([(to - START) / MINUTE, afterMessages])
      },
    },
    devices: {
      publish: async (messages) => {
        log.push(messages.map(({ device }) => device).join('+'))
        return messages.length
      },
    },
    pace: more.pace ?? AT_FULL_SPEED,
    people: more.people ?? null,
    interval: HOUR,
    messagesBefore: 100,
    onProgress: () => {},
  })
  return { log, result }
}

describe('the player', () => {
  it('moves to just before an instant, publishes, then waits for the intake and moves on; and lets readings grow old', async () => {
    const { log, result } = await played([instant(0, ['a', 'b']), instant(1, ['a'])])
    expect(log).toEqual(['a+b', [0, 102], [59, 102], 'a', [60, 103], [126, 103]])
    expect(result).toEqual({ published: 3, acknowledged: 3 })
  })

  it('leaves the clock alone when nothing was measured', async () => {
    expect(await played([])).toEqual({ log: [], result: { published: 0, acknowledged: 0 } })
  })

  it('crosses a hole in the data in one step', async () => {
    const { log } = await played([instant(0, ['a']), instant(30, ['a'])])
    expect(log).toContainEqual([1799, 101])
  })

  it('stops where people want to act, and only after the messages were taken', async () => {
    const stops = [START, START + 7 * MINUTE, START + 60 * MINUTE]
    const acted: number[] = []
    const people: Actors = {
      nextStopAfter: (now) => stops.find((stop) => stop > now) ?? Number.POSITIVE_INFINITY,
      act: async (now) => {
        acted.push((now - START) / MINUTE)
      },
    }
    const { log } = await played([instant(0, ['a']), instant(1, ['a'])], { people })
    expect(acted).toEqual([0, 7, 59, 60, 126])
    expect(log).toEqual(['a', [0, 101], [7, 101], [59, 101], 'a', [60, 102], [126, 102]])
  })

  it('plays instants closer than a minute without going back', async () => {
    const first = instant(0, ['a'])
    const soon = { ...instant(0, ['b']), at: START + 20_000 }
    const { log } = await played([first, soon])
    expect(log.slice(0, 4)).toEqual(['a', [0, 101], 'b', [20 / 60, 102]])
  })
})

describe('the pace', () => {
  it('waits for nothing at full speed', async () => {
    const pace = paceOf('max', START)
    await pace.until(START + 1_000 * HOUR)
    expect(pace.nextStopAfter(START)).toBe(Number.POSITIVE_INFINITY)
  })

  it.each([
    { speed: 1, stop: 1 },
    { speed: 60, stop: 1 },
    { speed: 600, stop: 10 },
    { speed: 3600, stop: 60 },
  ])('moves the clock on whole minutes at $speed-fold speed', ({ speed, stop }) => {
    const pace = paceOf(speed, START, () => 0)
    expect((pace.nextStopAfter(START) - START) / MINUTE).toBe(stop)
    expect(pace.nextStopAfter(START + 1) % MINUTE).toBe(0)
  })

  it('does not wait for what is already due by the machine clock', async () => {
    let machine = 0
    const pace = paceOf(3_600, START, () => machine)
    machine = 2_000
    const waited = new Promise((resolve) => setImmediate(resolve, 'waited'))
    const due = pace.until(START + 2 * HOUR).then(() => 'due')
    expect(await Promise.race([due, waited])).toBe('due')
  })

  it('gives the same steps of the clock at instants as full speed does', async () => {
    let machine = 0
    const pace = paceOf(600, START, () => {
      machine += 1e9
      return machine
    })
    const slow = await played([instant(0, ['a']), instant(1, ['a'])], { pace })
    const fast = await played([instant(0, ['a']), instant(1, ['a'])])
    for (const step of fast.log) expect(slow.log).toContainEqual(step)
    expect(slow.log.length).toBeGreaterThan(fast.log.length)
  })
})
