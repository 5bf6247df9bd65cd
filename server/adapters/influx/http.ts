/**
 * One request, one answer, through the transport of the official client.
 *
 * The transport and not its `WriteApi`: that one takes InfluxDB 3's 201 (a partial write) for success, and on a hung
 * server it leaves the socket open at each time-out. Here the status is seen as it is, and a request that takes
 * too long is ended.
 */
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { HttpError, InfluxDB, setLogger } from '@influxdata/influxdb-client'
import type { Ms } from '../../domain/units.ts'

export interface HttpSettings {
  readonly url: string
  readonly token: string
  /** For the whole answer, not only for silence on the line. */
  readonly timeoutMs: Ms
}

export type Answer =
  | { readonly kind: 'answered'; readonly status: number; readonly body: string; readonly header: HeaderOf }
  /** No answer that can be trusted: nobody there, hung up, too slow. Whether the request took effect is unknown. */
  | { readonly kind: 'silent'; readonly why: string }

export type HeaderOf = (name: string) => string | null

export interface Request {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface InfluxHttp {
  send(request: Request): Promise<Answer>
  close(): void
}

/** Smaller bodies are not worth compressing. */
const GZIP_FROM_BYTES = 1_000

/** Throws on a URL that is none. */
export function openHttp({ url, token, timeoutMs }: HttpSettings): InfluxHttp {
  // The client logs to the console on its own; every outcome here is a value, and who gets it logs it.
  setLogger({ error() {}, warn() {} })
  const { protocol, hostname, host } = new URL(url)
  const agent = protocol === 'https:' ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true })
  const { transport } = new InfluxDB({ url, token, timeout: timeoutMs * 2, transportOptions: { agent } })
  const compression = isLoopback(hostname) ? {} : { gzipThreshold: GZIP_FROM_BYTES }

  return {
    send({ method, path, body = '', headers = {} }) {
      // Not AbortSignal.timeout: it would hold every answered request's body until its time is over.
      const tooLong = new AbortController()
      const timer = setTimeout(() => tooLong.abort(), timeoutMs)
      const chunks: Uint8Array[] = []
      let status = 0
      let header: HeaderOf = () => null
      return new Promise<Answer>((answer) => {
        const resolve = (result: Answer) => {
          clearTimeout(timer)
          answer(result)
        }
        transport.send(
          path,
          body,
          { method, headers, signal: tooLong.signal, ...compression },
          {
            responseStarted(received, code) {
              status = code ?? 0
              header = (name) => received[name]?.toString() ?? null
            },
            next: (chunk) => void chunks.push(chunk),
            complete: () => resolve({ kind: 'answered', status, body: Buffer.concat(chunks).toString(), header }),
            error(error) {
              if (error instanceof HttpError)
                return resolve({ kind: 'answered', status: error.statusCode, body: error.body ?? '', header })
              const why = tooLong.signal.aborted
                ? `InfluxDB at ${host} did not answer within ${timeoutMs / 1_000} s`
                : `InfluxDB at ${host} cannot be reached: ${reasonOf(error)}`
              resolve({ kind: 'silent', why })
            },
          },
        )
      })
    },
    close: () => agent.destroy(),
  }
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
}

/** An AggregateError (tried IPv6, then IPv4) has an empty message. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}
