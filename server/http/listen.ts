/** Opens the HTTP port, or says in plain words why it cannot be had. */
import { type ServerType, serve } from '@hono/node-server'
import type { Hono } from 'hono'
import type { Log } from '../ports/log.ts'

export class PortRefused extends Error {
  override readonly name = 'PortRefused'
}

/** Resolves with the port really taken; rejects with `PortRefused`. */
export function listen(
  app: Pick<Hono, 'fetch'>,
  { host, port }: { readonly host: string; readonly port: number },
  log: Log,
): Promise<{ server: ServerType; port: number }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, (address) => {
      server.off('error', refuse)
      server.on('error', (error) => log.error('http.error', { why: error.message }))
      resolve({ server, port: address.port })
    })
    const refuse = (error: Error) => {
      const isTaken = 'code' in error && error.code === 'EADDRINUSE'
      const why = isTaken ? `port ${port} at ${host} is in use by another program` : error.message
      reject(new PortRefused(`WINDBREAK_HTTP_PORT: ${why}`, { cause: error }))
    }
    server.once('error', refuse)
  })
}
