/** Townships, places and devices: the same five calls for each. */
import { createRoute, z } from '@hono/zod-openapi'
import { Id, PageQuery, pageView } from '../../contract/common.ts'
import {
  DeviceInput,
  DeviceView,
  PlaceInput,
  PlaceView,
  type RegistryItem,
  TownshipInput,
  TownshipView,
} from '../../contract/registry.ts'
import type { Device, Place, Township } from '../../domain/place.ts'
import { importRegistry, oneRow } from '../../flows/district/import.ts'
import type { RegistryKind } from '../../flows/district/registry.ts'
import { deviceView, placeView, type Sight, townshipView } from '../../flows/show/registry-views.ts'
import type { Caller } from '../access.ts'
import { type Api, json, problems, refuseCursor } from '../api.ts'
import type { AppParts } from '../app-parts.ts'
import { refuse, refuseField } from '../problem.ts'

const Params = z.object({ id: Id })
const Filter = PageQuery.extend({ township: Id.optional() })
const Townships = pageView(TownshipView.meta({ id: 'Township' }))
const Places = pageView(PlaceView.meta({ id: 'Place' }))
const Devices = pageView(DeviceView.meta({ id: 'Device' }))

export function addRegistryRoutes(api: Api, parts: Pick<AppParts, 'district' | 'clock'>): void {
  const { registry, latest } = parts.district
  const sight = (): Sight => ({ registry, latest, now: parts.clock.now() })

  const listTownships = createRoute({
    method: 'get',
    path: '/townships',
    summary: 'Townships by id',
    request: { query: PageQuery },
    responses: { 200: json(Townships, 'a page'), ...problems(400) },
  })
  api.openapi(listTownships, (c) => {
    const { items, nextCursor } = pageById(registry.current().townships, c.req.valid('query'))
    return c.json({ items: items.map((one) => townshipView(one, sight())), nextCursor }, 200)
  })

  const listPlaces = createRoute({
    method: 'get',
    path: '/places',
    summary: 'Places by id, with live status',
    request: { query: Filter },
    responses: { 200: json(Places, 'a page'), ...problems(400) },
  })
  api.openapi(listPlaces, (c) => {
    const { township, ...page } = c.req.valid('query')
    const all = registry.current().places.filter((one) => township === undefined || one.townshipId === township)
    const { items, nextCursor } = pageById(all, page)
    return c.json({ items: items.map((one) => placeView(one, sight())), nextCursor }, 200)
  })

  const listDevices = createRoute({
    method: 'get',
    path: '/devices',
    summary: 'Devices by id, with live status',
    request: { query: Filter },
    responses: { 200: json(Devices, 'a page'), ...problems(400) },
  })
  api.openapi(listDevices, (c) => {
    const { township, ...page } = c.req.valid('query')
    const all = registry.current().devices.filter((one) => township === undefined || one.townshipId === township)
    const { items, nextCursor } = pageById(all, page)
    return c.json({ items: items.map((one) => deviceView(one, sight())), nextCursor }, 200)
  })

  const getPlace = createRoute({
    method: 'get',
    path: '/places/{id}',
    summary: 'One place, with live status',
    request: { params: Params },
    responses: { 200: json(PlaceView, 'the place'), ...problems(404) },
  })
  api.openapi(getPlace, (c) => {
    const place = registry.place(c.req.valid('param').id)
    return place ? c.json(placeView(place, sight()), 200) : refuse(404, 'there is no such place')
  })

  const getDevice = createRoute({
    method: 'get',
    path: '/devices/{id}',
    summary: 'One device, with live status',
    request: { params: Params },
    responses: { 200: json(DeviceView, 'the device'), ...problems(404) },
  })
  api.openapi(getDevice, (c) => {
    const device = registry.device(c.req.valid('param').id)
    return device ? c.json(deviceView(device, sight()), 200) : refuse(404, 'there is no such device')
  })

  addChanges(api, parts, {
    kind: 'townships',
    one: 'township',
    input: TownshipInput,
    view: TownshipView,
    find: (id) => registry.township(id),
    show: (item: Township) => townshipView(item, sight()),
  })
  addChanges(api, parts, {
    kind: 'places',
    one: 'place',
    input: PlaceInput,
    view: PlaceView,
    find: (id) => registry.place(id),
    show: (item: Place) => placeView(item, sight()),
  })
  addChanges(api, parts, {
    kind: 'devices',
    one: 'device',
    input: DeviceInput,
    view: DeviceView,
    find: (id) => registry.device(id),
    show: (item: Device) => deviceView(item, sight()),
  })
}

