/**
 * Requests made up from the server's own OpenAPI document and a seed: each route in turn, with values that fit, nearly
 * fit, or are hostile. The same seed and the same names give the same requests.
 */
export interface MadeUp {
  /** As the document has it, for example `POST /api/v1/orders/{id}/seen`. */
  readonly route: string
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  /** What this route may answer, by the document and the guards before every route. */
  readonly statuses: ReadonlySet<number>
}

export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly responses: Readonly<Record<string, unknown>>
}

interface Schema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
}

/** Things of the district under test, so that some requests meet one. */
export interface Names {
  readonly tokens: readonly string[]
  readonly ids: readonly string[]
  /** Epoch ms near which something happens. */
  readonly now: number
}

const GUARDS = [400, 401, 403, 404, 405, 413, 415, 421, 422]

const HOSTILE_TEXTS = [
  ...[
    '',
    ' ',
    '\u0000',
    '\ufeff',
    '\u202e',
    '🚧',
    '长'.repeat(300),
    'x'.repeat(5_000),
    '\n',
    '%',
    '%00',
    '..',
    '../../etc',
  ],
  ...["' or 1=1--", '"; drop table audit', '<script>', '=1+1', '{{1}}', '__proto__', 'constructor', 'null', 'NaN'],
  ...['-1', '0', '501', '1e309', '1e-400', '0x10', '9007199254740993', '-8640000000000000', '8640000000000000'],
  ...[
    '253402214400000',
    '-30610224000000',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-23:59',
    '2015-02-30T00:00:00Z',
  ],
]
const ENDS_OF_TIME = ['-8640000000000000', '8640000000000000', '253402214400000', '-30610224000000', '0', '-1']
const HOSTILE_VALUES: readonly unknown[] = [
  ...[null, true, [], {}, [[]], -1, 0, 0.5, 1e308, -1e308, Number.MAX_SAFE_INTEGER + 1, ['a', 1, null], { id: 1 }],
  ...['\ud800', 'a\u0000b', ...HOSTILE_TEXTS],
]
const BROKEN_BODIES = [
  '',
  '{',
  '[]',
  'null',
  '1',
  '"x"',
  '{"a":1}}',
  '{"__proto__":{"a":1}}',
  '['.repeat(2_000),
  '\u0000',
  'a=b&c=d',
]
const TYPES = [
  'application/json',
  'application/json; charset=utf-16',
  'text/csv',
  'application/geo+json',
  'application/x-ndjson',
  'text/plain',
  '',
]

