/**
 * What the person at the board looks at: the place lit everywhere, the one opened beside the map, the township filter,
 * how late rows are grouped. Opened things stand in the address, so that a link shows the same.
 */
import { createContext } from 'svelte'

export interface Opened {
  readonly kind: 'place' | 'order'
  readonly id: string
}

export const GROUPINGS = ['township', 'measure', 'part'] as const
export type Grouping = (typeof GROUPINGS)[number]

/** Parts of the ledger that somebody owes something in, as the head of the late list counts them. */
export const PARTS = ['undelivered', 'unacknowledged', 'undone', 'untrue'] as const
export type PartFilter = (typeof PARTS)[number]

export class BoardView {
  /** A place under the pointer or the focus; null: none. */
  lit = $state<string | null>(null)
  opened = $state.raw<Opened | null>(openedIn(location.search))
  /** Id; '' shows the whole district. */
  township = $state(new URLSearchParams(location.search).get('township') ?? '')
  grouping = $state<Grouping>('township')
  part = $state<PartFilter | null>(null)
  /** Places that the draft shown would reach, as the server counted them. */
  reached = $state.raw<ReadonlySet<string>>(new Set())
  layer = $state<'orders' | 'dust'>('orders')

  /** For everything that stands for a place: pointer and focus light it everywhere. */
  readonly lights = (place: string) => ({
    onpointerenter: () => this.#light(place),
    onpointerleave: () => this.#light(null),
    onfocus: () => this.#light(place),
    onblur: () => this.#light(null),
  })

  readonly open = (opened: Opened): void => {
    this.opened = opened
    this.#write((query) => {
      query.delete('place')
      query.delete('order')
      query.set(opened.kind, opened.id)
    }, true)
  }

  readonly close = (): void => {
    if (this.opened === null) return
    this.opened = null
    this.#write((query) => {
      query.delete('place')
      query.delete('order')
    }, true)
  }

  readonly filterTownship = (id: string): void => {
    this.township = id
    this.#write((query) => (id === '' ? query.delete('township') : query.set('township', id)), false)
  }

  /** The browser's back and forward. */
  readonly followAddress = (): void => {
    this.opened = openedIn(location.search)
    this.township = new URLSearchParams(location.search).get('township') ?? ''
  }

  #light(place: string | null): void {
    this.lit = place
  }

  #write(change: (query: URLSearchParams) => unknown, isStep: boolean): void {
    const query = new URLSearchParams(location.search)
    change(query)
    const text = query.toString()
    const address = `${location.pathname}${text === '' ? '' : `?${text}`}`
    if (isStep) history.pushState(history.state, '', address)
    else history.replaceState(history.state, '', address)
  }
}

function openedIn(search: string): Opened | null {
  const query = new URLSearchParams(search)
  for (const kind of ['order', 'place'] as const) {
    const id = query.get(kind)
    if (id) return { kind, id }
  }
  return null
}

export const [useBoard, provideBoard] = createContext<BoardView>()
