/**
 * Bundles server and simulators into dist/ with esbuild, and the dashboard with vite; packages stay outside.
 * Plain JavaScript, because it runs before anything is built.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const stamp = join(root, 'dist', 'built.json')
const sources = ['server', 'simulators', 'web', 'package-lock.json', 'vite.config.ts']

export const serverBundle = {
  absWorkingDir: root,
  entryPoints: {
    'server/main': 'server/main.ts',
    'server/broker-files': 'server/broker-files.ts',
    'simulators/drill': 'simulators/drill.ts',
    'simulators/demo': 'simulators/demo.ts',
  },
  outdir: 'dist',
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  sourcemap: true,
  logLevel: 'warning',
}

/** Files that are read at run time beside the bundle. */
export function copyBesideBundle() {
  mkdirSync(join(root, 'dist', 'server'), { recursive: true })
  for (const name of ['embedded-worker.mjs', 'migrations']) {
    cpSync(join(root, 'server/adapters/postgres', name), join(root, 'dist/server', name), { recursive: true })
  }
}

export function isStale() {
  if (!existsSync(stamp)) return true
  const builtAt = statSync(stamp).mtimeMs
  return sources.some((source) => newestChange(join(root, source)) > builtAt)
}

function newestChange(path) {
  if (!existsSync(path)) return 0
  const stats = statSync(path)
  if (!stats.isDirectory()) return stats.mtimeMs
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))))
}

export async function build() {
  const { build: bundle } = await import('esbuild')
  rmSync(stamp, { force: true })
  await bundle(serverBundle)
  copyBesideBundle()
  if (existsSync(join(root, 'web', 'index.html'))) {
    const { build: buildWeb } = await import('vite')
    await buildWeb({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' })
  }
  writeFileSync(stamp, '{}\n')
}
