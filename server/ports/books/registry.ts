/** Townships, places and devices. */
import type { Registry } from '../../domain/place.ts'

export interface RegistryBook {
  load(): Promise<Registry>
  /** Inserts or replaces by id. */
  save(registry: Partial<Registry>): Promise<void>
  remove(kind: 'townships' | 'places' | 'devices', id: string): Promise<'removed' | 'unknown' | 'in-use'>
}
