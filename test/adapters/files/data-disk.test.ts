import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { openDataDisk } from '../../../server/adapters/files/data-disk.ts'
import { temporaryFolder } from '../../support/real-server.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())

it('tells the room of the folder’s disk, and holds some of it back in a file', async () => {
  const disk = openDataDisk(folder.path)
  const { freeBytes, totalBytes } = await disk.room()
  expect(freeBytes).toBeGreaterThan(0)
  expect(totalBytes).toBeGreaterThanOrEqual(freeBytes)
  await disk.holdBack(3_000_000)
  const { size, blocks } = statSync(join(folder.path, 'ballast'))
  expect(size).toBe(3_000_000)
  expect(blocks * 512).toBeGreaterThanOrEqual(size)
  await disk.holdBack(0)
  expect(readdirSync(folder.path)).toEqual([])
})

it('says why a folder has no disk to look at', async () => {
  await expect(openDataDisk(join(folder.path, 'missing')).room()).rejects.toThrow('ENOENT')
})
