import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

// The dashboard lives in web/, the tests beside it: only a test run looks at the whole project.
export default defineConfig(({ mode }) => ({
  root: mode === 'test' ? '.' : 'web',
  plugins: [svelte({ configFile: `${import.meta.dirname}/svelte.config.js` })],
  build: {
    outDir: `${import.meta.dirname}/dist/web`,
    emptyOutDir: true,
    // Phones in China keep old web views for years.
    target: ['chrome99', 'safari15.4', 'firefox102'],
    // A picture inside a style sheet would need data: in the policy for fonts too.
    assetsInlineLimit: 0,
    // What the page needs first is told with it: see server/http/first-files.ts.
    manifest: 'manifest.json',
    // ECharts is one piece of its own, loaded beside the shell.
    chunkSizeWarningLimit: 900,
  },
  server: { port: 5173, proxy: { '/api': 'http://127.0.0.1:8080', '/metrics': 'http://127.0.0.1:8080' } },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/torture/**', 'test/bench/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two cores are shared with real servers; more files at once only slow each other.
    maxWorkers: 2,
  },
}))
