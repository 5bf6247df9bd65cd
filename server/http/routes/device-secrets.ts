/** Secrets of devices: issued, revoked, listed for mosquitto; and who knocked without one. */
import { createRoute, z } from '@hono/zod-openapi'
import { Id } from '../../contract/common.ts'
import { IssuedSecrets, IssueSecretsInput, Joins } from '../../contract/device-secret.ts'
import { localIso } from '../../domain/time.ts'
import { type Api, json, problems } from '../api.ts'
import type { AppParts } from '../app-parts.ts'
import { refuse, refuseField } from '../problem.ts'

const issueSecrets = createRoute({
  method: 'post',
  path: '/device-secrets',
  summary: 'Gives each of these devices a new secret; the one before holds for a day more',
  request: { body: { required: true, content: { 'application/json': { schema: IssueSecretsInput } } } },
  responses: {
    200: json(IssuedSecrets.meta({ id: 'IssuedSecrets' }), 'the secrets, shown this once'),
    ...problems(400, 401, 403, 408, 422, 503),
  },
})

const revokeSecret = createRoute({
  method: 'delete',
  path: '/devices/{id}/secret',
  summary: 'Ends the secrets of a device, and what it has open, at once',
  request: { params: z.object({ id: Id }) },
  responses: { 204: { description: 'it cannot connect any more' }, ...problems(401, 403, 404, 409, 503) },
})

const listPasswords = createRoute({
  method: 'get',
  path: '/broker/passwords',
  summary: "The devices' lines of a password file for mosquitto 2: names and hashes, no secret",
  responses: { 200: { description: 'one line per device', content: { 'text/plain': { schema: z.string() } } } },
})

const listJoins = createRoute({
  method: 'get',
  path: '/joins',
  summary: 'Who knocked at the embedded broker and was not let in, the newest first',
  responses: { 200: json(Joins.meta({ id: 'Joins' }), 'at most 200 lines') },
})

export function addDeviceSecretRoutes(api: Api, parts: Pick<AppParts, 'district' | 'joins'>): void {
  const { registry, secrets } = parts.district
  const iso = (at: number) => localIso(at, registry.timeZone)

  api.openapi(issueSecrets, async (c) => {
    const { devices } = c.req.valid('json')
    const unknown = devices.find((id) => !registry.device(id))
    if (unknown !== undefined) refuseField('devices', JSON.stringify(unknown), 'the id of a registered device')
    const issued = await secrets.issue(devices, { actor: c.get('caller').actor, reason: 'secret-issued' })
    const items = issued.map(({ earlierUntil, ...one }) => ({
      ...one,
      earlierUntil: earlierUntil === null ? null : iso(earlierUntil),
    }))
    return c.json({ items }, 200)
  })

  api.openapi(revokeSecret, async (c) => {
    const { id } = c.req.valid('param')
    if (!registry.device(id)) refuse(404, 'there is no such device')
    const outcome = await secrets.revoke(id, { actor: c.get('caller').actor, reason: 'secret-revoked' })
    if (outcome === 'had-none') refuse(409, `device ${id} has no secret and cannot connect`)
    return c.body(null, 204)
  })

  api.openapi(listPasswords, (c) =>
    c.text(
      secrets
        .passwordLines()
        .map((line) => `${line}\n`)
        .join(''),
      200,
    ),
  )

  api.openapi(listJoins, (c) => {
    const items = parts
      .joins()
      .map(({ firstAt, lastAt, ...one }) => ({ ...one, firstAt: iso(firstAt), lastAt: iso(lastAt) }))
    return c.json({ items } as Joins, 200)
  })
}
