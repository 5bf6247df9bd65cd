/** The front door says what is so: packages as installed, tests that exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }

const root = join(import.meta.dirname, '..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

it('names every package with its reason, and no other', () => {
  const table = readme.slice(readme.indexOf('| package | why |'), readme.indexOf('All are MIT'))
  const named = [...table.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell]) => cell!.split(',').map((one) => one.trim()))
  const packages = Object.keys({ ...packageJson.dependencies, ...packageJson.devDependencies })
  expect(named.filter((name) => !['package', '---'].includes(name)).sort()).toEqual(packages.sort())
})

it('names for every invariant a test that exists', () => {
  const rows = [...readme.matchAll(/^\| (\d+) \| .* \| (.+) \|$/gm)]
  expect(rows).toHaveLength(18)
  for (const [, number, tests] of rows) {
    for (const [, path] of tests!.matchAll(/`(test\/[^`]+)`/g)) {
      const [folder, pattern] = [path!.slice(0, path!.lastIndexOf('/')), path!.slice(path!.lastIndexOf('/') + 1)]
      const matcher = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`)
      const found = existsSync(join(root, folder)) && readdirSync(join(root, folder)).some((name) => matcher.test(name))
      expect({ number, path, found }).toEqual({ number, path, found: true })
    }
  }
})
