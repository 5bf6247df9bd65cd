/** The migrations in the repository are those that `schema.ts` asks for, and they fit any realm. */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as relations from '../../../server/adapters/postgres/relations.ts'
import * as schema from '../../../server/adapters/postgres/schema.ts'

const FOLDER = join(import.meta.dirname, '../../../server/adapters/postgres/migrations')
const migrations = readdirSync(FOLDER).filter((name) => name.endsWith('.sql'))

// Its ES module does not load in Node; the other one does.
const { generateDrizzleJson, generateMigration } = createRequire(import.meta.url)('drizzle-kit/api')

describe('migrations', () => {
  it.each(migrations)('%s names no SQL schema, so that it serves the live realm and a drill', (name) => {
    expect(readFileSync(join(FOLDER, name), 'utf8')).not.toMatch(/"?(public|windbreak|drill)"?\."/)
  })

  it('leave nothing to be generated', async () => {
    const snapshots = readdirSync(join(FOLDER, 'meta')).filter((name) => name.endsWith('_snapshot.json'))
    const last = JSON.parse(readFileSync(join(FOLDER, 'meta', snapshots.toSorted().at(-1)!), 'utf8'))
    const wanted = generateDrizzleJson({ ...schema, ...relations })
    expect(await generateMigration(last, wanted)).toEqual([])
  })
})
