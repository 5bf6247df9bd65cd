/**
 * The server's HTTP API as the simulators call it: one kept-alive connection pool, a bearer token, JSON both ways.
 *
 * `call` gives back any answer; `ask` turns everything but success into a `DrillError` in plain words. It never
 * repeats a call, except once when a pooled connection turns out to have been closed before the call went out.
 */
import { Agent, request } from 'node:http'
import { DrillError } from './drill-error.ts'

export interface Answer {
  readonly status: number
  /** Parsed JSON; null when the answer has none. */
  readonly body: unknown
}

export interface Api {
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  ask(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>
  close(): void
}

export function openApi(url: string, token: string): Api {
  const base = new URL(url)
  const agent = new Agent({ keepAlive: true })

  function once(method: string, path: string, text: string | null, extra: Record<string, string>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}`, accept: 'application/json', ...extra, ...lengthOf(text) }
      const { hostname, port } = base
      const sending = request({ agent, hostname, port, method, path, headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.once('error', reject)
        response.once('end', () => resolve({ status: response.statusCode ?? 0, body: parse(Buffer.concat(chunks)) }))
      })
      sending.once('error', (error: NodeJS.ErrnoException) => {
        const wasClosedBefore = sending.reusedSocket && error.code === 'ECONNRESET'
        if (wasClosedBefore) once(method, path, text, extra).then(resolve, reject)
        else reject(new DrillError(`${method} ${path}: no answer from the server (${error.message})`, { cause: error }))
      })
      sending.end(text ?? undefined)
    })
  }

  const call: Api['call'] = (method, path, body, headers = {}) =>
    once(method, path, body === undefined ? null : JSON.stringify(body), headers)

  return {
    call,
    ask: async (method, path, body) => {
      const answer = await call(method, path, body)
      const isObject = typeof answer.body === 'object' && answer.body !== null
      if (answer.status >= 200 && answer.status < 300 && isObject) return answer.body as Record<string, unknown>
      throw new DrillError(`${method} ${path}: ${explain(answer)}`)
    },
    close: () => agent.destroy(),
  }
}

function lengthOf(text: string | null): Record<string, string> {
  if (text === null) return {}
  return { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }
}

function parse(content: Buffer): unknown {
  if (content.length === 0) return null
  try {
    return JSON.parse(content.toString())
  } catch {
    // A page or plain text from something that is not our server: shown as it is.
    return content.toString().slice(0, 200)
  }
}

/** Problem details (RFC 9457) in one line. */
export function explain({ status, body }: Answer): string {
  if (typeof body !== 'object' || body === null) return `answered ${status} ${body ?? ''}`.trim()
  const { type: _type, status: _status, title, detail, ...more } = body as Record<string, unknown>
  const rest = Object.keys(more).length > 0 ? JSON.stringify(more).slice(0, 1_000) : null
  return [`answered ${status}`, title, detail, rest].filter(Boolean).join(' · ')
}
