import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runDrill } from '../../simulators/run-drill.ts'

const fixture = join(import.meta.dirname, '../fixtures/prsa/windy-day-2021.csv')
const REPLAY = ['replay', fixture, '--from', '2021-03-14T02:00', '--to', '2021-03-14T05:00', '--scope', 'township']
const START = Date.parse('2021-03-14T02:00+08:00')
const never = new Promise<void>(() => {})

interface Step {
  readonly advanceTo?: number
  readonly topic?: string
  readonly device?: string
  readonly qos?: number
  readonly at?: number
  readonly payload?: string
}

/** Runs a drill against the fake server's program, with `interrupted` settled by the test. */
async function drill(argv: string[], env: NodeJS.ProcessEnv = {}, interrupted: Promise<void> = never) {
  let out = ''
  let err = ''
  const code = await runDrill(argv, {
    env: { PATH: process.env.PATH, ...env },
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    interrupted,
    program: join(import.meta.dirname, 'fake-server.mjs'),
  })
  return { code, out, err }
}

async function report(argv: string[], env: NodeJS.ProcessEnv = {}) {
  const { code, out, err } = await drill([...argv, '--json', '--exit'], env)
  if (code !== 0) throw new Error(err)
  return JSON.parse(out)
}

function placesOfDevices({ devices }: { devices: { id: string; placeId: string | null }[] }) {
  return Object.fromEntries(devices.map(({ id, placeId }) => [id, placeId]))
}

const minute = (at: number) => (at - START) / 60_000

