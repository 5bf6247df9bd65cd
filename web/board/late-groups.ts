/** 谁还没落实, grouped as the board lists it: late sites first, road sections folded together because a fleet does them. */
import { groupBy } from '../logic/group-by.ts'
import { aftermathOf, isOwing, laggardsOf } from '../logic/laggards.ts'
import type { Entry } from '../logic/ledger.ts'
import type { Grouping, PartFilter } from './board-view.svelte.ts'

export interface LateGroup {
  /** Id of a township, a measure or a part of the ledger. */
  readonly key: string
  /** Of the places that are due there: how many have done everything. */
  readonly done: number
  readonly due: number
  readonly rows: readonly Entry[]
}

export interface LateList {
  readonly groups: readonly LateGroup[]
  /** Road sections that owe something, and how many are due. */
  readonly roads: { readonly rows: readonly Entry[]; readonly due: number }
  /** Released, and something was left: to be checked. */
  readonly aftermath: readonly Entry[]
}

export function isRoad({ order }: Entry): boolean {
  return order.view.placeKind === 'roadSection'
}

function isIn(entry: Entry, part: PartFilter | null): boolean {
  return part === null || entry.part === part
}

export function lateList(entries: readonly Entry[], grouping: Grouping, part: PartFilter | null): LateList {
  const current = entries.filter((one) => !one.hasEnded)
  const owing = laggardsOf(entries).filter((one) => isIn(one, part))
  const sites = owing.filter((one) => !isRoad(one))
  const rows = groupBy(
    sites.flatMap((entry) => keysOf(entry, grouping).map((key) => ({ key, entry }))),
    ({ key }) => key,
  )
  const due = groupBy(
    current.filter((one) => !isRoad(one)).flatMap((entry) => dueKeysOf(entry, grouping).map((key) => ({ key, entry }))),
    ({ key }) => key,
  )
  const dueOf = new Map(due)
  return {
    groups: rows
      .map(([key, members]) => {
        const all = dueOf.get(key) ?? []
        return {
          key,
          rows: members.map(({ entry }) => entry),
          due: all.length,
          done: all.filter(({ entry }) => isDoneFor(entry, key, grouping)).length,
        }
      })
      .sort((a, b) => lateIn(b) - lateIn(a) || b.rows.length - a.rows.length || a.key.localeCompare(b.key, 'en')),
    roads: { rows: owing.filter(isRoad), due: current.filter(isRoad).length },
    aftermath: aftermathOf(entries).filter((one) => isIn(one, part)),
  }
}

function lateIn({ rows }: LateGroup): number {
  return rows.filter(({ lateMs }) => lateMs > 0).length
}

function keysOf(entry: Entry, grouping: Grouping): readonly string[] {
  if (grouping === 'part') return [entry.part]
  if (grouping === 'township') return [entry.order.view.townshipId]
  return entry.undone.map(({ measure }) => measure)
}

function dueKeysOf(entry: Entry, grouping: Grouping): readonly string[] {
  if (grouping === 'part') return [entry.part]
  if (grouping === 'township') return [entry.order.view.townshipId]
  return entry.order.view.measures.filter((one) => one.withdrawnAt === null).map(({ measure }) => measure)
}

function isDoneFor(entry: Entry, key: string, grouping: Grouping): boolean {
  if (grouping === 'measure') return !entry.undone.some(({ measure }) => measure === key)
  return !isOwing(entry)
}
