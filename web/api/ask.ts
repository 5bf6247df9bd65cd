/**
 * Asks the server one thing. An answer is a value: `ok`, `refused` with the server's problem, or `unreachable`.
 *
 * The server and this page are of one build, so a successful body is taken for what the contract says without a second
 * check; zod stays out of the bundle. Nothing is repeated here.
 */
import type { Problem } from '../../server/contract/common.ts'
import { accessKey } from './key.ts'

export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly status: number; readonly problem: Problem | null }
  | { readonly kind: 'unreachable' }

export interface Question {
  readonly method?: 'GET' | 'POST'
  readonly body?: unknown
  /** Sent as it is, instead of a body. */
  readonly file?: Blob
  /** The same key twice is carried out once. */
  readonly idempotencyKey?: string
  readonly signal?: AbortSignal | undefined
}

export const BASE = '/api/v1'

export async function ask<T>(path: string, question: Question = {}): Promise<Answer<T>> {
  const { method = 'GET', body, file, idempotencyKey, signal } = question
  try {
    const response = await fetch(BASE + path, {
      method,
      headers: { ...authorisation(), ...contentOf(body, file), ...idempotency(idempotencyKey) },
      body: file ?? (body === undefined ? null : JSON.stringify(body)),
      signal: signal ?? null,
    })
    const content = await jsonOf(response)
    // A proxy that has lost its server answers in its stead.
    if (response.status >= 502 && content === null) return { kind: 'unreachable' }
    if (!response.ok) return { kind: 'refused', status: response.status, problem: content as Problem | null }
    return { kind: 'ok', value: content as T }
  } catch {
    // The browser does not tell apart: no network, no server, or given up by the page itself.
    return { kind: 'unreachable' }
  }
}

export function authorisation(): Record<string, string> {
  const key = accessKey()
  return key === null ? {} : { authorization: `Bearer ${key}` }
}

function contentOf(body: unknown, file: Blob | undefined): Record<string, string> {
  if (file) return { 'content-type': file.type || 'application/octet-stream' }
  return body === undefined ? {} : { 'content-type': 'application/json' }
}

function idempotency(key: string | undefined): Record<string, string> {
  return key === undefined ? {} : { 'idempotency-key': key }
}

async function jsonOf(response: Response): Promise<unknown> {
  if (!/[/+]json\b/.test(response.headers.get('content-type') ?? '')) return null
  return response.json()
}

/** A key no one else has. `crypto.randomUUID` is missing where a page is not served securely. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
