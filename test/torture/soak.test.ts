/**
 * A night scaled to half an hour (`SOAK_MINUTES`): 150 messages a second of 60 devices, five screens, episodes that come
 * and go. Memory is level after the first third, descriptors are level, nothing is lost, the record is whole.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { AuditVerdict } from '../../server/domain/audit.ts'
import { MINUTE, SECOND } from '../../server/domain/units.ts'
import { accountOf, foundInQuarantine } from '../support/conservation.ts'
import { blow, devicesNamed, enterDistrict, everything, healthOf, MAST, until } from '../support/live-district.ts'
import { startPublisher } from '../support/publisher.ts'
import { temporaryFolder } from '../support/real-server.ts'
import type { RunningServer } from '../support/server.ts'
import { isSetUpMissing, openSetUp, SET_UPS, type SetUp } from '../support/set-up.ts'

const MINUTES = Number(process.env.SOAK_MINUTES ?? 30)
const SCREENS = 5
const LOOK_EVERY_MS = 10 * SECOND
/** Of wind and of calm in turn. */
const HALF_A_CYCLE_MS = MINUTE

interface Look {
  readonly rssMb: number
  readonly descriptors: number
}

function lookAt(pid: number): Look {
  const [, kb] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return { rssMb: Math.round(Number(kb) / 1_024), descriptors: readdirSync(`/proc/${pid}/fd`).length }
}

/** Times so short that an episode lasts a minute. */
function hastyRules(folder: string): string {
  const path = join(folder, 'hasty.json')
  const windyDay = {
    rulePack: { id: 'windy-day', version: 'hasty' },
    ...{
      raiseAfterMs: SECOND,
      lowerAfterMs: 5 * SECOND,
      closeAfterMs: 15 * SECOND,
      minimumHoldMs: 0,
      reopenWithinMs: 0,
    },
    wind: { windowMs: 10 * SECOND },
  }
  writeFileSync(path, JSON.stringify({ windyDay }))
  return path
}

/** Reads the stream and throws it away, as a screen that is not looked at. */
async function openScreen(server: RunningServer, signal: AbortSignal): Promise<void> {
  const response = await fetch(`${server.url}/api/v1/live`, { signal })
  const reader = response.body?.getReader()
  while (reader && !(await reader.read()).done);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >>> 1] ?? 0
}

it.skipIf(SET_UPS.some(isSetUpMissing)).each(SET_UPS)(`${MINUTES} minutes of a night, %s`, async (kind) => {
  const rules = temporaryFolder()
  const setUp: SetUp = await openSetUp(kind)
  const devices = devicesNamed(60)
  const server = await setUp.start({
    WINDBREAK_RULES_FILE: hastyRules(rules.path),
    WINDBREAK_RULES: 'windy-day=automatic',
    WINDBREAK_RELEASE: 'automatic',
  })
  const pid = server.process.pid ?? 0
  await enterDistrict(server, devices)
  const first = lookAt(pid)
  const closing = new AbortController()
  const screens = Array.from({ length: SCREENS }, () => openScreen(server, closing.signal).catch(() => undefined))
  const publisher = await startPublisher({ url: setUp.mqttUrl, devices, perSecond: 150, oneBadIn: 50 })
  const looks: Look[] = []
  const began = Date.now()
  for (let n = 1; Date.now() - began < MINUTES * MINUTE; n += 1) {
    await new Promise((resolve) => setTimeout(resolve, began + n * LOOK_EVERY_MS - Date.now()))
    await blow(server, Math.floor((Date.now() - began) / HALF_A_CYCLE_MS) % 2 === 0 ? 7 : 1)
    looks.push(lookAt(pid))
  }
  await publisher.finish()
  await publisher.end()
  await until(
    () => healthOf(server),
    ({ parts }) => parts.spool.pending === 0,
    60_000,
  )
  const episodes = await everything<{ state: string }>(server, '/episodes')
  const verdict = await server.get<AuditVerdict>('/audit/verify')
  const refused = await everything<{ sample: string; times: number }>(server, '/quarantine')
  closing.abort()
  await Promise.all(screens)
  await server.end()
  const points = await setUp.points()
  const account = accountOf(publisher.ledger, {
    points: points.filter(({ device }) => device !== MAST),
    ...foundInQuarantine(refused),
  })
  await setUp.end()
  rules.remove()

  const third = Math.ceil(looks.length / 3)
  const [after, last] = [looks.slice(third, 2 * third), looks.slice(-third)]
  const [rssAfter, rssLast] = [after, last].map((some) => median(some.map(({ rssMb }) => rssMb))) as [number, number]
  const most = Math.max(...looks.map(({ rssMb }) => rssMb))
  const open = [after, last].map((some) => Math.max(...some.map(({ descriptors }) => descriptors))) as [number, number]
  console.log(
    `soak, ${kind}: ${MINUTES} min, ${publisher.ledger.sent.length} messages, ${episodes.length} episodes, audit ${verdict.checked} lines; ` +
      `memory ${first.rssMb} MB at first, ${rssAfter} then ${rssLast} MB, ${most} MB at most; descriptors ${open.join(' then ')}`,
  )
  expect(account).toMatchObject({ lost: [], twice: [] })
  expect(verdict).toMatchObject({ ok: true })
  expect(episodes.length).toBeGreaterThanOrEqual(Math.floor(MINUTES / 3))
  expect(rssLast).toBeLessThanOrEqual(rssAfter * 1.1)
  expect(open[1]).toBeLessThanOrEqual(open[0] + 5)
  if (kind === 'embedded') expect(most).toBeLessThanOrEqual(450)
})
