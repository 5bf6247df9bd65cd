/**
 * How migrations of the operations database are written. After a change of `schema.ts`:
 *
 *   npx drizzle-kit generate --name what_it_does
 *   sed -i 's/"public"\.//g' server/adapters/postgres/migrations/*.sql
 *
 * The second line matters: drizzle-kit names the schema `public` in foreign keys, but our tables live wherever
 * `search_path` points (the live realm or a drill). What drizzle cannot say is written by hand into an empty migration:
 * `npx drizzle-kit generate --custom --name what_it_does`. A migration that has been released is never edited.
 */
import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: './server/adapters/postgres/schema.ts',
  out: './server/adapters/postgres/migrations',
})
