import type { PhoneCall } from '../../domain/control/signature.ts'

/** The evidence of a call, as it stands in an audit line. */
export function onRecord(call: PhoneCall | null): { readonly onBehalf?: PhoneCall } {
  return call === null ? {} : { onBehalf: call }
}
