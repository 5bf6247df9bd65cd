/** The beat of the live control loop, by the machine's time. */
const EVERY_MS = 1_000

/** Calls again a second after the last call ended. Returns the function that ends it and waits for a call under way. */
export function everySecond(work: () => Promise<unknown>): () => Promise<void> {
  let isStopped = false
  let timer: NodeJS.Timeout | null = null
  let underWay: Promise<unknown> = Promise.resolve()
  const next = () => {
    if (isStopped) return
    underWay = work().finally(() => {
      timer = setTimeout(next, EVERY_MS)
    })
  }
  next()
  return async () => {
    isStopped = true
    if (timer) clearTimeout(timer)
    await underWay
  }
}
