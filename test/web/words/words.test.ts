/** The texts of the screen: both languages complete and alike, none unused, none of the words the office never says. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { reportWords } from '../../../server/contract/report-words.ts'
import { air } from '../../../web/words/air.ts'
import { app } from '../../../web/words/app.ts'
import { episode } from '../../../web/words/episode.ts'
import { words } from '../../../web/words/index.ts'
import { order } from '../../../web/words/order.ts'
import { overview } from '../../../web/words/overview.ts'
import { place } from '../../../web/words/place.ts'
import { record } from '../../../web/words/record.ts'
import { site } from '../../../web/words/site.ts'
import { filled, type Wording } from '../../../web/words/text.ts'

const web = join(import.meta.dirname, '../../../web')
const sources = readdirSync(web, { recursive: true, encoding: 'utf8' })
  .filter(
    (name) =>
      /\.(ts|svelte)$/.test(name) && !/^words\/(air|app|episode|order|overview|place|record|site)\.ts$/.test(name),
  )
  .map((name) => ({ name, text: readFileSync(join(web, name), 'utf8') }))

const server = join(web, '../server')
const inFolder = (folder: string) => readdirSync(join(server, folder)).map((name) => `${folder}/${name}`)

/** Every text of the page a dictionary belongs to; the site card is a page of its own. */
const dictionaries = [
  { case: 'dashboard', texts: words as Readonly<Record<string, Wording>>, used: sources },
  {
    case: 'site card',
    texts: site as Readonly<Record<string, Wording>>,
    used: sources.filter(({ name }) => name.startsWith('site/')),
  },
  {
    case: 'report files',
    texts: reportWords as Readonly<Record<string, Wording>>,
    used: ['contract/report-words.ts', ...inFolder('http/report'), ...inFolder('http/routes')].map((name) => ({
      name,
      // Its own dictionary ends where its functions begin.
      text: readFileSync(join(server, name), 'utf8').replace(/export const reportWords = \{.*?\n\} as const/s, ''),
    })),
  },
]

function valuesIn(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort()
}

/** Keys written out, and families such as `measure.${…}`: the front of every template that begins like a key. */
function mentionsOf(used: readonly { readonly text: string }[]) {
  const all = used.map(({ text }) => text).join('\n')
  return {
    literal: new Set([...all.matchAll(/(['"`])([A-Za-z][\w.]*)\1/g)].map(([, , key]) => key)),
    families: [...all.matchAll(/`([A-Za-z][\w.]*[.A-Za-z])\$\{/g)].map(([, front]) => front ?? ''),
  }
}

describe.each(dictionaries)('the texts of the $case', ({ texts, used }) => {
  it('fill in the same values in both languages', () => {
    for (const [key, [chinese, english]] of Object.entries(texts)) {
      expect({ key, values: valuesIn(english) }).toEqual({ key, values: valuesIn(chinese) })
    }
  })

  it('are never empty, and no Chinese stands in the English', () => {
    for (const [key, [chinese, english]] of Object.entries(texts)) {
      expect(chinese, key).not.toBe('')
      expect(english, key).not.toBe('')
      if (key !== 'language') expect(english, key).not.toMatch(/\p{Script=Han}/u)
    }
  })

  it('are all used', () => {
    const { literal, families } = mentionsOf(used)
    const unused = Object.keys(texts).filter(
      (key) => !literal.has(key) && !families.some((front) => key.startsWith(front) && /[.\w]/.test(key)),
    )
    expect(unused).toEqual([])
  })

  // practice.md 7, column "never".
  it.each(['停工令', '责令停工', '复工', '大风预警', '规则包', '隔离区', '完成'])('never say %s', (word) => {
    expect(Object.entries(texts).filter(([, [chinese]]) => chinese.includes(word))).toEqual([])
  })
})

describe('words', () => {
  it('stand in one room each', () => {
    const rooms = [air, app, episode, order, overview, place, record].flatMap((room) => Object.keys(room))
    expect(rooms).toHaveLength(new Set(rooms).size)
  })

  it('take values as they are, and show one that nobody gave', () => {
    const text: Wording = ['{{name}}在{{place}}', '{{name}} at {{place}}']
    expect(filled(text, 'en', { name: '<b>$&</b>', place: 3 })).toBe('<b>$&</b> at 3')
    expect(filled(text, 'zh-CN', { name: '王' })).toBe('王在{{place}}')
  })
})
