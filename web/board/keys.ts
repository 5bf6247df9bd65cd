/** The keys of the board. Nothing that orders anybody has a key of its own: `d` only leads to the decision. */
import { MINUTE } from '../../server/domain/units.ts'
import type { RealmClock } from '../state/realm-clock.svelte.ts'
import type { BoardView } from './board-view.svelte.ts'
import type { Replay } from './replay.svelte.ts'

interface Around {
  readonly view: BoardView
  readonly replay: Replay
  readonly clock: RealmClock
  readonly board: () => HTMLElement | undefined
}

export function boardKeys(event: KeyboardEvent, { view, replay, clock, board }: Around): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return
  const back = (minutes: number) => replay.look((replay.at ?? clock.now) + minutes * MINUTE, clock.now)
  const acts: Readonly<Record<string, () => void>> = {
    Escape: () => (view.opened ? view.close() : unlight(view)),
    j: () => step(board(), 1),
    k: () => step(board(), -1),
    d: () => focusOn(board(), '[data-decision]'),
    1: () => show(view, 'orders'),
    2: () => show(view, 'dust'),
    g: () => group(view, 'township'),
    m: () => group(view, 'measure'),
    '[': () => back(-10),
    ']': () => back(10),
    '{': () => back(-60),
    '}': () => back(60),
    n: () => replay.look(null, clock.now),
    w: () => location.assign('/wall'),
  }
  acts[event.key]?.()
}

function unlight(view: BoardView): void {
  view.lit = null
}

function show(view: BoardView, layer: BoardView['layer']): void {
  view.layer = layer
}

function group(view: BoardView, grouping: BoardView['grouping']): void {
  view.grouping = grouping
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, select, textarea, dialog') !== null
}

function focusOn(board: HTMLElement | undefined, selector: string): void {
  board?.querySelector<HTMLElement>(selector)?.focus()
}

function step(board: HTMLElement | undefined, by: number): void {
  const rows = [...(board?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
  const at = rows.indexOf(document.activeElement as HTMLElement)
  rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))]?.focus()
}
