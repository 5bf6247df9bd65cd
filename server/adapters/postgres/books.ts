/** All books over one database. A rejection leaves here in the words of the port and is told to `onFailure` first. */
import type { Books } from '../../ports/operations.ts'
import { auditBook } from './audit-book.ts'
import type { Database } from './database.ts'
import { draftBook } from './draft-book.ts'
import { drillBook } from './drill-book.ts'
import { episodeBook } from './episode-book.ts'
import { unwrapped } from './errors.ts'
import { exemptionBook } from './exemption-book.ts'
import { filingBook } from './filing-book.ts'
import { handoverBook } from './handover-book.ts'
import { idempotencyBook } from './idempotency-book.ts'
import { manualControlBook } from './manual-control-book.ts'
import { noticeBook } from './notice-book.ts'
import { noticePhotoBook } from './notice-photo-book.ts'
import { notificationBook } from './notification-book.ts'
import { orderBook } from './order-book.ts'
import { quarantineBook } from './quarantine-book.ts'
import { registryBook } from './registry-book.ts'
import { ruleBook } from './rule-book.ts'
import { secretBook } from './secret-book.ts'
import { setAsideBook } from './set-aside-book.ts'

export function createBooks(database: Database, onFailure: (error: unknown) => void): Books {
  return {
    registry: guarded(registryBook(database), onFailure),
    secrets: guarded(secretBook(database), onFailure),
    rules: guarded(ruleBook(database), onFailure),
    episodes: guarded(episodeBook(database), onFailure),
    notices: guarded(noticeBook(database), onFailure),
    handovers: guarded(handoverBook(database), onFailure),
    manualControls: guarded(manualControlBook(database), onFailure),
    exemptions: guarded(exemptionBook(database), onFailure),
    filings: guarded(filingBook(database), onFailure),
    noticePhotos: guarded(noticePhotoBook(database), onFailure),
    drafts: guarded(draftBook(database), onFailure),
    orders: guarded(orderBook(database), onFailure),
    notifications: guarded(notificationBook(database), onFailure),
    quarantine: guarded(quarantineBook(database), onFailure),
    setAside: guarded(setAsideBook(database), onFailure),
    audit: guarded(auditBook(database), onFailure),
    idempotency: guarded(idempotencyBook(database), onFailure),
    drills: guarded(drillBook(database), onFailure),
  }
}

type Method = (...parameters: readonly unknown[]) => Promise<unknown>

function guarded<T extends object>(book: T, onFailure: (error: unknown) => void): T {
  const methods = Object.entries(book).map(([name, method]: [string, Method]) => {
    const call: Method = async (...parameters) => {
      try {
        return await method(...parameters)
      } catch (error) {
        const own = unwrapped(error)
        onFailure(own)
        throw own
      }
    }
    return [name, call]
  })
  // Every book is an object of asynchronous methods, and each keeps its name and its signature.
  return Object.fromEntries(methods) as T
}
