/** Photos of a notice: what is taken, what is refused, and how they are handed out. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOUR } from '../../server/domain/units.ts'
import { T0 } from '../support/control-room.ts'
import { type HttpWorld, openHttpWorld } from '../support/http-world.ts'
import { aPhoto, NOTICE_BODY } from '../support/notices.ts'

const MIB = 1_048_576

describe('photos of a notice', () => {
  let world: HttpWorld
  let id: string
  beforeAll(async () => {
    world = await openHttpWorld()
  })
  afterAll(() => world.close())

  async function aNotice(): Promise<string> {
    const content = { ...NOTICE_BODY, measures: [], startsAt: T0, endsAt: T0 + HOUR, replyBy: null }
    id = (await world.post('notices', content)).body.id
    return id
  }

  async function add(bytes: Uint8Array<ArrayBuffer>, { as = 'officer-token', type = 'image/jpeg', to = id } = {}) {
    const response = await world.app.request(`/api/v1/notices/${to}/photos`, {
      method: 'POST',
      headers: { authorization: `Bearer ${as}`, 'content-type': type },
      body: bytes,
    })
    return { status: response.status, body: await response.json() }
  }

  it('are kept byte for byte, with their hash, who added them and when', async () => {
    await aNotice()
    const bytes = aPhoto('jpeg', 5_000)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const added = await add(bytes, { type: 'application/octet-stream' })
    expect(added).toEqual({
      status: 201,
      body: {
        n: 1,
        type: 'image/jpeg',
        size: 5_000,
        sha256,
        addedAt: '2015-04-15T09:00:00+08:00',
        addedBy: '值班员王',
      },
    })
    await add(aPhoto('png', 100), { type: 'image/jpeg' })
    const { items } = (await world.get(`notices/${id}/photos`)).body
    expect(items.map(({ n, type }: { n: number; type: string }) => [n, type])).toEqual([
      [1, 'image/jpeg'],
      [2, 'image/png'],
    ])
    const response = await world.app.request(`/api/v1/notices/${id}/photos/1`)
    expect(Buffer.compare(Buffer.from(await response.arrayBuffer()), Buffer.from(bytes))).toBe(0)
    const lines = (await world.get(`audit?subject=notice:${id}`)).body.items
    expect(lines.map(({ action }: { action: string }) => action)).toContain('notice.photo-added')
    expect(lines[0].details).toEqual({ n: 2, type: 'image/png', size: 100, sha256: items[1].sha256 })
  })

  it('are handed out as pictures and as nothing else', async () => {
    await aNotice()
    await add(aPhoto('webp', 200))
    const { headers } = await world.get(`notices/${id}/photos/1`)
    expect(headers.get('content-type')).toBe('image/webp')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(headers.get('content-disposition')).toBe('inline')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('are kept once, however often one is sent, also at the same moment', async () => {
    await aNotice()
    const both = await Promise.all([1, 2].map(() => add(aPhoto('jpeg', 300))))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 201])
    expect((await add(aPhoto('jpeg', 300))).body).toMatchObject({ n: 1 })
    expect((await world.get(`notices/${id}/photos`)).body.items).toHaveLength(1)
  })

  it.each([
    ['text called a photo', new TextEncoder().encode('<svg onload=alert(1)>'), 415],
    ['nothing', new Uint8Array(), 415],
    ['more than 8 MiB', aPhoto('jpeg', 8 * MIB + 1), 413],
  ])('are not %s', async (_case, bytes, status) => {
    await aNotice()
    expect(await add(bytes)).toMatchObject({ status, body: { status } })
    expect((await world.get(`notices/${id}/photos`)).body.items).toEqual([])
  })

  it('may have 8 MiB', async () => {
    await aNotice()
    expect((await add(aPhoto('png', 8 * MIB))).status).toBe(201)
  })

  it('are thirty at most', async () => {
    await aNotice()
    for (let n = 1; n <= 30; n += 1) expect((await add(aPhoto('jpeg', 100 + n))).status).toBe(201)
    expect(await add(aPhoto('jpeg', 99))).toMatchObject({
      status: 409,
      body: { detail: 'a notice has 30 photos at most' },
    })
  })

  it('are added by the office alone, to notices there are, and are never taken away', async () => {
    await aNotice()
    expect((await add(aPhoto('jpeg', 100), { as: 'viewer-token' })).status).toBe(403)
    expect((await add(aPhoto('jpeg', 100), { to: 'none' })).status).toBe(404)
    await add(aPhoto('jpeg', 100))
    for (const path of [`notices/none/photos`, `notices/${id}/photos/2`, `notices/${id}/photos/0`]) {
      expect((await world.get(path)).status, path).toBe(404)
    }
    const removal = await world.call('DELETE', `notices/${id}/photos/1`, { as: 'chief-token' })
    expect(removal).toMatchObject({ status: 405 })
    expect(removal.headers.get('allow')).toBe('GET')
    expect(world.faults).toEqual([])
  })
})
