/** Why a broker cannot be used, in plain words for the health page; never with a user name or a password. */

const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection reset',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name cannot be looked up',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
}

/** CONNACK and DISCONNECT codes of MQTT 3.1.1 (3.2.2.3) and 5 (2.4). */
const REASONS: Readonly<Record<number, string>> = {
  2: 'it refuses our client id',
  3: 'it is not ready',
  4: 'wrong user name or password',
  5: 'not authorised',
  133: 'it refuses our client id',
  134: 'wrong user name or password',
  135: 'not authorised',
  136: 'it is not ready',
  137: 'it is busy',
  138: 'it has banned us',
  139: 'it is shutting down',
  142: 'another program uses our client id',
  147: 'it says that too many messages are on their way',
  149: 'it says that a message is too large',
  151: 'it says that a quota is used up',
}

const UNSUPPORTED_VERSION: readonly unknown[] = [1, 132]

/** A broker's refusal, or a fault of the network on the way to it. */
export function plainReason(error: unknown): string {
  const { code, message } = asFault(error)
  if (typeof code === 'number') return REASONS[code] ?? `it refused with code ${code}`
  if (code !== undefined) return NETWORK[code] ?? (message || code)
  if (message === 'connack timeout' || message === 'Keepalive timeout') return 'no answer'
  return message || String(error)
}

export function refusesVersion(error: unknown): boolean {
  return UNSUPPORTED_VERSION.includes(asFault(error).code)
}

/** The address without user name and password. */
export function withoutCredentials(address: string): string {
  const url = new URL(address)
  url.username = ''
  url.password = ''
  return url.href.replace(/\/$/, '')
}

function asFault(error: unknown): { code?: string | number; message?: string } {
  return typeof error === 'object' && error !== null ? error : {}
}
