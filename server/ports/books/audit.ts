/** The audit chain. */
import type { AuditEntry, AuditLine, AuditVerdict } from '../../domain/audit.ts'
import type { Page, PageQuery } from './page.ts'

export interface AuditBook {
  append(entries: readonly AuditEntry[]): Promise<void>
  /** Newest first. */
  list(filter: PageQuery & { readonly subject: string | null }): Promise<Page<AuditLine>>
  verify(): Promise<AuditVerdict>
}
