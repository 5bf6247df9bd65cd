/**
 * Who may have a place at the live stream. There are so many in all; one account and one address have a few of them;
 * some are kept for known people; and when every place is taken, the oldest anonymous one is given up for a known person.
 *
 * An account is the actor of a token and what it is bound to, an address the other end of an anonymous connection. Behind a proxy all anonymous
 * screens have the proxy's address, so an address has room for a whole office.
 */
export interface Viewer {
  /** An account or an anonymous address. */
  readonly name: string
  readonly isKnown: boolean
}

export interface SeatLimits {
  readonly all: number
  readonly perAccount: number
  readonly perAddress: number
  /** Of `all`, for known people only. */
  readonly reserved: number
}

export const SEAT_LIMITS: SeatLimits = { all: 2_000, perAccount: 200, perAddress: 500, reserved: 200 }

export interface Seat {
  /** `end` is called when the place is given up for somebody else; at once if it has been already. */
  onGivenUp(end: () => void): void
  /** Said twice it does nothing more. */
  leave(): void
}

export type SeatOutcome =
  | { readonly kind: 'seated'; readonly seat: Seat }
  /** Nobody else can come in now. */
  | { readonly kind: 'full' }
  /** This account or address has all it may have. */
  | { readonly kind: 'enough'; readonly most: number }

export interface Seats {
  take(viewer: Viewer): SeatOutcome
}

interface Taken {
  readonly viewer: Viewer
  isGivenUp: boolean
  end: () => void
}

export function createSeats({ all, perAccount, perAddress, reserved }: SeatLimits = SEAT_LIMITS): Seats {
  /** Oldest first. */
  const known = new Set<Taken>()
  const anonymous = new Set<Taken>()

  function take(viewer: Viewer): SeatOutcome {
    const own = viewer.isKnown ? known : anonymous
    const most = viewer.isKnown ? perAccount : perAddress
    if (countOf(own, viewer.name) >= most) return { kind: 'enough', most }
    if (!hasRoom(viewer) && !giveUpFor(viewer)) return { kind: 'full' }
    const taken: Taken = { viewer, isGivenUp: false, end: () => undefined }
    own.add(taken)
    return { kind: 'seated', seat: seatOf(taken, own) }
  }

  function hasRoom({ isKnown }: Viewer): boolean {
    const isLeft = known.size + anonymous.size < all
    return isKnown ? isLeft : isLeft && anonymous.size < all - reserved
  }

  /** false: there is nobody who gives way. */
  function giveUpFor({ isKnown }: Viewer): boolean {
    const [oldest] = anonymous
    if (!isKnown || !oldest) return false
    anonymous.delete(oldest)
    oldest.isGivenUp = true
    oldest.end()
    return true
  }

  return { take }
}

function countOf(taken: ReadonlySet<Taken>, name: string): number {
  let count = 0
  for (const { viewer } of taken) if (viewer.name === name) count += 1
  return count
}

function seatOf(taken: Taken, own: Set<Taken>): Seat {
  return {
    onGivenUp(end) {
      taken.end = end
      if (taken.isGivenUp) end()
    },
    leave: () => own.delete(taken),
  }
}
