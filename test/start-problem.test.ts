import { expect, it } from 'vitest'
import { wordsOf } from '../server/start-problem.ts'

it.each([
  { thrown: new Error('the disk is full'), words: 'the disk is full' },
  { thrown: 'a text', words: 'a text' },
  { thrown: undefined, words: 'undefined' },
  { thrown: { message: 'not an Error, but like one' }, words: 'not an Error, but like one' },
  { thrown: { errno: 51 }, words: '{"errno":51}' },
])('a start that failed says "$words"', ({ thrown, words }) => {
  expect(wordsOf(thrown)).toBe(words)
})
