/** Progress on standard error: one line that is rewritten on a terminal, a line every few seconds elsewhere. */
import { BEIJING_OFFSET, type EpochMs, formatLocal } from './local-time.ts'
import type { Played } from './player.ts'

const EVERY_MS = 5_000
const EVERY_ON_TERMINAL_MS = 200

export interface Progress {
  show(progress: Played & { readonly now: EpochMs }): void
  /** Ends a rewritten line, so that what follows starts on its own. */
  finish(): void
}

export interface ProgressScreen {
  readonly isTTY?: boolean
  write(text: string): unknown
}

export function createProgress(
  screen: ProgressScreen,
  from: EpochMs,
  to: EpochMs,
  machineNow: () => number = () => performance.now(),
): Progress {
  const every = screen.isTTY ? EVERY_ON_TERMINAL_MS : EVERY_MS
  let shownAt = machineNow()
  let isLineOpen = false
  return {
    show: ({ now, published, acknowledged }) => {
      const machine = machineNow()
      if (machine - shownAt < every) return
      shownAt = machine
      const part = Math.min(100, Math.floor(((now - from) / (to - from)) * 100))
      const at = formatLocal(now, BEIJING_OFFSET)
      const line = `drill ${at} ${part} %: ${published} readings published, ${acknowledged} acknowledged`
      screen.write(screen.isTTY ? `\r${line}\u001b[K` : `${line}\n`)
      isLineOpen = screen.isTTY === true
    },
    finish: () => {
      if (isLineOpen) screen.write('\n')
      isLineOpen = false
    },
  }
}
