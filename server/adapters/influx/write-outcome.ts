/** What an answer to a write means. Only 204 says stored; 400, 413 and 422 blame the batch; all else is to be mended. */
import type { WriteOutcome } from '../../ports/reading-store.ts'
import type { Answer } from './http.ts'

const BLAMES_THE_BATCH = new Set([400, 413, 422])
/** InfluxDB 3 says 201, a cluster 206 or 207, when it kept some lines and turned others away. */
const KEPT_ONLY_SOME = new Set([201, 206, 207])

export function outcomeOf(answer: Answer): WriteOutcome {
  if (answer.kind === 'silent') return { kind: 'unavailable', why: answer.why }
  const { status } = answer
  if (status === 204) return { kind: 'stored' }
  if (KEPT_ONLY_SOME.has(status) || BLAMES_THE_BATCH.has(status)) return { kind: 'refused', why: whyNot(answer) }
  if (status === 200) return outcomeOf200(answer.body)
  return { kind: 'unavailable', why: whyNot(answer) }
}

/** 1.x, 2.x and 3 all document 204 for a write. A 200 is somebody else's page, or names what is missing. */
function outcomeOf200(body: string): WriteOutcome {
  if (/partial write/i.test(body)) return { kind: 'refused', why: `it kept only part of the batch: ${short(body)}` }
  return { kind: 'unavailable', why: `it answered 200 instead of 204, which stores nothing: ${short(body)}` }
}

/** The answer in plain words, with what the server said itself. */
export function whyNot(answer: Answer): string {
  if (answer.kind === 'silent') return answer.why
  const said = short(answer.body)
  return `${meaningOf(answer.status)} (${answer.status})${said ? `: ${said}` : ''}`
}

function meaningOf(status: number): string {
  if (status === 400 || status === 422) return 'InfluxDB cannot take what was sent'
  if (status === 401 || status === 403) return 'InfluxDB turned us away; check token and rights'
  if (status === 404) return 'InfluxDB has no such database, bucket or path'
  if (status === 413) return 'the batch is too large for InfluxDB'
  if (status === 429) return 'InfluxDB asks us to slow down'
  if (KEPT_ONLY_SOME.has(status)) return 'InfluxDB kept only part of the batch'
  if (status >= 500) return 'InfluxDB is in trouble'
  return 'InfluxDB gave an unexpected answer'
}

function short(body: string): string {
  let text = body.trim()
  try {
    const { error, message } = JSON.parse(text)
    text = String(error ?? message ?? text)
  } catch {
    // Not JSON: as it came.
  }
  return text.slice(0, 300)
}
