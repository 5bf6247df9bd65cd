/**
 * A tiny HTTP server in InfluxDB's place: gives the answer it is told to and remembers what was asked. For answers a
 * real server cannot be brought to give.
 */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'

export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly authorization: string | null
  readonly body: string
}

export interface CannedAnswer {
  readonly status: number
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface InfluxStandIn {
  readonly url: string
  readonly seen: readonly SeenRequest[]
  /** What each request is answered; `hang` accepts and never answers. */
  answerWith(answer: CannedAnswer | 'hang' | ((request: SeenRequest) => CannedAnswer)): void
  /** Connections open now. */
  connections(): Promise<number>
  end(): Promise<void>
}

export async function startInfluxStandIn(): Promise<InfluxStandIn> {
  let answer: CannedAnswer | 'hang' | ((request: SeenRequest) => CannedAnswer) = { status: 204 }
  const seen: SeenRequest[] = []
  const server = createServer(async (request, response) => {
    const one = await see(request)
    seen.push(one)
    if (answer === 'hang') return
    const { status, body = '', headers = {} } = typeof answer === 'function' ? answer(one) : answer
    response.writeHead(status, { ...headers }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    answerWith(next) {
      answer = next
    },
    connections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    end: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function see(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const bytes = Buffer.concat(chunks)
  const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes
  const { method = '', url = '' } = request
  return { method, path: url, authorization: request.headers.authorization ?? null, body: body.toString() }
}
