/** The audit chain. */
import type { AuditEntry, AuditLine, AuditVerdict } from '../../domain/audit.ts'
import type { Page, PageQuery } from './page.ts'

export interface AuditBook {
  append(entries: readonly AuditEntry[]): Promise<void>
  /** Newest first. */
  list(filter: PageQuery & { readonly subject: string | null }): Promise<Page<AuditLine>>
  verify(): Promise<AuditVerdict>
  /** A text that is another one as soon as a line was added, altered or removed; cheap beside `verify`. */
  mark(): Promise<string>
}
