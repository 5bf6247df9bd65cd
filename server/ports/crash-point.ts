/**
 * Named points between two effects. In production the function does nothing; the crash tests name one point
 * (`WINDBREAK_CRASH_AT`) at which the process is killed, to prove that a restart neither repeats nor forgets.
 */
export const CRASH_POINTS = [
  'intake.before-append',
  'intake.appended',
  'shipping.before-write',
  'shipping.written',
  'control.before-commit',
  'control.committed',
  'order.before-issue',
  'order.issued',
  'order.before-acknowledge',
  'order.acknowledged',
  'order.before-done',
  'order.done',
  'order.before-release',
  'order.released',
] as const

export type CrashPointName = (typeof CRASH_POINTS)[number]

export type CrashPoint = (name: CrashPointName) => void
