/** Settings of the HTTP side: where it listens and who is known. */
import type { SettingsReader } from './read.ts'
import { readTokens, type Token } from './tokens.ts'

export interface WebConfig {
  readonly http: { readonly host: string; readonly port: number }
  readonly tokens: readonly Token[]
  /** Signs in whoever opens the dashboard; only ever in a drill. */
  readonly demoToken: string | null
  /** What makes long pictures: a program, whichever is found on the PATH, or nothing. */
  readonly chromium:
    | { readonly kind: 'at'; readonly path: string }
    | { readonly kind: 'found' }
    | { readonly kind: 'off' }
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
    demoToken === null
      ? []
      : [{ token: demoToken, role: 'dutyOfficer', scope: { kind: 'district' }, actor: '演示值班员' }]
  const port = isDrill && !isSet('WINDBREAK_HTTP_PORT') ? 0 : whole('WINDBREAK_HTTP_PORT', 0, 65_535)
  const tokens = [...readTokens(reader, isDrill), ...demo]
  return { http: { host, port }, tokens, demoToken, chromium: readChromium(reader) }
}

function readChromium({ text, isSet }: SettingsReader): WebConfig['chromium'] {
  if (!isSet('WINDBREAK_CHROMIUM')) return { kind: 'found' }
  const path = text('WINDBREAK_CHROMIUM')
  return path === 'off' ? { kind: 'off' } : { kind: 'at', path }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}
