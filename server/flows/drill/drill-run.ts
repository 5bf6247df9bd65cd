/** The life of one drill in its realm: it begins with nothing, and is never resumed. */
import { randomUUID } from 'node:crypto'
import type { Log } from '../../ports/log.ts'
import type { Operations } from '../../ports/operations.ts'
import type { ReadingStore } from '../../ports/reading-store.ts'
import type { Spool } from '../../ports/spool.ts'

/** A drill begins with nothing: what an earlier one left is marked aborted and never resumed. */
export async function beginDrill(
  name: string,
  { operations, spool, store }: { operations: Operations; spool: Spool; store: ReadingStore },
  now: number,
  log: Log,
): Promise<void> {
  const aborted = await operations.change((books) => books.drills.abortUnfinished(now))
  if (aborted > 0) log.warn('drill.aborted-earlier', { runs: aborted })
  await operations.clear()
  await spool.clear()
  await store.clear()
  const run = { id: randomUUID(), name, startedAt: now, endedAt: null, state: 'running' as const }
  await operations.change((books) => books.drills.save(run))
}

export async function endDrill(operations: Operations, now: number): Promise<void> {
  const running = (await operations.read.drills.list()).filter((run) => run.state === 'running')
  await operations.change(async (books) => {
    for (const run of running) await books.drills.save({ ...run, state: 'finished', endedAt: now })
  })
}