describe('npm run drill -- replay', () => {
  it('sets up the district, plays in lockstep, and prints the report alone', async () => {
    const { saw, ...shape } = await report(REPLAY)
    expect(shape).toMatchObject({
      ...{ realm: 'drill', file: fixture, speed: 'max' },
      ...{ from: '2021-03-14T02:00:00+08:00', to: '2021-03-14T05:00:00+08:00' },
      counts: { published: 5, acknowledged: 5, stored: 5, quarantined: 0, late: 0, duplicate: 0, values: { pm10: 3 } },
      ...{ episodes: [{ id: 'e1' }], orders: [{ id: 'o1' }], score: { acknowledgedInTime: 0 } },
    })
    expect(saw.env).toEqual({
      ...{ realm: 'drill', scope: 'township', start: '2021-03-14T02:00:00+08:00' },
      ...{ rules: 'windy-day=automatic,*=off', release: 'automatic', ports: ['0', '0'] },
    })
    const steps = (saw.steps as Step[]).map(({ advanceTo, device, at }) =>
      advanceTo === undefined ? `${device} at ${minute(at!)}` : minute(advanceTo),
    )
    // Westpark measured nothing at 03:00.
    expect(steps.filter((step) => typeof step === 'number')).toEqual([0, 59, 60, 119, 120, 186])
    expect(steps.slice(0, 2).sort()).toEqual(['Eastgate at 0', 'Westpark at 0'])
    expect(steps.slice(2, 6)).toEqual([0, 59, 'Eastgate at 59', 60])
    expect([...steps.slice(7, 9)].sort()).toEqual(['Eastgate at 119', 'Westpark at 119'])
    expect(saw.posts).toEqual([])
  })

  it('takes the modes of the rules and the stations at sites from its arguments', async () => {
    const rules = ['--rules', 'dust-exceedance=advise']
    const { saw } = await report([...REPLAY, ...rules, '--sites', 'Westpark'])
    expect(saw.env.rules).toBe('windy-day=automatic,dust-exceedance=advise,*=off')
    expect(placesOfDevices(saw.imported)).toEqual({ Eastgate: null, Westpark: 'Westpark-site' })
  })

  it('has every station at its site when nobody says which are', async () => {
    const { saw } = await report(REPLAY)
    expect(placesOfDevices(saw.imported)).toEqual({ Eastgate: 'Eastgate-site', Westpark: 'Westpark-site' })
  })

  it('lets each device speak for itself, with its own secret and quality of service 1', async () => {
    const { saw } = await report(REPLAY)
    expect([...saw.devices].sort()).toEqual([
      ['Eastgate', 'Eastgate', 'secret of Eastgate'],
      ['Westpark', 'Westpark', 'secret of Westpark'],
    ])
    const sent = (saw.steps as Step[]).filter(({ topic }) => topic !== undefined)
    for (const { topic, device, qos } of sent) {
      expect({ topic, qos }).toEqual({ topic: `windbreak-drill/v1/0/${device}/reading`, qos: 1 })
    }
    const first = sent.find(({ device }) => device === 'Eastgate')
    expect(JSON.parse(first?.payload ?? '')).toEqual({
      ...{ ts: START, seq: 1, pm25: 23, pm10: 70, so2: 6, no2: 22, co: 0.44, o3: 52, temperature: 8.4 },
      ...{ pressure: 1012.2, rain: 0, windDirection: 315, windSpeed: 1.1 },
    })
    expect(
      sent.filter(({ device }) => device === 'Eastgate').map(({ payload }) => JSON.parse(payload ?? '').seq),
    ).toEqual([1, 2, 3])
  })

  it('gives the same drill again, people and faults included, and only the seed changes it', async () => {
    const argv = [...REPLAY, '--people', '--faults', '{"seed":3,"late":0.3,"duplicated":0.3}']
    const order = ({ saw, ...rest }: Awaited<ReturnType<typeof report>>) => ({
      rest,
      posts: saw.posts,
      // Two devices' messages race within an instant; what each sends and when does not.
      steps: saw.steps.map((step: Step) => JSON.stringify(step)).sort(),
    })
    const first = order(await report(argv))
    expect(order(await report(argv))).toEqual(first)
    const other = order(await report([...REPLAY, '--people', '--faults', '{"seed":9,"late":0.9}']))
    expect(other.steps).not.toEqual(first.steps)
    expect(first.rest).toMatchObject({ faults: { seed: 3 } })
  })

  it('lets simulated people act as the site role, in realm time', async () => {
    for (const seed of ['1', '2', '3', '4', '5', '6']) {
      const { saw, people } = await report([...REPLAY, '--people', '--seed', seed])
      expect(people).toEqual({ acts: saw.posts.length, tooLate: 0, failed: 0 })
      if (saw.posts.length === 0) continue
      const [role, path, at] = saw.posts[0]
      expect({ role, path }).toEqual({ role: 'site', path: '/api/v1/orders/o1/seen' })
      expect(minute(at)).toBeGreaterThan(60)
      return
    }
    throw new Error('six people in a row ignored their order')
  })

  it('prints a text for people without --json', async () => {
    const { out, err, code } = await drill([...REPLAY, '--exit'])
    expect(code).toBe(0)
    expect(out).toContain('published 5, acknowledged 5, stored 5')
    expect(out).toContain('大风过程 windy day · Eastgate · 2021-03-14T03:00:00+08:00')
    expect(out).toContain('未结束 still open · 最高 level 4 · 下达 issued 1')
    expect(err).toContain('drill: server at http://127.0.0.1:')
  })

  it('keeps the server after the report until it is interrupted', async () => {
    let interrupt = () => {}
    const interrupted = new Promise<void>((resolve) => {
      interrupt = resolve
    })
    let said = ''
    const running = runDrill(REPLAY, {
      env: { PATH: process.env.PATH },
      stdout: { write: () => {} },
      stderr: {
        write: (text) => {
          said += text
          if (said.includes('until Ctrl-C')) interrupt()
        },
      },
      interrupted,
      program: join(import.meta.dirname, 'fake-server.mjs'),
    })
    expect(await running).toBe(0)
    const url = /server at (\S+),/.exec(said)?.[1] ?? ''
    await expect(fetch(`${url}/api/v1/clock`)).rejects.toThrow()
  })

  it.each([
    { case: 'cannot start', behaviour: 'refuse', says: 'ended before it listened (exit code 1)' },
    { case: 'dies in the middle', behaviour: 'die', says: 'the server ended in the middle of the drill (exit code 7)' },
    { case: 'has no broker', behaviour: 'no-broker', says: 'has no broker' },
    { case: 'is not in a drill', behaviour: 'live', says: 'realm "live"' },
    { case: 'refuses the district', behaviour: 'refuse-import', says: 'devices.0.kind' },
    { case: 'never takes the messages', behaviour: 'lose', says: 'POST /api/v1/clock: answered 504' },
  ])('ends with 1 and says so when the server $case', async ({ behaviour, says }) => {
    const { code, out, err } = await drill([...REPLAY, '--json', '--exit'], { FAKE_BEHAVIOUR: behaviour })
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain(says)
  })

  it('ends the server and gives no report when it is interrupted', async () => {
    const { code, out, err } = await drill(
      [...REPLAY, '--speed', '1', '--json'],
      {},
      new Promise((resolve) => setTimeout(resolve, 400)),
    )
    expect({ code, out }).toEqual({ code: 130, out: '' })
    expect(err).toContain('interrupted')
  })

  it.each([
    { case: 'a wrong argument', argv: ['replay'], code: 2, says: '--from' },
    {
      case: 'a missing file',
      argv: ['replay', 'none.csv', '--from', '2021-01-01', '--to', '2021-01-02'],
      code: 1,
      says: 'no such file',
    },
    {
      case: 'a station the file does not have',
      argv: [...REPLAY, '--sites', 'Westpark,Northend'],
      code: 1,
      says: '--sites: found Northend, expected stations of the file: Eastgate, Westpark',
    },
    { case: 'a missing map', argv: [...REPLAY, '--map', 'none.json'], code: 1, says: '--map none.json' },
  ])('starts no server for $case', async ({ argv, code, says }) => {
    const ended = await drill(argv, { FAKE_BEHAVIOUR: 'refuse' })
    expect(ended).toMatchObject({ code, out: '' })
    expect(ended.err).toContain(says)
    expect(ended.err).not.toContain('listened')
  })
})
