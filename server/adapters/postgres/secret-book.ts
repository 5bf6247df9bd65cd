/** Secrets of devices. Whose device is removed go with it. */
import { inArray } from 'drizzle-orm'
import type { SecretBook } from '../../ports/books/secrets.ts'
import type { Database } from './database.ts'
import { addRows } from './rows.ts'
import { deviceByName, deviceSecret } from './schema.ts'

export function secretBook(database: Database): SecretBook {
  return {
    async load() {
      const secrets = await database.select().from(deviceSecret).orderBy(deviceSecret.device, deviceSecret.issuedAt)
      const byName = await database.select().from(deviceByName).orderBy(deviceByName.device)
      return { secrets, byName: byName.map(({ device }) => device) }
    },
    async replace(devices, secrets) {
      if (devices.length === 0) return
      await database.delete(deviceSecret).where(inArray(deviceSecret.device, [...devices]))
      await database.delete(deviceByName).where(inArray(deviceByName.device, [...devices]))
      await addRows(database, deviceSecret, secrets)
    },
  }
}