interface Thing<Item extends RegistryItem> {
  readonly kind: RegistryKind
  readonly one: string
  readonly input: z.ZodType
  readonly view: z.ZodType
  readonly find: (id: string) => Item | undefined
  readonly show: (item: Item) => object
}

function addChanges<Item extends RegistryItem>(
  api: Api,
  parts: Pick<AppParts, 'district' | 'clock'>,
  thing: Thing<Item>,
): void {
  const { kind, one, find, show } = thing
  const body = { required: true, content: { 'application/json': { schema: thing.input } } }

  async function store(item: unknown, caller: Caller, id: string): Promise<object> {
    const by = { actor: caller.actor, reason: 'entered' }
    const answer = await importRegistry(parts.district.registry, { ...oneRow(kind, item), isDryRun: false, by })
    if (answer.problems.length > 0) refuse(400, 'nothing was stored', { errors: answer.problems.map(withoutLine) })
    return show(find(id) ?? refuse(409, `somebody removed ${one} ${id} meanwhile`))
  }

  const post = createRoute({
    method: 'post',
    path: `/${kind}`,
    summary: `Adds a ${one}`,
    request: { body },
    responses: { 201: json(thing.view, `the ${one}`), ...problems(400, 401, 403, 408, 409, 503) },
  })
  api.openapi(post, async (c) => {
    const item: unknown = await c.req.json()
    const id = idOf(item)
    if (find(id)) refuse(409, `there is a ${one} ${id} already`)
    return c.json(await store(item, c.get('caller'), id), 201)
  })

  const put = createRoute({
    method: 'put',
    path: `/${kind}/{id}`,
    summary: `Replaces a ${one}, or adds it`,
    request: { params: Params, body },
    responses: { 200: json(thing.view, `the ${one}`), ...problems(400, 401, 403, 404, 408, 503) },
  })
  api.openapi(put, async (c) => {
    const { id } = c.req.valid('param')
    const item: unknown = await c.req.json()
    if (idOf(item) !== id) refuseField('id', JSON.stringify(idOf(item)), `"${id}" as in the path`)
    return c.json(await store(item, c.get('caller'), id), 200)
  })

  const remove = createRoute({
    method: 'delete',
    path: `/${kind}/{id}`,
    summary: `Removes a ${one} that nothing refers to`,
    request: { params: Params },
    responses: { 204: { description: 'it is gone' }, ...problems(401, 403, 404, 409, 503) },
  })
  api.openapi(remove, async (c) => {
    const { id } = c.req.valid('param')
    const by = { actor: c.get('caller').actor, reason: 'removed' }
    const outcome = await parts.district.registry.remove(kind, id, by)
    if (outcome === 'unknown') refuse(404, `there is no such ${one}`)
    if (outcome === 'in-use') refuse(409, `${one} ${id} is still referred to; it stays`)
    return c.body(null, 204)
  })
}

/** The validator has been here: an item has an id that is a text. */
function idOf(item: unknown): string {
  return typeof item === 'object' && item !== null && 'id' in item ? String(item.id) : ''
}

function withoutLine({ field, found, expected }: { field: string; found: string; expected: string }) {
  return { field, found, expected }
}

/** Ids are the cursor: what comes or goes in between neither repeats nor hides others. */
function pageById<T extends { readonly id: string }>(
  all: readonly T[],
  { limit = 100, cursor }: { limit?: number | undefined; cursor?: string | undefined },
) {
  if (cursor !== undefined && !Id.safeParse(cursor).success) refuseCursor(cursor)
  const sorted = all.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const rest = cursor === undefined ? sorted : sorted.filter((one) => one.id > cursor)
  const items = rest.slice(0, limit)
  return { items, nextCursor: rest.length > limit ? (items.at(-1)?.id ?? null) : null }
}
