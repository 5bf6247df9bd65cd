/** Where an installed Chromium is. */
import { accessSync, constants } from 'node:fs'
import { delimiter, resolve } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

/** The first of these names that is a program on the search path, or by itself; null when none is. */
export function findChromium(searchPath: string, names: readonly string[] = NAMES): string | null {
  const folders = searchPath.split(delimiter).filter((folder) => folder !== '')
  const places = names.flatMap((name) =>
    name.includes('/') ? [resolve(name)] : folders.map((one) => resolve(one, name)),
  )
  return places.find(isProgram) ?? null
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
