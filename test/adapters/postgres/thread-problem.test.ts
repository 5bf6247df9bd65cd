import { describe, expect, it } from 'vitest'
import { threadProblem } from '../../../server/adapters/postgres/thread-problem.ts'

describe('what the thread of the embedded database ended of', () => {
  it.each([
    { thrown: { name: 'ErrnoError', errno: 51 }, says: 'no space is left on the disk (ENOSPC)' },
    { thrown: { name: 'ErrnoError', errno: 99 }, says: 'its file system refused (errno 99)' },
    {
      thrown: { name: 'ExitStatus', message: 'Program terminated with exit(1)', status: 1 },
      says: 'Program terminated',
    },
    { thrown: { code: 'X' }, says: '{"code":"X"}' },
    { thrown: 'a text', says: 'a text' },
    { thrown: new Error(''), says: '{}' },
  ])('is told in words: $says', ({ thrown, says }) => {
    expect(threadProblem(thrown).message).toContain(says)
  })

  it('stays the error it is', () => {
    const error = new Error('PGlite failed to initialize properly')
    expect(threadProblem(error)).toBe(error)
  })
})
