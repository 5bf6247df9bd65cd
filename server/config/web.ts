/** Settings of the HTTP side: where it listens and who is known. */
import { ROLES, type Role } from '../domain/people/role.ts'
import type { SettingsReader } from './read.ts'

export interface Token {
  readonly token: string
  readonly role: Role
  readonly actor: string
}

export interface WebConfig {
  readonly http: { readonly host: string; readonly port: number }
  readonly tokens: readonly Token[]
  /** Signs in whoever opens the dashboard; only ever in a drill. */
  readonly demoToken: string | null
}

export function readWeb(reader: SettingsReader, isDrill: boolean): WebConfig {
  const { text, isSet, whole, complain } = reader
  const host = text('WINDBREAK_HOST')
  if (!isLoopback(host)) {
    complain(
      'WINDBREAK_HOST',
      `"${host}" is not a loopback address; without accounts only 127.0.0.1, ::1 or localhost are allowed`,
    )
  }
  const demoToken = isSet('WINDBREAK_DEMO_TOKEN') ? text('WINDBREAK_DEMO_TOKEN') : null
  if (demoToken !== null && !isDrill) complain('WINDBREAK_DEMO_TOKEN', 'is for drills only')
  if (demoToken !== null && !/^[\w-]{8,128}$/.test(demoToken))
    complain('WINDBREAK_DEMO_TOKEN', 'is not 8 to 128 letters, digits, _ or -')
  const demo: readonly Token[] =
    demoToken === null ? [] : [{ token: demoToken, role: 'dutyOfficer', actor: '演示值班员' }]
  const port = isDrill && !isSet('WINDBREAK_HTTP_PORT') ? 0 : whole('WINDBREAK_HTTP_PORT', 0, 65_535)
  return { http: { host, port }, tokens: [...readTokens(reader), ...demo], demoToken }
}

function readTokens({ text, complain }: SettingsReader): Token[] {
  const entries = text('WINDBREAK_TOKENS')
    .split(',')
    .map((entry) => entry.trim())
  return entries
    .filter((entry) => entry !== '')
    .flatMap((entry, index) => {
      const [, token, role, actor] = /^([^=:,\s]{8,}?)=([A-Za-z]+):(.{1,64})$/.exec(entry) ?? []
      const known = ROLES.find((one) => one === role)
      if (token !== undefined && actor !== undefined && known) return [{ token, role: known, actor }]
      const expected = `token=role:actor with a token of at least 8 characters and a role of ${ROLES.join(', ')}`
      complain('WINDBREAK_TOKENS', `entry ${index + 1} is not ${expected}`)
      return []
    })
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}
