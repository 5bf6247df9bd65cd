/** `npm run dev`: rebuilds the server on every change and restarts it; the dashboard is served by vite with hot reload. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { context } from 'esbuild'
import { copyBesideBundle, serverBundle } from './build.mjs'

const root = join(import.meta.dirname, '..')
const builder = await context(serverBundle)
await builder.watch()
copyBesideBundle()

const children = [spawn(process.execPath, ['--watch', 'dist/server/main.js'], { cwd: root, stdio: 'inherit' })]
if (existsSync(join(root, 'web', 'index.html'))) {
  children.push(spawn(process.execPath, ['node_modules/vite/bin/vite.js'], { cwd: root, stdio: 'inherit' }))
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    for (const child of children) child.kill(signal)
    await builder.dispose()
    process.exit(0)
  })
}
