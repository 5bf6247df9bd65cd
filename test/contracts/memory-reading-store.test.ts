import { describe } from 'vitest'
import { memoryReadingStore } from '../support/memory-reading-store.ts'
import { readingStoreContract } from './reading-store.suite.ts'

describe('reading store in memory', () => {
  readingStoreContract(async () => {
    const store = memoryReadingStore()
    return { store, end: () => store.close() }
  })
})
