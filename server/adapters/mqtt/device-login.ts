/** Whether a device may connect: it names itself by its user name, and proves it by its secret where it has one. */
import { timingSafeEqual } from 'node:crypto'
import { DEVICE_ID } from '../../domain/air/reading.ts'

export interface DeviceSecrets {
  /** Left out: every well-formed id may connect. */
  readonly isKnownDevice?: (device: string) => boolean
  /** The secret a device must give as its password; null refuses it. Left out: none is asked for. */
  readonly secretOf?: (device: string) => string | null
}

/** Why it is refused, for the log and never for the device; null when it may connect. */
export function refusalOf(
  secrets: DeviceSecrets,
  username: string | undefined,
  password: Buffer | undefined,
): string | null {
  if (!username) return 'it gave no user name: a device connects with its id as user name'
  if (!DEVICE_ID.test(username)) return 'its user name is not a device id'
  if (secrets.isKnownDevice && !secrets.isKnownDevice(username)) return 'no such device is registered'
  if (!secrets.secretOf) return null
  const secret = secrets.secretOf(username)
  if (secret === null) return 'it has no secret here'
  return isSame(Buffer.from(secret), password ?? Buffer.alloc(0)) ? null : 'its password is wrong'
}

function isSame(expected: Buffer, given: Buffer): boolean {
  return expected.length === given.length && timingSafeEqual(expected, given)
}
