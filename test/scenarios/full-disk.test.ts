/** The whole program on a disk of 200 MB that something else fills: embedded parts, real ENOSPC. */
import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { AuditVerdict } from '../../server/domain/audit.ts'
import { enterDistrict, healthOf, until } from '../support/live-district.ts'
import { type RunningServer, startServer, TOKENS } from '../support/server.ts'

const MB = 1_048_576
const mountPoint = mkdtempSync(join(tmpdir(), 'windbreak-disk-'))
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=200m', 'tmpfs', mountPoint])
const isMounted = mounted.status === 0
if (!isMounted) console.warn(`skipped: a small disk cannot be mounted here (${String(mounted.stderr).trim()})`)
const filler = join(mountPoint, 'filler')

function freeBytes(): number {
  const { bavail, bsize } = statfsSync(mountPoint)
  return bavail * bsize
}

function fillUpTo(leftBytes: number): void {
  writeFileSync(filler, '')
  const chunk = Buffer.alloc(64 * 1024)
  while (freeBytes() > leftBytes + chunk.length) appendFileSync(filler, chunk)
}

async function act(server: RunningServer, id: string) {
  const response = await fetch(`${server.url}/api/v1/townships`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKENS.chief}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id, name: id }),
  })
  return { status: response.status, body: (await response.json()) as { detail?: string } }
}

describe.skipIf(!isMounted)('a disk that something else fills', () => {
  afterAll(() => {
    spawnSync('umount', ['-l', mountPoint])
    rmSync(mountPoint, { recursive: true, force: true })
  })
  const start = () => startServer({ WINDBREAK_DATA_DIR: join(mountPoint, 'data'), WINDBREAK_LOG_LEVEL: 'error' })

  it('refuses changes in plain words while there is still room, says so in health, and goes on by itself', async () => {
    const server = await start()
    await enterDistrict(server, [])
    fillUpTo(10 * MB)
    const { parts } = await until(
      () => healthOf(server),
      (health) => health.parts.disk.status === 'down',
    )
    expect(parts.disk.problem).toMatch(/MB left.*make room there.*nothing is changed/)
    expect(parts.operations.status).toBe('ok')
    expect(parts.spool.status).toBe('down')
    const refused = await act(server, 'refused')
    expect(refused).toMatchObject({ status: 503, body: { detail: parts.disk.problem } })
    expect(await server.get<{ items: unknown[] }>('/places')).toMatchObject({ items: { length: 3 } })

    rmSync(filler)
    await until(
      () => act(server, 'after'),
      ({ status }) => status === 201,
    )
    expect(await server.get<AuditVerdict>('/audit/verify')).toMatchObject({ ok: true })
    expect((await act(server, 'refused')).status).toBe(201)
    expect(await server.end()).toBe(0)
  })

  it('that is full at once leaves nothing half done, and SIGTERM ends the program', async () => {
    const server = await start()
    fillUpTo(0)
    const statuses = []
    for (let n = 0; n < 100; n += 1) statuses.push((await act(server, `full-${n}`)).status)
    expect(statuses.filter((status) => status !== 201 && status !== 503)).toEqual([])
    rmSync(filler)
    await until(
      () => act(server, 'room'),
      ({ status }) => status === 201,
    )
    const { items } = await server.get<{ items: { id: string }[] }>('/townships?limit=500')
    const kept = items.filter(({ id }) => id.startsWith('full-')).length
    expect(kept).toBe(statuses.filter((status) => status === 201).length)
    expect(await server.get<AuditVerdict>('/audit/verify')).toMatchObject({ ok: true })
    fillUpTo(0)
    expect(
      await Promise.race([server.end(), new Promise((resolve) => setTimeout(resolve, 15_000, 'still there'))]),
    ).toBe(0)
  })
})
