/**
 * Steps of KEEP: a steady rate at a broker, and what comes out at the far end. Each step is warmed up by the same rate
 * first. Rates and costs are taken between two arrivals at the far end, so that gathering for a second is not counted.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { devicesNamed } from '../../support/live-district.ts'
import { startMosquitto } from '../../support/mosquitto.ts'
import type { RunningServer } from '../../support/server.ts'
import type { OutsideSetUp } from '../../support/set-up.ts'
import { cpuMsOf, pause, print, quantile, rounded } from './figures.ts'
import { publishRaw } from './raw-publisher.ts'

export const DEVICES = devicesNamed(20)
const CONNECTIONS = DEVICES.map((device) => ({ user: device, devices: [device] }))
const FIXED = process.env.STEPS?.split(',').map(Number)
/** A step that brings less than this share of what was offered is the last. */
const FOLLOWS = 0.9
const MOST_STEPS = 12
const GIVE_UP_AFTER_MS = 30_000

export interface Road {
  readonly name: string
  readonly port: number
  /** Whose processor time is told for each message. */
  readonly consumer: string
  /** Process ids of all that share the processor, by name. */
  readonly programs: Readonly<Record<string, number>>
  /** How many have arrived so far, those said twice counted twice. */
  arrived(): Promise<number>
}

export interface Walked {
  /** The best rate, arrived a second. */
  readonly most: number
  readonly published: number
}

interface Sample {
  readonly at: number
  readonly arrived: number
  readonly cpuMs: Readonly<Record<string, number>>
}

/** 100, 1,000, then doubled until the far end no longer follows; or `STEPS`. */
export async function walkSteps(road: Road): Promise<Walked> {
  let published = await warmUp(road)
  let most = 0
  let step = 100
  for (let n = 0; n < (FIXED?.length ?? MOST_STEPS); n += 1) {
    step = FIXED?.[n] ?? step
    const { rate, messages } = await offer(road, step)
    published += messages
    most = Math.max(most, rate)
    if (!FIXED && rate < FOLLOWS * step) break
    step = step === 100 ? 1_000 : step * 2
  }
  return { most, published }
}

/** Thousands of messages, so that not even the first step finds code that is not compiled. */
async function warmUp(road: Road): Promise<number> {
  const messages = 8_000
  const before = await road.arrived()
  await publishRaw({ port: road.port, connections: CONNECTIONS, perSecond: 1_000, messages })
  await untilArrived(road, before + messages)
  return messages
}

async function offer(road: Road, perSecond: number): Promise<{ rate: number; messages: number }> {
  const isSlow = perSecond < 1_000
  const [warmS, measuredS] = [perSecond <= 1_000 ? 10 : 4, isSlow ? 20 : 8]
  const messages = perSecond * (warmS + measuredS)
  const before = await road.arrived()
  const startedAt = performance.now()
  let isPublishing = true
  const publishing = publishRaw({
    port: road.port,
    connections: CONNECTIONS,
    perSecond,
    messages,
    warmMs: warmS * 1_000,
  }).finally(() => {
    isPublishing = false
  })
  const samples: Sample[] = []
  await pause(warmS * 1_000)
  while (isPublishing) {
    samples.push(await sample(road))
    // To ask costs, too.
    await pause(isSlow ? 500 : 200)
  }
  const { tookMs, delaysMs } = await publishing
  const arrived = (await untilArrived(road, before + messages)) - before
  const { first, last } = betweenArrivals(samples)
  const seconds = (last.at - first.at) / 1_000
  const cpuMs = (name: string) => (last.cpuMs[name] ?? 0) - (first.cpuMs[name] ?? 0)
  const rate = (last.arrived - first.arrived) / seconds
  print(road.name, {
    'offered/s': perSecond,
    'published/s': Math.round(messages / (tookMs / 1_000)),
    'arrived/s': Math.round(rate),
    'µs of CPU each': Math.round((cpuMs(road.consumer) * 1_000) / (last.arrived - first.arrived)),
    'PUBACK p50 ms': rounded(quantile(delaysMs, 0.5)),
    'p99 ms': rounded(quantile(delaysMs, 0.99)),
    'all in s': rounded((performance.now() - startedAt) / 1_000),
    missing: Math.max(0, messages - arrived),
    '% of a core': Object.keys(road.programs)
      .map((name) => `${name} ${Math.round(cpuMs(name) / (seconds * 10))}`)
      .join(' · '),
  })
  return { rate, messages }
}

