/** Who the server takes the caller for. */
import { z } from 'zod'
import { ROLES } from '../domain/people/role.ts'

export const SessionView = z.object({
  actor: z.string(),
  role: z.enum(ROLES),
  place: z.string().nullable().describe('id of the only place the caller acts for; null: not bound to one'),
  township: z.string().nullable().describe('id of the only township the caller acts for; null: not bound to one'),
  realm: z.enum(['live', 'drill']),
  demo: z.boolean().describe('signed in by the demo, not by a token of one’s own'),
})

export type SessionView = z.infer<typeof SessionView>
