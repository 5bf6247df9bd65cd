/** Builds dist/ once before the tests, so that tests that start the program start what the sources say. */

import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

export default async function setup(): Promise<void> {
  // Plain JavaScript without types: it runs before anything is installed or built.
  const url = pathToFileURL(join(import.meta.dirname, '../../server/build.mjs')).href
  const { build, isStale } = (await import(url)) as { build(): Promise<void>; isStale(): boolean }
  if (isStale()) await build()
}
