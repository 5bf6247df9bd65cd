/**
 * What a page needs first, told with the page: else the browser learns of each file only from the one before it, which
 * on a slow line costs a round trip each.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Of vite's manifest, as far as it is looked at. */
type Manifest = Readonly<
  Record<string, { readonly file: string; readonly imports?: readonly string[]; readonly css?: readonly string[] }>
>

/** Links for the head of the page that begins with `entry` (a source of the dashboard); empty without a manifest. */
export function linksFor(folder: string, entry: string): string {
  const path = join(folder, 'manifest.json')
  if (!existsSync(path)) return ''
  // Written by the build this server was made with.
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest
  const scripts = new Set<string>()
  const styles = new Set<string>()
  const add = (name: string) => {
    const chunk = manifest[name]
    if (!chunk || scripts.has(chunk.file)) return
    scripts.add(chunk.file)
    for (const style of chunk.css ?? []) styles.add(style)
    for (const needed of chunk.imports ?? []) add(needed)
  }
  add(entry)
  return [
    ...[...scripts].map((file) => `<link rel="modulepreload" crossorigin href="/${file}">`),
    ...[...styles].map((file) => `<link rel="preload" as="style" crossorigin href="/${file}">`),
  ].join('')
}
