/** The camera with a real Chromium, and with programs that are none. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openCamera } from '../../../server/adapters/chromium/camera.ts'
import type { Picture } from '../../../server/ports/camera.ts'
import { findProgram, isMissing, temporaryFolder } from '../../support/real-server.ts'

const program = findProgram('chromium')
const searchPath = process.env.PATH ?? ''

/** Width and height stand in the first chunk of a PNG. */
function sizeOf(picture: Picture): readonly number[] {
  if (picture.kind !== 'taken') throw new Error(JSON.stringify(picture))
  const bytes = Buffer.from(picture.png)
  expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG')
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
}

const left = () =>
  [tmpdir(), '/tmp'].flatMap((one) => readdirSync(one)).filter((name) => name.startsWith('windbreak-picture-'))
const PAGE = '<!doctype html><body style="margin:0">'

describe.skipIf(isMissing('chromium', program))('a camera that is Chromium', () => {
  const camera = openCamera({ program: program ?? '', searchPath })
  afterAll(() => camera.close())

  it('takes the whole height of a page, runs none of its scripts, and leaves nothing behind', async () => {
    const script = '<script>document.body.style.width = "9000px"; document.body.innerHTML = ""</script>'
    const html = `${PAGE}<div style="height:3000px">长图 🚧</div>${script}`
    expect(sizeOf(await camera.take(html, 750))).toEqual([750, 3_000])
    expect(left()).toEqual([])
  })

  it('cuts a page that is higher than Chromium paints', async () => {
    expect(sizeOf(await camera.take(`${PAGE}<div style="height:99999px">`, 750))).toEqual([750, 16_000])
  })

  it('takes one at a time', async () => {
    const first = camera.take(`${PAGE}x`, 100)
    expect(await camera.take(`${PAGE}x`, 100)).toEqual({ kind: 'busy' })
    expect(sizeOf(await first)[0]).toBe(100)
    expect(sizeOf(await camera.take(`${PAGE}x`, 100))[0]).toBe(100)
  })
})

describe('a camera whose program is no Chromium', () => {
  const folder = temporaryFolder()
  afterAll(() => folder.remove())

  function script(name: string, lines: string): string {
    const path = join(folder.path, name)
    writeFileSync(path, `#!/bin/sh\n${lines}\n`, { mode: 0o755 })
    return path
  }

  it('gives up in time, and ends what it started with all its children', async () => {
    const mark = join(folder.path, 'alive')
    const hanging = script('hangs', `( sleep 2; touch ${mark} ) &\nsleep 60`)
    const camera = openCamera({ program: hanging, searchPath, withinMs: 300 })
    expect(await camera.take(PAGE, 750)).toEqual({ kind: 'too-late' })
    await new Promise((resolve) => setTimeout(resolve, 2_300))
    expect(readdirSync(folder.path)).not.toContain('alive')
    expect(left()).toEqual([])
  })

  it.each([
    ['ends at once', () => script('ends', 'exit 3'), /ended with 3/],
    ['is not there', () => join(folder.path, 'nothing'), /did not start/],
  ])('says so when it %s', async (_case, path, why) => {
    const camera = openCamera({ program: path(), searchPath })
    expect(await camera.take(PAGE, 750)).toEqual({ kind: 'failed', why: expect.stringMatching(why) })
    expect(left()).toEqual([])
  })

  it('gives up when the server stops', async () => {
    const camera = openCamera({ program: script('waits', 'sleep 60'), searchPath })
    const picture = camera.take(PAGE, 750)
    await camera.close()
    expect(await picture).toMatchObject({ kind: 'failed' })
  })

  it('sees nothing of the environment of the server', async () => {
    const said = join(folder.path, 'environment')
    process.env.SECRET_OF_THE_SERVER = 'x'
    await openCamera({ program: script('tells', `env > ${said}`), searchPath }).take(PAGE, 750)
    delete process.env.SECRET_OF_THE_SERVER
    expect(readFileSync(said, 'utf8')).toContain('HOME=')
    expect(readFileSync(said, 'utf8')).not.toContain('SECRET_OF_THE_SERVER')
  })
})
