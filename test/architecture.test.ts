/** The map in the README, enforced: each folder imports only what is listed, and the domain stays pure (invariant 12). */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')

const BELOW_FLOWS = ['server/ports', 'server/contract', 'server/domain', 'node:crypto']
const COMMON_AND_BELOW = ['server/flows/common', ...BELOW_FLOWS]

/** What each folder may import. The rooms of `flows` look down only: keep beside act beside show, none back up. Packages are written `npm:name`, Node's own modules `node:`. */
const mayImport: Record<string, readonly string[]> = {
  'server/domain': ['server/domain', 'npm:date-fns', 'npm:@date-fns/tz'],
  'server/contract': ['server/contract', 'server/domain', 'npm:zod'],
  'server/ports': ['server/ports', 'server/domain'],
  'server/flows/common': ['server/flows/common', ...BELOW_FLOWS],
  'server/flows/keep': ['server/flows/keep', 'server/flows/common', ...BELOW_FLOWS],
  'server/flows/district': ['server/flows/district', 'server/flows/common', 'npm:csv-parse', ...BELOW_FLOWS],
  'server/flows/act': ['server/flows/act', 'server/flows/district', 'server/flows/common', ...BELOW_FLOWS],
  'server/flows/show': ['server/flows/show', 'server/flows/act', 'server/flows/district', ...COMMON_AND_BELOW],
  'server/flows/drill': ['server/flows/drill', 'server/flows/act', 'server/flows/district', ...COMMON_AND_BELOW],
  'server/config': ['server/config', 'server/domain', 'server/ports', 'node:path'],
  'server/adapters': ['server/adapters', 'server/ports', 'server/domain', 'npm:', 'node:'],
  'server/http': [
    'server/http',
    'server/config',
    'server/flows',
    'server/ports',
    'server/contract',
    'server/domain',
    'npm:',
    'node:',
  ],
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

/** Every file that reaches itself again over its imports, with the way it takes. */
function circlesIn(imports: readonly { file: string; target: string }[]): string[] {
  const targetsOf = new Map<string, string[]>()
  for (const { file, target } of imports) targetsOf.set(file, [...(targetsOf.get(file) ?? []), target])
  const done = new Set<string>()
  const circles: string[] = []
  const walk = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' → '))
    if (way.includes(file) || done.has(file)) return
    for (const target of targetsOf.get(file) ?? []) walk(target, [...way, file])
    done.add(file)
  }
  for (const file of targetsOf.keys()) walk(file, [])
  return circles
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

  it('asks of a browser nothing that came after those vite.config.ts names (Chrome 99, Firefox 102)', () => {
    const tooNew = /\.(toReversed|toSorted|toSpliced|with|findLast|findLastIndex)\(/
    expect(sourcesOf('web').filter((file) => tooNew.test(readFileSync(join(root, file), 'utf8')))).toEqual([])
  })

  it('has no import circle, but for the table of pages, which pages ask for addresses', () => {
    const imports = ['server', 'simulators', 'web'].flatMap(importsOf)
    expect(circlesIn(imports.filter(({ target }) => target !== 'web/routes.ts'))).toEqual([])
  })

  it('lets main, open-adapters and broker-files alone know an adapter', () => {
    const inFolder = importsOf('server').filter(({ file }) => file.split('/').length === 2)
    const knowing = inFolder.filter(({ target }) => target.startsWith('server/adapters/')).map(({ file }) => file)
    expect([...new Set(knowing)].sort()).toEqual([
      'server/broker-files.ts',
      'server/main.ts',
      'server/open-adapters.ts',
    ])
  })

  it('gives every flow a room', () => {
    const rooms = Object.keys(mayImport).filter((folder) => folder.startsWith('server/flows/'))
    expect(sourcesOf('server/flows').filter((file) => !rooms.some((room) => file.startsWith(`${room}/`)))).toEqual([])
  })

  it('invariant 12: the domain reads no clock, no environment, no chance, and prints nothing', () => {
    const forbidden =
      /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bprocess\.\w|\bconsole\.|\bperformance\.|\bsetTimeout\b|\bfetch\(/
    const trespasses = sourcesOf('server/domain').filter((file) =>
      forbidden.test(readFileSync(join(root, file), 'utf8')),
    )
    expect(trespasses).toEqual([])
  })

  it('invariant 9: writes episodes, drafts and orders through the recorder alone, with their audit lines', () => {
    const writers = sourcesOf('server/flows').filter((file) =>
      /\b(episodes|drafts|orders)\.save\(|\baudit\.append\(/.test(readFileSync(join(root, file), 'utf8')),
    )
    // The registry, secrets, a trespass and readings shipped again have lines of their own and no episode, draft or order.
    const others = [
      'server/flows/district/device-secrets.ts',
      'server/flows/district/registry.ts',
      'server/flows/keep/set-aside.ts',
      'server/flows/keep/trespass.ts',
    ]
    expect(writers.filter((file) => !others.includes(file))).toEqual(['server/flows/act/record.ts'])
  })

  it('reads no book in an HTTP route', () => {
    const readers = sourcesOf('server/http').filter((file) =>
      /\b(operations|books|read)\.\w+\.(get|list|pending|find)\(/.test(readFileSync(join(root, file), 'utf8')),
    )
    expect(readers).toEqual([])
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
    expect(tooWide).toEqual(['server/ports/books/orders.ts: OrderBook'])
  })
})
