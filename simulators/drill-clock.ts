/** The realm clock of a drill, moved over the API: an answer means that control has judged everything up to it. */
import type { Api } from './api.ts'
import { DrillError } from './drill-error.ts'
import { type EpochMs, formatLocal } from './local-time.ts'

export interface DrillClock {
  /** Where the clock stands; it moves only through `advance`. */
  now(): EpochMs
  /** `afterMessages`: judged only once intake has taken so many messages in all; null does not wait. */
  advance(to: EpochMs, afterMessages: number | null): Promise<void>
}

export async function readDrillClock(api: Api): Promise<DrillClock> {
  const { realm, now: found } = await api.ask('GET', '/api/v1/clock')
  if (realm !== 'drill') throw new DrillError(`the server is in realm "${realm}"; a replay plays in a drill only`)
  let now = typeof found === 'number' ? found : Date.parse(String(found))
  if (Number.isNaN(now)) throw new DrillError(`GET /api/v1/clock: now is ${JSON.stringify(found)}, expected a time`)
  return {
    now: () => now,
    advance: async (to, afterMessages) => {
      if (to < now) throw new Error(`the clock stands at ${formatLocal(now, 0)} and cannot go back`)
      await api.ask('POST', '/api/v1/clock', {
        advanceTo: to,
        ...(afterMessages === null ? {} : { afterMessages }),
      })
      now = to
    },
  }
}