async function sample(road: Road): Promise<Sample> {
  const arrived = await road.arrived()
  const cpuMs = Object.fromEntries(Object.entries(road.programs).map(([name, pid]) => [name, familyCpuMsOf(pid)]))
  return { at: performance.now(), arrived, cpuMs }
}

/** The first sample that had something new, and the last. */
function betweenArrivals(samples: readonly Sample[]): { first: Sample; last: Sample } {
  const withNews = samples.filter(({ arrived }, n) => n > 0 && arrived > samples[n - 1]!.arrived)
  const [first, last] = withNews.length > 1 ? [withNews[0], withNews.at(-1)] : [samples[0], samples.at(-1)]
  return { first: first!, last: last! }
}

/** How many had arrived when all had, or when nothing had come for half a minute. */
async function untilArrived(road: Road, wanted: number): Promise<number> {
  let arrived = await road.arrived()
  let newsAt = performance.now()
  while (arrived < wanted && performance.now() - newsAt < GIVE_UP_AFTER_MS) {
    await pause(250)
    const now = await road.arrived()
    if (now !== arrived) newsAt = performance.now()
    arrived = now
  }
  return arrived
}

/** With its children: PostgreSQL has one for each connection. */
function familyCpuMsOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  const ofChildren = children === '' || pid === process.pid ? [] : children.split(' ').map(Number)
  return [pid, ...ofChildren].reduce((sum, one) => sum + cpuMsOf(one), 0)
}

/** Points that InfluxDB 1.x took since its start, by its own count: asking the server would cost the server. */
export async function pointsWritten(influxUrl: string): Promise<number> {
  const answer = await fetch(`${influxUrl}/debug/vars`)
  const vars = (await answer.json()) as Record<string, { name?: string; values?: { pointsWrittenOK?: number } }>
  return Object.values(vars).find(({ name }) => name === 'httpd')?.values?.pointsWrittenOK ?? 0
}

/** publisher → mosquitto → server → InfluxDB. */
export function outsideRoad(setUp: OutsideSetUp, server: RunningServer): Road {
  return {
    name: 'mosquitto, server, InfluxDB',
    port: setUp.mosquitto.port,
    consumer: 'server',
    programs: {
      publisher: process.pid,
      mosquitto: setUp.mosquitto.pid(),
      server: server.process.pid!,
      InfluxDB: setUp.influxd.pid(),
      PostgreSQL: setUp.postgres.pid(),
    },
    arrived: () => pointsWritten(setUp.influxd.url),
  }
}

/** mqtt.js that counts and does nothing else, behind a mosquitto of its own. */
export async function walkBare(): Promise<Walked> {
  const mosquitto = await startMosquitto({ maxQueuedMessages: 1_000_000 })
  const child: ChildProcess = fork(join(import.meta.dirname, 'bare-subscriber.mjs'), [mosquitto.url], { execArgv: [] })
  await once(child, 'message')
  const walked = await walkSteps({
    name: 'mosquitto, bare subscriber',
    port: mosquitto.port,
    consumer: 'subscriber',
    programs: { publisher: process.pid, mosquitto: mosquitto.pid(), subscriber: child.pid! },
    async arrived() {
      const answered = once(child, 'message')
      child.send('count')
      const [answer] = await answered
      return Number(answer)
    },
  })
  child.disconnect()
  await mosquitto.end('SIGKILL')
  return walked
}
