import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { findChromium } from '../../../server/adapters/chromium/find-chromium.ts'
import { parseConfig } from '../../../server/config/config.ts'
import { openPictures } from '../../../server/open-adapters.ts'
import { temporaryFolder } from '../../support/real-server.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())

it('finds the first name that is a program, and nothing where there is none', () => {
  const [first, second] = ['a', 'b'].map((name) => join(folder.path, name))
  for (const one of [first!, second!]) mkdirSync(one)
  const path = `:${first}:${second}`
  expect(findChromium(path)).toBeNull()
  writeFileSync(join(first!, 'chromium'), 'not a program', { mode: 0o644 })
  writeFileSync(join(second!, 'google-chrome'), '', { mode: 0o755 })
  expect(findChromium(path)).toBe(join(second!, 'google-chrome'))
  writeFileSync(join(second!, 'chromium'), '', { mode: 0o755 })
  expect(findChromium(path)).toBe(join(second!, 'chromium'))
  expect(findChromium(path, [join(second!, 'google-chrome')])).toBe(join(second!, 'google-chrome'))
  expect(findChromium(path, [join(first!, 'chromium')])).toBeNull()
})

it('ends the start in plain words where the one that is named is no program', () => {
  const config = (chromium: string) => {
    const parsed = parseConfig({ WINDBREAK_CHROMIUM: chromium })
    if (!('realm' in parsed)) throw new Error(JSON.stringify(parsed))
    return parsed
  }
  expect(openPictures(config('off'), process.env.PATH ?? '')).toBeNull()
  expect(openPictures(config(''), folder.path)).toBeNull()
  expect(() => openPictures(config('/no/such/chromium'), '')).toThrow(
    'WINDBREAK_CHROMIUM: there is no program /no/such/chromium; leave it out, or write off',
  )
})
