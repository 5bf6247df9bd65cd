/** The embedded broker found no place to listen; main says so in plain words and ends. */
export class BrokerCannotListen extends Error {
  override readonly name = 'BrokerCannotListen'
  readonly host: string
  readonly port: number

  constructor(host: string, port: number, cause: unknown) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null
    super(`the MQTT broker cannot listen at ${host}:${port}: ${REASONS[String(code)] ?? String(cause)}`, { cause })
    this.host = host
    this.port = port
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program already uses this port',
  EACCES: 'this account may not use this port',
  EADDRNOTAVAIL: 'this machine has no such address',
}
