/** Where a call comes from. Not asked of a header: nothing here knows which proxy may be believed. */
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'

/** The other end of the connection; `unknown` where there is none, or it has gone meanwhile. */
export function addressOf(c: Context): string {
  const hasConnection = typeof c.env === 'object' && c.env !== null && 'incoming' in c.env
  return (hasConnection ? getConnInfo(c).remote.address : undefined) ?? 'unknown'
}
