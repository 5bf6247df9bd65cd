/** A photo of a notice is a record: also who owns the database does not lose one by a slip. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPostgres } from '../../../server/adapters/postgres/open-postgres.ts'
import type { Operations } from '../../../server/ports/operations.ts'
import { aNotice, aPhoto } from '../../support/notices.ts'
import { postgresIsMissing, startPostgres, type TestPostgres, withClient } from '../../support/postgres.ts'

describe.skipIf(postgresIsMissing())('a photo of a notice', () => {
  let server: TestPostgres
  let operations: Operations
  beforeAll(async () => {
    server = await startPostgres()
    operations = await openPostgres({ url: await server.url(), schema: 'drill' })
    const facts = { type: 'image/jpeg', size: 10, sha256: 'x', addedAt: 1, addedBy: '王值班' } as const
    await operations.change(async ({ notices, noticePhotos }) => {
      await notices.save(aNotice('n1'))
      await noticePhotos.add({ noticeId: 'n1', n: 1, ...facts }, aPhoto('jpeg', 10))
    })
  })
  afterAll(async () => {
    await operations?.close()
    await server?.remove()
  })

  it.each(["update notice_photo set added_by = 'x'", 'delete from notice_photo', 'truncate notice_photo'])(
    'withstands: %s',
    async (statement) => {
      const slip = withClient(await server.url(), async (client) => {
        await client.query('set search_path to drill')
        await client.query(statement)
      })
      await expect(slip).rejects.toThrow('never changed or removed')
      expect(await operations.read.noticePhotos.list('n1')).toMatchObject([{ n: 1, addedBy: '王值班' }])
    },
  )

  it('goes with everything else when a drill begins anew', async () => {
    await operations.clear()
    expect(await operations.read.noticePhotos.list('n1')).toEqual([])
  })
})
