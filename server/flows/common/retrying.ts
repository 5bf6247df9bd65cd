/**
 * Tries a step until it succeeds: 0.25 s, doubled up to 10 s, without chance, so that a test can follow it.
 *
 * Gives up only when told to stop. A fault that goes on is logged once, and once more when it ends.
 */
import { type EpochMs, type Ms, SECOND } from '../../domain/units.ts'
import type { Log } from '../../ports/log.ts'

export interface MachineClock {
  now(): EpochMs
  wait(ms: Ms): Promise<void>
}

const FIRST_WAIT: Ms = 250
const LONGEST_WAIT: Ms = 10 * SECOND

export interface Retrying {
  /** `step` returns why it failed, or null; what it throws is a reason too. false when stopped before it succeeded. */
  until(step: () => Promise<string | null>): Promise<boolean>
  /** Why the present step does not succeed; null when it does. */
  problem(): string | null
  /** Ends the waiting; a step under way is not interrupted. */
  stop(): void
  isStopped(): boolean
}

export function createRetrying({ name, clock, log }: { name: string; clock: MachineClock; log: Log }): Retrying {
  let problem: string | null = null
  let isStopped = false
  let endWaiting = () => {}
  const stopped = new Promise<void>((resolve) => {
    endWaiting = resolve
  })

  function note(why: string | null): void {
    if (why !== null && problem === null) log.warn(`${name}.held-up`, { why })
    if (why === null && problem !== null) log.info(`${name}.goes-on`, { after: problem })
    problem = why
  }

  return {
    async until(step) {
      for (let waitMs = FIRST_WAIT; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT)) {
        const why = await step().catch(reasonOf)
        note(why)
        if (why === null) return true
        if (!isStopped) await Promise.race([clock.wait(waitMs), stopped])
        if (isStopped) return false
      }
    },
    problem: () => problem,
    stop() {
      isStopped = true
      endWaiting()
    },
    isStopped: () => isStopped,
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
