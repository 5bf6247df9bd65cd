/**
 * One of several servers on one operations database judges; the others stand by. Who has lost the lease ends: what it
 * remembers is no longer what is stored, and whoever starts it again lets it stand by (decision 0007).
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Config } from './config/config.ts'
import { localIso } from './domain/time.ts'
import type { Ms } from './domain/units.ts'
import { listen } from './http/listen.ts'
import { createStandByApp } from './http/stand-by-app.ts'
import type { Lease, LeaseTaken } from './ports/lease.ts'
import type { Log } from './ports/log.ts'
import { StartProblem, wordsOf } from './start-problem.ts'

const EVERY_MS: Ms = 1_000
/** One that was killed lets its lease lapse within this time. */
const REFUSE_AFTER_MS: Ms = 7_000

type Taken = Extract<LeaseTaken, { kind: 'taken' }>

/** Resolves when this server judges. Rejects with `StartProblem` when another one does and the setting says refuse. */
export async function untilLeading(lease: Lease, config: Config, version: string, log: Log): Promise<void> {
  let standBy: { readonly seen: (taken: Taken) => void; close(): Promise<void> } | null = null
  for (let waitedMs = 0; ; waitedMs += EVERY_MS) {
    const taken = await take(lease, log)
    if (taken?.kind === 'mine') break
    if (taken && config.operations.second === 'refuse') {
      if (waitedMs >= REFUSE_AFTER_MS) throw new StartProblem(refusal(taken, config))
    } else if (taken) {
      standBy ??= await openStandBy(taken, config, version, log)
      standBy.seen(taken)
    }
    await wait(EVERY_MS)
  }
  await standBy?.close()
  log.info('lease.taken', {})
}

/** null: the database does not answer now. */
async function take(lease: Lease, log: Log): Promise<LeaseTaken | null> {
  try {
    return await lease.take()
  } catch (error) {
    log.warn('lease.not-asked', { why: wordsOf(error) })
    return null
  }
}

function refusal({ by, since }: Taken, { timeZone, operations }: Config): string {
  const what = operations.schema === 'drill' ? 'another drill runs' : 'another server judges'
  return `DATABASE_URL: ${what} on this database (${by}, since ${localIso(since, timeZone)}); stop it, or use another database`
}

async function openStandBy(first: Taken, config: Config, version: string, log: Log) {
  let taken = first
  const { realm, timeZone, http } = config
  const app = createStandByApp({
    version,
    realm,
    leader: () => ({ name: taken.by, since: localIso(taken.since, timeZone) }),
  })
  const { server, port } = await listen(app, http, log)
  const url = `http://${http.host}:${port}`
  log.info('server.stands-by', { url, for: first.by })
  process.stdout.write(`Windbreak (${realm}) stands by at ${url}: ${first.by} judges\n`)
  process.send?.({ kind: 'stands-by', url })
  return {
    seen: (now: Taken) => {
      taken = now
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}

/** Says every second that the lease is still wanted. Returns what lets it go. */
export function keepLeading(lease: Lease, log: Log, onLost: (by: string) => void): () => Promise<void> {
  let isAsking = false
  const timer = setInterval(() => {
    // Nobody can take it while the database answers nobody.
    if (isAsking) return
    isAsking = true
    lease
      .renew()
      .then((taken) => {
        if (taken.kind === 'taken') onLost(taken.by)
      })
      .catch((error: unknown) => log.warn('lease.not-renewed', { why: wordsOf(error) }))
      .finally(() => {
        isAsking = false
      })
  }, EVERY_MS)
  return async () => {
    clearInterval(timer)
    await lease.release().catch((error: unknown) => log.warn('lease.not-released', { why: wordsOf(error) }))
  }
}
