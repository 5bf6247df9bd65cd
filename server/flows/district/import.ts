/**
 * Registry import: everything fits and is stored in one change, or nothing is and every problem is named at once.
 *
 * Reads what `import-rows.ts` made of JSON, CSV or GeoJSON. An item replaces the one with the same id; what is not in
 * the import stays as it is. A dry run says the same and stores nothing.
 */
import {
  DeviceInput,
  type ImportAnswer,
  type ImportProblem,
  PlaceInput,
  placeOf,
  TownshipInput,
} from '../../contract/registry.ts'
import type { Device, Place, Registry, Township } from '../../domain/place.ts'
import type { By } from '../common/by.ts'
import { fieldProblems } from '../common/field-problems.ts'
import type { ImportRow, ImportRows } from './import-rows.ts'
import type { RegistryDesk, RegistryKind } from './registry.ts'

/** More than this many problems help nobody; the rest shows after these are mended. */
const MAX_PROBLEMS = 1_000

export interface ImportRequest extends ImportRows {
  readonly isDryRun: boolean
  readonly by: By
}

export async function importRegistry(
  registry: Pick<RegistryDesk, 'current' | 'save'>,
  request: ImportRequest,
): Promise<ImportAnswer> {
  const plan = planImport(request, registry.current())
  const problems = plan.problems.slice(0, MAX_PROBLEMS)
  if (problems.length > 0) return { dryRun: request.isDryRun, created: 0, updated: 0, unchanged: 0, problems }
  const { townships, places, devices } = plan.changes
  const hasChanges = townships.length + places.length + devices.length > 0
  if (!request.isDryRun && hasChanges) await registry.save(plan.changes, request.by)
  const { created, updated, unchanged } = plan
  return { dryRun: request.isDryRun, created, updated, unchanged, problems: [] }
}

export interface ImportPlan {
  /** Only what is new or different. */
  readonly changes: Registry
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly problems: readonly ImportProblem[]
}

export function planImport({ rows, problems }: ImportRows, before: Registry): ImportPlan {
  const read = rows.map((row) => ({ row, outcome: readItem(row) }))
  const townships = read.flatMap(({ outcome }) => (outcome.kind === 'townships' ? [outcome.item] : []))
  const places = read.flatMap(({ outcome }) => (outcome.kind === 'places' ? [outcome.item] : []))
  const devices = read.flatMap(({ outcome }) => (outcome.kind === 'devices' ? [outcome.item] : []))
  const known: Known = {
    townships: idsOf(before.townships, townships),
    places: idsOf(before.places, places),
  }
  const seen = new Set<string>()
  const found = read.flatMap(({ row, outcome }) => {
    if (outcome.kind === 'wrong') return outcome.problems
    return [...duplicateProblems(row, outcome.item.id, seen), ...referenceProblems(row, outcome, known)]
  })
  const sorted = [
    compare(before.townships, townships),
    compare(before.places, places),
    compare(before.devices, devices),
  ] as const
  return {
    changes: { townships: sorted[0].changed, places: sorted[1].changed, devices: sorted[2].changed },
    created: sorted.reduce((sum, one) => sum + one.created, 0),
    updated: sorted.reduce((sum, one) => sum + one.changed.length - one.created, 0),
    unchanged: sorted.reduce((sum, one) => sum + one.unchanged, 0),
    problems: [...problems, ...found],
  }
}

type ItemRead =
  | { readonly kind: 'townships'; readonly item: Township }
  | { readonly kind: 'places'; readonly item: Place }
  | { readonly kind: 'devices'; readonly item: Device }
  | { readonly kind: 'wrong'; readonly problems: readonly ImportProblem[] }

function readItem(row: ImportRow): ItemRead {
  const wrong = (issues: Parameters<typeof fieldProblems>[0]): ItemRead => ({
    kind: 'wrong',
    problems: fieldProblems(issues, row.item).map((problem) => ({ kind: row.kind, line: row.line, ...problem })),
  })
  switch (row.kind) {
    case 'townships': {
      const read = TownshipInput.safeParse(row.item)
      return read.success ? { kind: row.kind, item: read.data } : wrong(read.error.issues)
    }
    case 'places': {
      const read = PlaceInput.safeParse(row.item)
      return read.success ? { kind: row.kind, item: placeOf(read.data) } : wrong(read.error.issues)
    }
    case 'devices': {
      const read = DeviceInput.safeParse(row.item)
      return read.success ? { kind: row.kind, item: read.data } : wrong(read.error.issues)
    }
  }
}

interface Known {
  readonly townships: ReadonlySet<string>
  readonly places: ReadonlySet<string>
}

function idsOf(before: readonly { id: string }[], added: readonly { id: string }[]): ReadonlySet<string> {
  return new Set([...before, ...added].map((item) => item.id))
}

function duplicateProblems({ kind, line }: ImportRow, id: string, seen: Set<string>): ImportProblem[] {
  const key = `${kind} ${id}`
  if (seen.has(key)) return [{ kind, line, field: 'id', found: JSON.stringify(id), expected: 'each id once' }]
  seen.add(key)
  return []
}

function referenceProblems(row: ImportRow, read: Exclude<ItemRead, { kind: 'wrong' }>, known: Known): ImportProblem[] {
  const { kind, line } = row
  const missing = (field: string, id: string | null, ids: ReadonlySet<string>, what: string): ImportProblem[] => {
    if (id === null || ids.has(id)) return []
    return [
      { kind, line, field, found: JSON.stringify(id), expected: `the id of a ${what} of the registry or this import` },
    ]
  }
  switch (read.kind) {
    case 'townships':
      return []
    case 'places':
      return [
        ...missing('townshipId', read.item.townshipId, known.townships, 'township'),
        ...missing('helperTownshipId', read.item.helperTownshipId, known.townships, 'township'),
      ]
    case 'devices':
      return [
        ...missing('townshipId', read.item.townshipId, known.townships, 'township'),
        ...missing('placeId', read.item.placeId, known.places, 'place'),
      ]
  }
}

function compare<T extends { readonly id: string }>(before: readonly T[], wanted: readonly T[]) {
  const known = new Map(before.map((item) => [item.id, canonical(item)]))
  const changed = wanted.filter((item) => known.get(item.id) !== canonical(item))
  const created = changed.filter((item) => !known.has(item.id)).length
  return { changed, created, unchanged: wanted.length - changed.length }
}

/** Equal items give equal text, in whatever order their fields came back from the database. */
function canonical(item: object): string {
  return JSON.stringify(item, (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}

/** What one item alone would be as an import: the same checks for a form and for a file. */
export function oneRow(kind: RegistryKind, item: unknown): ImportRows {
  return { rows: [{ kind, line: 1, item }], problems: [] }
}
