/** Who the server takes the caller for. */
import { z } from 'zod'

export const SessionView = z.object({
  actor: z.string(),
  role: z.enum(['viewer', 'site', 'township', 'dutyOfficer', 'chief', 'system']),
  realm: z.enum(['live', 'drill']),
  demo: z.boolean().describe('signed in by the demo, not by a token of one’s own'),
})

export type SessionView = z.infer<typeof SessionView>
