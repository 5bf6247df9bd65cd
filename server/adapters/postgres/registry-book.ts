/** Townships, places and devices. Who may change them, and whether they fit, is decided by the flow. */
import { and, eq, exists, or, type SQL, sql } from 'drizzle-orm'
import type { RegistryBook } from '../../ports/books/registry.ts'
import type { Database } from './database.ts'
import { upsertRows } from './rows.ts'
import { controlOrder, device, episode, place, township } from './schema.ts'

export function registryBook(database: Database): RegistryBook {
  /** Whatever still refers to the row with this id. */
  function users(kind: 'townships' | 'places' | 'devices', id: string): SQL[] {
    const one = { one: sql`1` }
    const from = (table: typeof place | typeof device | typeof controlOrder | typeof episode, where: SQL | undefined) =>
      exists(database.select(one).from(table).where(where))
    switch (kind) {
      case 'townships':
        return [
          from(place, or(eq(place.townshipId, id), eq(place.helperTownshipId, id))),
          from(device, eq(device.townshipId, id)),
          from(controlOrder, eq(controlOrder.townshipId, id)),
          from(episode, eq(episode.scope, `township:${id}`)),
        ]
      case 'places':
        return [
          from(device, eq(device.placeId, id)),
          from(controlOrder, eq(controlOrder.placeId, id)),
          from(episode, eq(episode.scope, `place:${id}`)),
        ]
      case 'devices':
        return []
    }
  }

  return {
    async load() {
      // Children first: whatever they refer to was there before them and is still found.
      const devices = await database.select().from(device).orderBy(device.id)
      const places = await database.select().from(place).orderBy(place.id)
      const townships = await database.select().from(township).orderBy(township.id)
      return { townships, places, devices }
    },

    async save({ townships = [], places = [], devices = [] }) {
      await upsertRows(database, township, townships, [township.id])
      await upsertRows(database, place, places, [place.id])
      await upsertRows(database, device, devices, [device.id])
    },

    async remove(kind, id) {
      const table = { townships: township, places: place, devices: device }[kind]
      const isFree = users(kind, id).map((used) => sql`not ${used}`)
      const removed = await database
        .delete(table)
        .where(and(eq(table.id, id), ...isFree))
        .returning({ id: table.id })
      if (removed.length > 0) return 'removed'
      const left = await database.select({ id: table.id }).from(table).where(eq(table.id, id))
      return left.length > 0 ? 'in-use' : 'unknown'
    },
  }
}
