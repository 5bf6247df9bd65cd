/**
 * Ends the thread of the embedded database when it does not answer any more: with a full disk it spins for ever in one
 * statement, and neither room nor a signal brings it back. Its folder is opened again by a new thread, which recovers
 * what was confirmed.
 */
import type { Worker } from 'node:worker_threads'
import type { Ms } from '../../domain/units.ts'

const ASK_EVERY_MS: Ms = 1_000

export interface WatchdogSettings {
  /** Longer than any statement may take. */
  readonly answerWithinMs: Ms
  readonly onSilent: () => void
}

/** Asks until the thread ends. Returns what ends the asking. */
export function watch(worker: Worker, { answerWithinMs, onSilent }: WatchdogSettings): () => void {
  let askedTimes = 0
  let isAnswered = true
  const timer = setInterval(() => {
    // Counted in beats: a process that stood still for a minute must not take that for the silence of its thread.
    askedTimes = isAnswered ? 0 : askedTimes + 1
    if (askedTimes * ASK_EVERY_MS >= answerWithinMs) {
      stop()
      return onSilent()
    }
    if (!isAnswered) return
    isAnswered = false
    worker.postMessage('are-you-there')
  }, ASK_EVERY_MS)
  timer.unref()
  const hear = (message: unknown) => {
    if (message === 'here') isAnswered = true
  }
  worker.on('message', hear)
  const stop = () => {
    clearInterval(timer)
    worker.off('message', hear)
  }
  worker.once('exit', stop)
  return stop
}
