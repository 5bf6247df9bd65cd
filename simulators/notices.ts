/**
 * Notices from above that the duty officer of a drill records, each at its own realm time, and whose orders are issued
 * at once. A file of them is a JSON array of bodies of `POST /api/v1/notices`, each with `recordedAt`.
 */
import type { Api } from './api.ts'
import { BEIJING_OFFSET, type EpochMs, parseLocal } from './local-time.ts'
import type { Actors } from './player.ts'

export interface DrillNotice {
  readonly recordedAt: EpochMs
  /** As the API takes it; whether it is one says the server. */
  readonly body: Readonly<Record<string, unknown>>
}

const TIMES = ['startsAt', 'endsAt', 'replyBy'] as const

/** Every problem of the text when it is no list of notices. Times without a zone are Beijing's. */
export function parseNotices(text: string): readonly DrillNotice[] | readonly string[] {
  const parsed = parseJson(text)
  if (!Array.isArray(parsed)) return [`found ${describe(parsed)}, expected a JSON array of notices`]
  const problems: string[] = []
  const notices = parsed.flatMap((item: unknown, n): DrillNotice[] => {
    const where = `notice ${n + 1}`
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      problems.push(`${where}: found ${describe(item)}, expected an object`)
      return []
    }
    const { recordedAt, ...body } = item as Record<string, unknown>
    const at = timeOf(recordedAt)
    if (at === null) problems.push(`${where}: recordedAt: found ${describe(recordedAt)}, expected a time`)
    const times = TIMES.flatMap((name) => {
      const given = body[name]
      if (given === undefined || given === null) return []
      const time = timeOf(given)
      if (time === null) problems.push(`${where}: ${name}: found ${describe(given)}, expected a time or null`)
      return [[name, time] as const]
    })
    return [{ recordedAt: at ?? Number.NaN, body: { ...body, ...Object.fromEntries(times) } }]
  })
  return problems.length > 0 ? problems : notices.toSorted((a, b) => a.recordedAt - b.recordedAt)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function timeOf(given: unknown): EpochMs | null {
  if (typeof given === 'number' && Number.isFinite(given)) return given
  return typeof given === 'string' ? parseLocal(given, BEIJING_OFFSET) : null
}

function describe(given: unknown): string {
  return given === undefined ? 'nothing that is JSON' : JSON.stringify(given).slice(0, 60)
}

/** The duty officer. Rejects when the server does not take a notice. */
export function createOfficer(api: Api, notices: readonly DrillNotice[]): Actors {
  let next = 0

  return {
    nextStopAfter: (now) => Math.max(notices[next]?.recordedAt ?? Number.POSITIVE_INFINITY, now + 1),
    async act(now) {
      for (let due = notices[next]; due && due.recordedAt <= now; due = notices[next]) {
        next += 1
        const { draft } = await api.ask('POST', '/api/v1/notices', due.body)
        // null: nobody owes anything because of it.
        const id = (draft as { id?: unknown } | null)?.id
        if (typeof id === 'string') await api.ask('POST', `/api/v1/drafts/${id}/issue`, {})
      }
    },
  }
}

/** Each stops the clock where it wants to; who comes first acts first. */
export function together(actors: readonly Actors[]): Actors {
  return {
    nextStopAfter: (now) => Math.min(...actors.map((one) => one.nextStopAfter(now)), Number.POSITIVE_INFINITY),
    async act(now) {
      for (const one of actors) await one.act(now)
    },
  }
}
