/** `npm run bench`: figures, not verdicts. Each prints what it measured; `README.md` beside it keeps them. */
import { defineConfig } from 'vitest/config'

/** Installs a program of others: only when it is named. */
const PEERS = 'test/bench/peers.bench-test.ts'

export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/bench/**/*.bench-test.ts'],
    exclude: process.argv.some((word) => word.includes('peers')) ? [] : [PEERS],
    testTimeout: 3_600_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
})
