/**
 * Bundles server and simulators into dist/ with esbuild, and the dashboard with vite; packages stay outside.
 * Plain JavaScript, because it runs before anything is built.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const root = join(import.meta.dirname, '..')
const stamp = join(root, 'dist', 'built.json')
/** Bytes below which a file fits into one packet in any case. */
const LEAST_COMPRESSED = 1_024
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

/** The cluster a new data folder begins with. Made once per version of the package, because it takes seconds. */
async function makeEmptyCluster() {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/@electric-sql/pglite/package.json'), 'utf8'))
  const kept = join(root, 'node_modules/.cache/windbreak', `empty-cluster-${version}.tar.gz`)
  if (!existsSync(kept)) {
    const { PGlite } = await import('@electric-sql/pglite')
    const database = await PGlite.create()
    const archive = await database.dumpDataDir('gzip')
    mkdirSync(dirname(kept), { recursive: true })
    writeFileSync(`${kept}.new`, Buffer.from(await archive.arrayBuffer()))
    renameSync(`${kept}.new`, kept)
    await database.close()
  }
  cpSync(kept, join(root, 'dist/server/empty-cluster.tar.gz'))
}

/** Beside each file of the dashboard that is worth it, what a browser gets that understands brotli or gzip. */
function compressDashboard() {
  const folder = join(root, 'dist/web')
  for (const name of readdirSync(folder, { recursive: true })) {
    const path = join(folder, name)
    if (!/\.(js|css|svg)$/.test(name) || statSync(path).size < LEAST_COMPRESSED) continue
    const bytes = readFileSync(path)
    writeFileSync(
      `${path}.br`,
      brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
    )
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
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
  await makeEmptyCluster()
  if (existsSync(join(root, 'web', 'index.html'))) {
    const { build: buildWeb } = await import('vite')
    await buildWeb({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' })
    compressDashboard()
  }
  writeFileSync(stamp, '{}\n')
}
