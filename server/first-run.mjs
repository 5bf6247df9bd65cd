/**
 * Makes every command work as the first one after `git clone`: installs packages and builds only when missing or
 * stale, then runs the command in its place. Needs nothing but Node and npm. Says what it does on standard error.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const [name, ...args] = process.argv.slice(2)

/** The heap grows by half at a time, not fourfold: a server for months need not keep what a second of work left. */
const flags = JSON.parse(readFileSync(join(root, 'server', 'node-flags.json'), 'utf8'))
const commands = {
  start: [...flags, 'dist/server/main.js'],
  drill: [...flags, 'dist/simulators/drill.js'],
  demo: [...flags, 'dist/simulators/demo.js'],
  test: ['node_modules/vitest/vitest.mjs', 'run'],
  torture: ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/torture/vitest.config.ts'],
  bench: ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/bench/vitest.config.ts'],
  screenshots: ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/screenshots/vitest.config.ts'],
  dev: ['server/dev.mjs'],
  'broker-files': ['dist/server/broker-files.js'],
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) fail(`Windbreak needs Node 20.19 or newer; this is ${process.version}.`)
const command = commands[name]
if (!command) fail(`Unknown command "${name}"; known are ${Object.keys(commands).join(', ')}.`)

if (isInstallStale()) {
  console.error('Windbreak: installing packages (npm ci) …')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const install = spawnSync(npm, ['ci', '--ignore-scripts', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 2] })
  if (install.status !== 0) fail('npm ci failed; its own words stand above.')
}

const { build, isStale } = await import('./build.mjs')
if (isStale()) {
  console.error('Windbreak: building …')
  await build()
}

const child = spawn(process.execPath, [...command, ...args], { cwd: root, stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))

/** npm writes this file last; it is older than the lock file when packages changed since. */
function isInstallStale() {
  const installed = join(root, 'node_modules', '.package-lock.json')
  return !existsSync(installed) || statSync(installed).mtimeMs < statSync(join(root, 'package-lock.json')).mtimeMs
}

function fail(why) {
  console.error(why)
  process.exit(1)
}
