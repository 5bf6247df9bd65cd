/** What a process costs, as the kernel counts it, and how figures are printed. */
import { readFileSync } from 'node:fs'
import { loadavg } from 'node:os'

/** Milliseconds of processor time since its start, all threads. */
export function cpuMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  // The kernel counts in hundredths of a second.
  return (Number(fields[11]) + Number(fields[12])) * 10
}

export function memoryMbOf(pid: number): { readonly now: number; readonly most: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const mb = (name: string) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1_024)
  return { now: mb('VmRSS'), most: mb('VmHWM') }
}

/** `sorted` rising; `share` from 0 to 1. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

export function rounded(value: number, digits = 1): number {
  return Number(value.toFixed(digits))
}

/** One line per figure, with the load of the machine beside it: without that it means little. */
export function print(name: string, facts: Readonly<Record<string, number | string>>): void {
  const words = Object.entries(facts).map(([key, value]) => `${key} ${value}`)
  console.log(`${name}: ${words.join(', ')} [load ${rounded(loadavg()[0] ?? 0)}]`)
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
