import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { followedBy, NOTHING, sumOf, trailer } from '../../server/http/gzip-trailer.ts'

it('sums pieces put one behind another as the whole is summed', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 3_000 })), (pieces) => {
      const whole = Buffer.concat(pieces)
      const total = pieces.map(sumOf).reduce(followedBy, NOTHING)
      expect(total).toEqual({ crc: crc32(whole), bytes: whole.byteLength })
    }),
  )
})

it('counts the length round after 4 GiB, as the format has it', () => {
  expect(followedBy({ crc: 0, bytes: 2 ** 32 - 1 }, sumOf(Buffer.from('ab'))).bytes).toBe(1)
})

it('ends with an empty last block, the sum and the length, lowest byte first', () => {
  expect([...trailer({ crc: 0x01020304, bytes: 5 })]).toEqual([3, 0, 4, 3, 2, 1, 5, 0, 0, 0])
})
