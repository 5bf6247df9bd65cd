/** What every package says of Node, against what the README promises: 20.19 and later, 24 recommended. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

interface Locked {
  readonly engines?: { readonly node?: string } | readonly string[]
}

const lock = JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')) as {
  packages: Record<string, Locked>
}
const PROMISED = ['20.19.0', '22.13.0', '24.0.0']

/** Of the forms that occur: alternatives of ^a.b.c, >=a.b.c or a, and none other. */
function isMet(range: string, version: string): boolean {
  return range.split('||').some((one) => {
    const [, sign = '', text = ''] = /^\s*(\^|>=|)\s*(\d+(?:\.(?:\d+|x))*)\s*$/.exec(one) ?? []
    if (text === '') throw new Error(`a range of a form that nobody wrote down here: "${range}"`)
    const [wanted, found] = [numbers(text), numbers(version)]
    const isLater = compare(found, wanted) >= 0
    return sign === '>=' ? isLater : isLater && found[0] === wanted[0]
  })
}

const numbers = (text: string) => text.split('.').map((part) => (part === 'x' ? 0 : Number(part)))

function compare(one: readonly number[], other: readonly number[]): number {
  for (let n = 0; n < 3; n += 1) {
    const difference = (one[n] ?? 0) - (other[n] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

describe('the versions of Node that are promised', () => {
  it.each(PROMISED)('are taken by every package that is needed to run: %s', (version) => {
    const refusing = Object.entries(lock.packages).flatMap(([name, { engines }]) => {
      const node = Array.isArray(engines) ? undefined : (engines as { node?: string } | undefined)?.node
      return node === undefined || isMet(node, version) ? [] : [`${name}: ${node}`]
    })
    expect(refusing).toEqual([])
  })

  it.each([
    ['^20.19.0 || >=22.12.0', '20.19.0', true],
    ['^20.19.0 || >=22.12.0', '21.0.0', false],
    ['>=22.12', '20.19.0', false],
    ['20 || >=22', '20.19.0', true],
    ['>= 10.x', '24.0.0', true],
  ])('%s takes %s: %s', (range, version, expected) => {
    expect(isMet(range, version)).toBe(expected)
  })
})
