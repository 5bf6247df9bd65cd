/** Causes as they cross the wire. */
import { z } from 'zod'
import { CAUSE_KINDS, type CauseRef } from '../domain/control/cause.ts'

export const CauseView = z.object({ kind: z.enum(CAUSE_KINDS), id: z.string() }).describe('what it answers to')

/** `episode` stays beside `cause`: null when the cause is of another kind. */
export const EpisodeOfCause = z.string().nullable().describe('id of the episode; null for a cause of another kind')

export function causeViews(cause: CauseRef): { cause: z.infer<typeof CauseView>; episode: string | null } {
  return { cause: { ...cause }, episode: cause.kind === 'episode' ? cause.id : null }
}
