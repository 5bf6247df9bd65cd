/** Secrets of devices as they cross the wire, and who knocked without one. */
import { z } from 'zod'
import { Id, IsoTime } from './common.ts'

export const IssueSecretsInput = z.strictObject({
  devices: z.array(Id).min(1).max(1_000).describe('ids of registered devices; one that has a secret is rotated'),
})

export const IssuedSecrets = z.object({
  items: z.array(
    z.object({
      device: z.string(),
      secret: z.string().describe('the password of its MQTT connection; shown this once'),
      earlierUntil: IsoTime.nullable().describe('until when the one before holds too; null: there was none'),
    }),
  ),
})

export const Joins = z.object({
  items: z.array(
    z.object({
      name: z.string().nullable().describe('the user name given; null: none'),
      address: z.string().nullable(),
      why: z
        .enum([
          'no-user-name',
          'no-device-id',
          'not-registered',
          'no-secret-issued',
          'gave-no-secret',
          'wrong-secret',
          'connected-already',
        ])
        .describe('what it lacked; connected-already: two share its identity'),
      firstAt: IsoTime,
      lastAt: IsoTime,
      times: z.number().int(),
    }),
  ),
})

export type Joins = z.infer<typeof Joins>
