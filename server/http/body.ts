/**
 * Reads the body of a change once: never more than its limit, never longer than it may take, never nested deeper than
 * anything of ours is.
 * The bulk import of readings is a stream and reads its own.
 */
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { MOST_PHOTO_BYTES } from '../domain/notices/photo.ts'
import { BASE } from './access.ts'
import type { HttpEnv } from './api.ts'
import { isWrite } from './guards.ts'
import { BODY_WITHIN_MS, inTime } from './in-time.ts'
import { refuse } from './problem.ts'

const KIB = 1_024
/** Far more than any form of ours, and enough to say of a deeply nested body that this is what is wrong with it. */
const MAX_BODY = 256 * KIB
/** A province's registry is 15 MiB of JSON. */
const MAX_REGISTRY = 16 * KIB * KIB
const MAX_DEPTH = 8

export const STREAMED = `${BASE}/import/readings`

/** For a whole photo on a slow line. */
const PHOTO_WITHIN_MS = 180_000
const PHOTOS = new RegExp(`^${BASE}/notices/[^/]+/photos$`)

/** The body of such a change is bytes, not text. */
export function isPhoto(path: string): boolean {
  return PHOTOS.test(path)
}

/** Nobody reads a body of those who only read: one that never ends would hold its connection for minutes. */
export const noneForReading: MiddlewareHandler = async (c, next) => {
  const isNone = Number(c.req.header('content-length') ?? 0) === 0 && c.req.header('transfer-encoding') === undefined
  if (!isWrite(c.req.method) && !isNone)
    refuse(400, `a ${c.req.method} has no body`, { headers: { connection: 'close' } })
  await next()
}

export const readBody: MiddlewareHandler<HttpEnv> = async (c, next) => {
  if (!isWrite(c.req.method) || c.req.path === STREAMED) return next()
  if (isPhoto(c.req.path)) {
    await inTime(
      limited(c, MOST_PHOTO_BYTES, () => c.req.arrayBuffer()),
      PHOTO_WITHIN_MS,
    )
    return next()
  }
  const maxSize = c.req.path === `${BASE}/import` ? MAX_REGISTRY : MAX_BODY
  const text = await inTime(
    limited(c, maxSize, () => c.req.text()),
    BODY_WITHIN_MS,
  )
  const isJson = /[/+]json\b/.test(c.req.header('content-type') ?? '')
  if (isJson) checkJson(text)
  if (isJson && text.trim() === '') takeAsEmptyObject(c.req)
  await next()
}

/** Kept by the request: whoever asks for it again gets the same. */
async function limited<T>(c: Context<HttpEnv>, maxSize: number, read: () => Promise<T>): Promise<T> {
  let body: T | undefined
  const limit = bodyLimit({ maxSize, onError: () => refuse(413, `the body may have ${maxSize} bytes at most`) })
  await limit(c, async () => {
    body = await read()
  })
  return body as T
}

function checkJson(text: string): void {
  if (depthOf(text) > MAX_DEPTH) refuse(400, `the body may be nested ${MAX_DEPTH} levels deep at most`)
  try {
    if (text.trim() !== '') JSON.parse(text)
  } catch (error) {
    const found = error instanceof Error ? error.message.slice(0, 200) : 'something else'
    refuse(400, 'the body is not JSON', { errors: [{ field: 'body', found, expected: 'JSON in UTF-8' }] })
  }
}

/** Clients that always name a content type send changes without details as an empty text. */
function takeAsEmptyObject(request: { raw: Request; url: string; method: string; bodyCache: object }): void {
  const { headers } = request.raw
  request.raw = new Request(request.url, { method: request.method, headers, body: '{}' })
  request.bodyCache = {}
}

/** Counts brackets outside of texts, without building anything. */
function depthOf(json: string): number {
  let depth = 0
  let deepest = 0
  let isInText = false
  for (let i = 0; i < json.length; i++) {
    const character = json.charCodeAt(i)
    if (isInText) {
      if (character === BACKSLASH) i++
      else if (character === QUOTE) isInText = false
    } else if (character === QUOTE) isInText = true
    else if (character === OPEN_BRACKET || character === OPEN_BRACE) {
      depth++
      if (depth > deepest) deepest = depth
    } else if (character === CLOSE_BRACKET || character === CLOSE_BRACE) depth--
  }
  return deepest
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
