/** The units bare numbers carry inside Windbreak. Names only; a quantity's unit also stands in its field's name. */

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number
/** A length of time in milliseconds. */
export type Ms = number
/** Micrograms per cubic metre at ambient conditions (GB 3095-2026, section 3: particles are not normalised). */
export type UgM3 = number
/** Metres per second. */
export type Mps = number
/** Degrees clockwise from north, naming where the wind comes *from*. */
export type Degrees = number

export const SECOND: Ms = 1_000
export const MINUTE: Ms = 60 * SECOND
export const HOUR: Ms = 60 * MINUTE
export const DAY: Ms = 24 * HOUR
