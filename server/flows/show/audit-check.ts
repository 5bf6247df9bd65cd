/**
 * The audit chain computed again, on request: one run at a time, shared by all who ask meanwhile. Its verdict holds until
 * a line is added, altered or removed, so that asking again costs a count and not the whole chain.
 */
import type { AuditVerdict } from '../../domain/audit.ts'
import type { AuditBook } from '../../ports/books/audit.ts'
import { shared } from '../common/shared.ts'

export function createAuditCheck(book: Pick<AuditBook, 'mark' | 'verify'>): () => Promise<AuditVerdict> {
  let known: { readonly mark: string; readonly verdict: AuditVerdict } | null = null
  return shared(async () => {
    // Before the run: what changes during it is looked at the next time.
    const mark = await book.mark()
    if (known?.mark !== mark) known = { mark, verdict: await book.verify() }
    return known.verdict
  })
}