export function createRequests(document: OpenApiDocument, random: () => number, names: () => Names): () => MadeUp {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  let turn = 0

  const chance = (part: number) => random() < part
  const oneOf = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const moment = () => names().now + Math.round((random() - 0.5) * 7_200_000)
  const idOrText = () => (chance(0.7) ? oneOf([...names().ids, 'nothing']) : oneOf(HOSTILE_TEXTS))

  function fitting(schema: Schema, name: string): unknown {
    if (schema.enum) return oneOf(schema.enum)
    if (schema.anyOf) return fitting(oneOf(schema.anyOf), name)
    const type = Array.isArray(schema.type) ? oneOf(schema.type as readonly string[]) : schema.type
    switch (type) {
      case 'object':
        return objectFor(schema)
      case 'array':
        return Array.from({ length: Math.floor(random() * 3) }, () => valueFor(schema.items ?? {}, name))
      case 'boolean':
        return chance(0.5)
      case 'integer':
      case 'number':
        return numberFor(schema, name)
      case 'null':
        return null
      default:
        return textFor(schema, name)
    }
  }

  function numberFor({ minimum = 0, maximum = 100 }: Schema, name: string): number {
    if (name === 'advanceTo') return moment()
    // Waiting for messages that never come is answered 504, as it should be.
    if (name === 'afterMessages') return 0
    return oneOf([minimum, maximum, minimum + Math.floor(random() * (maximum - minimum)), minimum - 1, maximum + 1])
  }

  function textFor({ pattern = '' }: Schema, name: string): string {
    if (/^(from|to|at)$/.test(name) && chance(0.3)) return oneOf(ENDS_OF_TIME)
    if (/^(from|to|at|advanceTo)$/.test(name)) return chance(0.5) ? String(moment()) : new Date(moment()).toISOString()
    if (name === 'quantity') return oneOf(['pm10', 'pm10,windSpeed', 'pm10,pm10', 'dust'])
    if (pattern.startsWith('^\\d')) return oneOf(['1', '100', '500', '150.5', '9999999'])
    if (pattern.startsWith('^[A-Za-z')) return chance(0.8) ? oneOf(names().ids) : `made-up-${Math.floor(random() * 50)}`
    return oneOf(['已停工', 'a reason', 'x', '120'])
  }

  function objectFor({ properties = {} }: Schema): object {
    const fields = Object.entries(properties).filter(() => chance(0.85))
    const extra = chance(0.05) ? [[oneOf(HOSTILE_TEXTS), oneOf(HOSTILE_VALUES)]] : []
    return Object.fromEntries([...fields.map(([name, schema]) => [name, valueFor(schema, name)]), ...extra])
  }

  function valueFor(schema: Schema, name: string): unknown {
    // A drill's clock that goes to the end of time has to judge everything up to it: that is no fault to look for here.
    return name === 'advanceTo' || chance(0.85) ? fitting(schema, name) : oneOf(HOSTILE_VALUES)
  }

  function bodyFor({ requestBody }: Operation): string | null {
    if (!requestBody || chance(0.05)) return chance(0.1) ? oneOf(BROKEN_BODIES) : null
    if (chance(0.1)) return oneOf(BROKEN_BODIES)
    const { schema } = Object.values(requestBody.content)[0]!
    if (schema.type === 'string') return readings()
    const text = JSON.stringify(valueFor(schema, 'body')) ?? 'null'
    return chance(0.05) ? text.slice(0, Math.floor(random() * text.length)) : text
  }

  function readings(): string {
    const line = () => {
      const values = Object.fromEntries(['pm10', 'windSpeed', 'windDirection'].map((name) => [name, number()]))
      return JSON.stringify({ device: idOrText(), ts: chance(0.8) ? moment() : oneOf(HOSTILE_VALUES), ...values })
    }
    const number = () => (chance(0.8) ? Math.round(random() * 300) / 10 : oneOf(HOSTILE_VALUES))
    return Array.from({ length: Math.floor(random() * 6) }, () => (chance(0.9) ? line() : oneOf(BROKEN_BODIES))).join(
      '\n',
    )
  }

  function pathFor(path: string, { parameters = [] }: Operation): string {
    const concrete = path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(idOrText()) || '%20')
    const query = parameters
      .filter((one) => one.in === 'query' && chance(0.7))
      .flatMap(({ name, schema }) => {
        const value = chance(0.8) ? fitting(schema, name) : oneOf(HOSTILE_TEXTS)
        const pair = `${name}=${encodeURIComponent(String(value))}`
        return chance(0.03) ? [pair, pair] : [pair]
      })
    if (chance(0.03)) query.push(oneOf(['%E0%A4%A', 'x[]=1', '&&', '=', 'unknown=1']))
    return query.length > 0 ? `${concrete}?${query.join('&')}` : concrete
  }

  function headersFor(body: string | null): Record<string, string> {
    const token = oneOf([...names().tokens, ...names().tokens, 'no-such-token'])
    return {
      ...(chance(0.93) ? { authorization: `Bearer ${token}` } : {}),
      ...(body === null ? {} : { 'content-type': chance(0.9) ? typeOf(body) : oneOf(TYPES) }),
      ...(chance(0.15) ? { 'idempotency-key': oneOf(['k1', 'k2', 'k3', 'a b', 'x'.repeat(201), `${random()}`]) } : {}),
      ...(chance(0.1)
        ? { 'last-event-id': oneOf(['', '0', '99999999999999999', 'x', String(names().now * 1_000)]) }
        : {}),
      ...(chance(0.1) ? { 'accept-encoding': oneOf(['gzip', 'gzip;q=0', 'br', '*', '']) } : {}),
      ...(chance(0.02) ? { origin: oneOf(['null', 'http://evil.example']) } : {}),
    }
  }

  return () => {
    const { path, method, operation } = operations[turn++ % operations.length]!
    const body = method === 'GET' ? null : bodyFor(operation)
    const statuses = new Set([...Object.keys(operation.responses).map(Number), ...GUARDS])
    const route = `${method} ${path}`
    return { route, method, path: pathFor(path, operation), headers: headersFor(body), body, statuses }
  }
}

/** Readings come a line each; everything else is JSON. */
function typeOf(body: string): string {
  return /^\{"device"/.test(body) ? 'application/x-ndjson' : 'application/json'
}
