/** Photos of a notice as it came: added, listed, shown. None is ever taken away. */
import { createRoute, z } from '@hono/zod-openapi'
import { Id } from '../../contract/common.ts'
import { NoticePhotoView, noticePhotoView } from '../../contract/notice-photo.ts'
import { IMAGE_TYPES, imageTypeOf } from '../../domain/notices/photo.ts'
import { type Api, json, problems } from '../api.ts'
import type { AppParts } from '../app-parts.ts'
import { refuse } from '../problem.ts'

const View = NoticePhotoView.meta({ id: 'NoticePhoto' })
const Params = z.object({ id: Id })
const Bytes = { schema: z.string().meta({ format: 'binary' }) }
const IMAGES = Object.fromEntries(IMAGE_TYPES.map((type) => [type, Bytes]))

const addPhoto = createRoute({
  method: 'post',
  path: '/notices/{id}/photos',
  summary: 'Adds a photo of the notice as it came: JPEG, PNG or WebP of 8 MiB at most, told by its bytes',
  request: { params: Params, body: { required: true, content: IMAGES } },
  responses: {
    200: json(View, 'the notice has this photo already'),
    201: json(View, 'the photo was added'),
    ...problems(400, 401, 403, 404, 408, 409, 413, 415, 503),
  },
})

const listPhotos = createRoute({
  method: 'get',
  path: '/notices/{id}/photos',
  summary: 'Photos of a notice, as they were added',
  request: { params: Params },
  responses: { 200: json(z.object({ items: z.array(View) }), 'all of them'), ...problems(404, 503) },
})

const getPhoto = createRoute({
  method: 'get',
  path: '/notices/{id}/photos/{n}',
  summary: 'One photo, byte for byte',
  request: {
    params: Params.extend({
      n: z
        .string()
        .regex(/^[1-9]\d{0,3}$/, 'a number')
        .transform(Number),
    }),
  },
  responses: { 200: { description: 'the photo', content: IMAGES }, ...problems(404, 503) },
})

export function addNoticePhotoRoutes(api: Api, parts: Pick<AppParts, 'show' | 'act' | 'district'>): void {
  const { lists } = parts.show
  const { notices } = parts.act
  const { timeZone } = parts.district.registry

  api.openapi(addPhoto, async (c) => {
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    const type = imageTypeOf(bytes) ?? refuse(415, 'this is no JPEG, PNG or WebP')
    const by = { actor: c.get('caller').actor, reason: 'entered' }
    const outcome = await notices.addPhoto(c.req.valid('param').id, { type, bytes }, by)
    switch (outcome.kind) {
      case 'added':
        return c.json(noticePhotoView(outcome.photo, timeZone), 201)
      case 'already':
        return c.json(noticePhotoView(outcome.photo, timeZone), 200)
      case 'unknown':
        return refuse(404, 'there is no such notice')
      case 'full':
        return refuse(409, `a notice has ${outcome.most} photos at most`)
    }
  })

  api.openapi(listPhotos, async (c) => {
    const photos = (await lists.noticePhotos(c.req.valid('param').id)) ?? refuse(404, 'there is no such notice')
    return c.json({ items: [...photos] }, 200)
  })

  api.openapi(getPhoto, async (c) => {
    const { id, n } = c.req.valid('param')
    const { photo, bytes } = (await lists.noticePhoto(id, n)) ?? refuse(404, 'there is no such photo')
    return c.body(new Uint8Array(bytes), 200, { 'content-type': photo.type, 'content-disposition': 'inline' })
  })
}
