/**
 * Where InfluxDB 1.x, 2.x and 3 differ: paths, the name of the database, credentials, making and emptying it.
 * Reading is the same for all (see `influxql.ts`).
 */
import type { Answer, InfluxHttp, Request } from './http.ts'
import { parseAnswer, quote } from './influxql.ts'

export type InfluxVersion = 1 | 2 | 3

export interface Target {
  /** 2.x only. */
  readonly org: string
  /** 2.x: the bucket; 1.x and 3: the database. */
  readonly bucket: string
  readonly token: string
}

/** From what `/ping` answered; null when that does not look like InfluxDB. */
export function versionOf(ping: Answer): InfluxVersion | null {
  if (ping.kind === 'silent') return null
  const said = ping.header('x-influxdb-version') ?? /"version"\s*:\s*"([^"]*)"/.exec(ping.body)?.[1] ?? ''
  const major = Number(/^v?(\d+)\./.exec(said)?.[1])
  return major === 1 || major === 2 || major === 3 ? major : null
}

export function writeRequest(version: InfluxVersion, target: Target, lines: string): Request {
  const bucket = encodeURIComponent(target.bucket)
  const path =
    version === 2
      ? `/api/v2/write?org=${encodeURIComponent(target.org)}&bucket=${bucket}&precision=ms`
      : `/write?db=${bucket}&precision=ms`
  const headers = { 'content-type': 'text/plain; charset=utf-8', ...credentials(version, target.token) }
  return { method: 'POST', path, body: lines, headers }
}

/** By POST, because a list of a thousand devices is too long for a URL. */
export function queryRequest(version: InfluxVersion, target: Target, influxql: string): Request {
  const headers = {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
    ...credentials(version, target.token),
  }
  const path = `/query?db=${encodeURIComponent(target.bucket)}&epoch=ms`
  return { method: 'POST', path, body: `q=${encodeURIComponent(influxql)}`, headers }
}

/** Only 1.x needs it: 2.x buckets belong to whoever runs the server, 3 makes databases on the first write. */
export function createDatabase(http: InfluxHttp, target: Target): Promise<Answer> {
  return http.send(queryRequest(1, target, `CREATE DATABASE ${quote(target.bucket)}`))
}

/** 1.x hides the error of a statement in an answer with status 200. */
export function isDone(answer: Answer): boolean {
  return answer.kind === 'answered' && answer.status === 200 && parseAnswer(answer.body).kind === 'tables'
}

/** Empties the database; the answer is for the caller to judge. */
export async function emptyDatabase(http: InfluxHttp, version: InfluxVersion, target: Target): Promise<Answer> {
  if (version === 1) {
    const dropped = await http.send(queryRequest(1, target, `DROP DATABASE ${quote(target.bucket)}`))
    return isDone(dropped) ? createDatabase(http, target) : dropped
  }
  const bucket = encodeURIComponent(target.bucket)
  if (version === 2) {
    const path = `/api/v2/delete?org=${encodeURIComponent(target.org)}&bucket=${bucket}`
    return http.send({ method: 'POST', path, body: JSON.stringify(ALL_TIME), headers: JSON_BODY })
  }
  return http.send({ method: 'DELETE', path: `/api/v3/configure/database?db=${bucket}` })
}

const JSON_BODY = { 'content-type': 'application/json' }
const ALL_TIME = { start: '1677-09-22T00:00:00Z', stop: '2262-04-11T00:00:00Z' }

/** 1.x before 1.8 knows no `Token` scheme: there a token of the form `user:password` goes as Basic. */
function credentials(version: InfluxVersion, token: string): Record<string, string> {
  if (version !== 1 || !token) return {}
  return { authorization: `Basic ${Buffer.from(token).toString('base64')}` }
}
