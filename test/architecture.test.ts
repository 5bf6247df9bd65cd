/** The map in the README, enforced: each folder imports only what is listed, and the domain stays pure (invariant 12). */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')

/** What each folder may import. Packages are written `npm:name`, Node's own modules `node:`. */
const mayImport: Record<string, readonly string[]> = {
  'server/domain': ['server/domain', 'npm:date-fns', 'npm:@date-fns/tz'],
  'server/contract': ['server/contract', 'server/domain', 'npm:zod'],
  'server/ports': ['server/ports', 'server/domain'],
  'server/flows': ['server/flows', 'server/ports', 'server/contract', 'server/domain', 'node:crypto', 'npm:csv-parse'],
  'server/adapters': ['server/adapters', 'server/ports', 'server/domain', 'npm:', 'node:'],
  'server/http': ['server/http', 'server/flows', 'server/ports', 'server/contract', 'server/domain', 'npm:', 'node:'],
  web: ['web', 'server/contract', 'server/domain', 'npm:', 'svelte'],
  simulators: ['simulators', 'npm:mqtt', 'npm:csv-parse', 'npm:date-fns', 'npm:@date-fns/tz', 'node:'],
}

const importPattern = /(?:^\s*(?:import|export)\s[^'"]*?from\s*|^\s*import\s*|\bimport\(\s*)['"]([^'"]+)['"]/gm

function sourcesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|svelte|mjs)$/.test(name))
    .map((name) => join(folder, name))
}

function importsOf(folder: string): { file: string; target: string }[] {
  return sourcesOf(folder).flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(importPattern)].map(([, target]) => ({
      file,
      target: resolveTarget(file, target ?? ''),
    })),
  )
}

/** 'server/domain/units.ts' for a relative import, 'npm:echarts' for a package, 'node:fs' for Node itself. */
function resolveTarget(file: string, target: string): string {
  if (target.startsWith('.')) return relative(root, join(root, dirname(file), target))
  if (target.startsWith('node:')) return target
  return `npm:${target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/')}`
}

function allows(allowed: string, target: string): boolean {
  return target === allowed || target.startsWith(allowed.endsWith(':') ? allowed : `${allowed}/`)
}

describe('architecture', () => {
  it.each(Object.keys(mayImport))('%s imports only what the map allows', (folder) => {
    const trespasses = importsOf(folder)
      .filter(({ target }) => !mayImport[folder]!.some((allowed) => allows(allowed, target)))
      .map(({ file, target }) => `${file} → ${target}`)
    expect(trespasses).toEqual([])
  })

  it('keeps adapters apart: none imports another', () => {
    const trespasses = importsOf('server/adapters').filter(
      ({ file, target }) => target.startsWith('server/adapters/') && file.split('/')[2] !== target.split('/')[2],
    )
    expect(trespasses).toEqual([])
  })

  it('lets nobody import main', () => {
    const everywhere = ['server', 'simulators', 'web'].flatMap(importsOf)
    expect(everywhere.filter(({ target }) => target === 'server/main.ts')).toEqual([])
  })

  it('invariant 12: the domain reads no clock, no environment, no chance, and prints nothing', () => {
    const forbidden =
      /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bprocess\.\w|\bconsole\.|\bperformance\.|\bsetTimeout\b|\bfetch\(/
    const trespasses = sourcesOf('server/domain').filter((file) =>
      forbidden.test(readFileSync(join(root, file), 'utf8')),
    )
    expect(trespasses).toEqual([])
  })

  it('reads the environment in main alone', () => {
    const readers = sourcesOf('server').filter((file) => readFileSync(join(root, file), 'utf8').includes('process.env'))
    expect(readers.filter((file) => file !== 'server/main.ts')).toEqual([])
  })

  it('has ports of five methods at most', () => {
    const tooWide = sourcesOf('server/ports').flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/export interface (\w+)[^{]*\{([\s\S]*?)\n\}/g)]
        .filter(([, , body]) => (body?.match(/^ {2}\w+\(/gm) ?? []).length > 5)
        .map(([, name]) => `${file}: ${name}`),
    )
    // Six: a drill must be able to empty what it has, and nothing else is to be taken out.
    expect(tooWide).toEqual(['server/ports/operations.ts: OrderBook'])
  })
})
