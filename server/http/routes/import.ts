/** Import of the registry and of readings; readings brought to their store again. */
import { createRoute, z } from '@hono/zod-openapi'
import { ImportReadingsAnswer, ShipAgainAnswer, ShipAgainInput } from '../../contract/reading.ts'
import { DeviceInput, ImportAnswer, PlaceInput, TownshipInput } from '../../contract/registry.ts'
import { importRegistry } from '../../flows/district/import.ts'
import { type ImportRows, readCsvRows, readGeoJsonRows, readJsonRows } from '../../flows/district/import-rows.ts'
import type { RegistryKind } from '../../flows/district/registry.ts'
import { importReadings, MAX_IMPORT_BYTES } from '../../flows/keep/import-readings.ts'
import { MOST_AT_ONCE } from '../../flows/keep/set-aside.ts'
import { type Api, json, problems } from '../api.ts'
import type { AppParts } from '../app-parts.ts'
import { piecesInTime } from '../in-time.ts'
import { refuse, refuseField } from '../problem.ts'

const Kind = z.enum(['townships', 'places', 'devices'])

const ImportBody = z.strictObject({
  townships: z.array(TownshipInput).optional(),
  places: z.array(PlaceInput).optional(),
  devices: z.array(DeviceInput).optional(),
})

// Shown, not enforced, by the route: the import itself names every problem with its line.
const shownSchema = z.toJSONSchema(ImportBody, { io: 'input', target: 'draft-2020-12' })

const postImport = createRoute({
  method: 'post',
  path: '/import',
  summary: 'Townships, places and devices from JSON, CSV or GeoJSON points: all or nothing',
  request: {
    query: z.object({
      dryRun: z.enum(['true', 'false']).optional().describe('true: say what would happen and store nothing'),
      kind: Kind.optional().describe('what a CSV or GeoJSON file lists'),
    }),
    body: {
      required: true,
      content: {
        'application/json': { schema: { ...shownSchema, $schema: undefined } as object },
        'text/csv': { schema: { type: 'string' } },
        'application/geo+json': { schema: { type: 'object' } },
      },
    },
  },
  responses: {
    200: json(ImportAnswer.meta({ id: 'ImportAnswer' }), 'what was stored, or would be'),
    ...problems(400, 401, 403, 408, 413, 415, 422, 503),
  },
})

const postReadings = createRoute({
  method: 'post',
  path: '/import/readings',
  summary: 'Readings in bulk: one JSON object a line, each with `device`, `ts` and quantities',
  request: { body: { required: true, content: { 'application/x-ndjson': { schema: { type: 'string' } } } } },
  responses: {
    200: json(ImportReadingsAnswer.meta({ id: 'ImportReadingsAnswer' }), 'what was taken and what was refused'),
    ...problems(400, 401, 403, 408, 413, 415, 503),
  },
})

const shipAgain = createRoute({
  method: 'post',
  path: '/readings/ship-again',
  summary: `Brings readings that the reading store refused to it again, ${MOST_AT_ONCE} at most, the oldest first`,
  request: { body: { required: true, content: { 'application/json': { schema: ShipAgainInput } } } },
  responses: {
    200: json(ShipAgainAnswer.meta({ id: 'ShipAgainAnswer' }), 'what became of them; call again while some are left'),
    ...problems(400, 401, 403, 503),
  },
})

export function addImportRoutes(
  api: Api,
  { district, keep, clock }: Pick<AppParts, 'district' | 'keep' | 'clock'>,
): void {
  const { registry } = district

  api.openapi(postImport, async (c) => {
    const { dryRun, kind } = c.req.valid('query')
    const isDryRun = dryRun === 'true'
    const rows = readRows(c.req.header('content-type') ?? '', await c.req.text(), kind)
    const by = { actor: c.get('caller').actor, reason: 'imported' }
    const answer = await importRegistry(registry, { ...rows, isDryRun, by })
    if (answer.problems.length > 0 && !isDryRun) {
      const count = answer.problems.length
      refuse(422, `${count === 1 ? '1 problem' : `${count} problems`}: nothing was stored`, { more: answer })
    }
    return c.json(answer, 200)
  })

  api.openapi(postReadings, async (c) => {
    const type = c.req.header('content-type') ?? ''
    if (!/^application\/(x-ndjson|ndjson|jsonl)\b/.test(type)) {
      refuse(415, 'readings come as application/x-ndjson: one JSON object a line')
    }
    if (Number(c.req.header('content-length') ?? 0) > MAX_IMPORT_BYTES) {
      refuse(413, `the body may have ${MAX_IMPORT_BYTES} bytes at most: send it in pieces`)
    }
    const { body } = c.req.raw
    const outcome = await importReadings(body ? piecesInTime(body) : emptyStream(), {
      deviceOf: registry.device,
      take: keep.takeReadings,
      now: clock.now,
    })
    if (outcome.kind === 'too-large') {
      const { lines } = outcome.answer
      refuse(413, `more than ${MAX_IMPORT_BYTES} bytes: the first ${lines} lines were taken`, { more: outcome.answer })
    }
    return c.json(outcome.answer, 200)
  })

  api.openapi(shipAgain, async (c) => {
    const by = { actor: c.get('caller').actor, reason: c.req.valid('json').reason }
    const { problem, ...answer } = await keep.shipAgain(by)
    if (problem !== null) refuse(503, problem, { headers: { 'retry-after': '2' }, more: answer })
    return c.json(answer, 200)
  })
}

function readRows(type: string, text: string, kind: RegistryKind | undefined): ImportRows {
  if (/^text\/csv\b/.test(type)) return readCsvRows(text, kind ?? refuseKind())
  if (!/^application\/(geo\+)?json\b/.test(type)) refuse(415, 'send application/json, text/csv or application/geo+json')
  const body: unknown = JSON.parse(text)
  const isGeoJson = typeof body === 'object' && body !== null && 'type' in body && body.type === 'FeatureCollection'
  return isGeoJson ? readGeoJsonRows(body, kind ?? refuseKind()) : readJsonRows(body)
}

function refuseKind(): never {
  refuseField('kind', 'nothing', '?kind=townships, places or devices: what the file lists')
}

async function* emptyStream(): AsyncGenerator<Uint8Array> {}
