import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/torture/**', 'test/bench/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two cores are shared with real servers; more files at once only slow each other.
    maxWorkers: 2,
  },
})
