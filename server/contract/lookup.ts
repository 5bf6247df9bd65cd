import type { Place } from '../domain/place.ts'

/** What a view needs beside the thing it shows: names from the registry and the district's time zone. */
export interface Lookup {
  readonly timeZone: string
  /** The id itself when the township is not registered any more. */
  townshipName(id: string): string
  /** undefined when the place is not registered any more. */
  place(id: string): Place | undefined
}
