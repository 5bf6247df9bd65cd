/** Secrets of devices, and devices that were registered before there were any. */
import type { DeviceSecret } from '../../domain/device-secret.ts'

export interface SecretBook {
  load(): Promise<{
    readonly secrets: readonly DeviceSecret[]
    /** Registered by a version before 0.2.0, and given no secret yet: they connect by name alone. */
    readonly byName: readonly string[]
  }>
  /** In place of all that these devices had; from now on none of them connects by name. */
  replace(devices: readonly string[], secrets: readonly DeviceSecret[]): Promise<void>
}
