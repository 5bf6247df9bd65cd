/** The road ACT: from the decision until every order with its audit line is committed, by number of places. */
import { describe, it } from 'vitest'
import { openEmbeddedPostgres } from '../../server/adapters/postgres/open-embedded-postgres.ts'
import { openPostgres } from '../../server/adapters/postgres/open-postgres.ts'
import type { Operations } from '../../server/ports/operations.ts'
import { mast, openControlRoom, place } from '../support/control-room.ts'
import { postgresIsMissing, startPostgres } from '../support/postgres.ts'
import { temporaryFolder } from '../support/real-server.ts'
import { print, quantile, rounded } from './support/figures.ts'

const PLACES = [1, 60, 700]
const SAMPLES: Readonly<Record<number, number>> = { 1: 20, 60: 8, 700: 3 }

async function measure(name: string, operations: Operations): Promise<void> {
  for (const places of PLACES) {
    const issued: number[] = []
    const raised: number[] = []
    for (let sample = 0; sample < SAMPLES[places]!; sample += 1) {
      issued.push(await issueDraft(operations, places))
      raised.push(await raiseByControl(operations, places))
    }
    for (const [what, delays] of [
      ['draft issued', issued],
      ['raised by control', raised],
    ] as const) {
      const sorted = delays.toSorted((a, b) => a - b)
      const most = sorted.at(-1) ?? Number.NaN
      print(`${name}, ${what}`, { places, 'median ms': rounded(quantile(sorted, 0.5)), 'most ms': rounded(most) })
    }
  }
}

function roomWith(operations: Operations, places: number, mode: 'countdown' | 'automatic') {
  const registry = {
    townships: [{ id: 't1', name: '侯寨乡' }],
    places: Array.from({ length: places }, (_, n) => place(`site-${n}`, 't1')),
    devices: [mast('mast-1', 't1')],
  }
  return openControlRoom(operations, { mode, registry })
}

async function issueDraft(operations: Operations, places: number): Promise<number> {
  await operations.clear()
  const room = await roomWith(operations, places, 'countdown')
  while ((await operations.read.drafts.pending()).length === 0) await room.blow(6, 1)
  const [draft] = await operations.read.drafts.pending()
  const startedAt = performance.now()
  await room.act.drafts.issue(draft!.id, null, { actor: 'wang', reason: 'bench' })
  return performance.now() - startedAt
}

/** The minute in which the orders come; the minutes before it decide nothing. */
async function raiseByControl(operations: Operations, places: number): Promise<number> {
  await operations.clear()
  const room = await roomWith(operations, places, 'automatic')
  for (;;) {
    const startedAt = performance.now()
    await room.blow(6, 1)
    const took = performance.now() - startedAt
    if (room.seen.some(({ orders }) => orders.length > 0)) return took
  }
}

describe('orders committed', () => {
  it('in PGlite', async () => {
    const folder = temporaryFolder()
    const operations = await openEmbeddedPostgres({ folder: folder.path, schema: 'drill' })
    await measure('PGlite', operations)
    await operations.close()
    folder.remove()
  })

  it.skipIf(postgresIsMissing())('in PostgreSQL that writes to disk', async () => {
    const postgres = await startPostgres({ fsync: true })
    const operations = await openPostgres({ url: await postgres.url('bench'), schema: 'drill' })
    await measure('PostgreSQL', operations)
    await operations.close()
    await postgres.remove()
  })
})
