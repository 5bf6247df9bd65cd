/** The tests' way to kill the program at a named point; nothing in production. */
import type { CrashPoint, CrashPointName } from './ports/crash-point.ts'

export function crashPoint(at: CrashPointName | null): CrashPoint {
  if (at === null) return () => undefined
  return (name) => {
    if (name === at) process.kill(process.pid, 'SIGKILL')
  }
}
