/** Invariant 1, its disk half: what the spool confirmed survives a killed process (reliability.md 3.1 T14). */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { openFileSpool } from '../../../server/adapters/spool/file-spool.ts'
import { readAll, textsOf } from '../../contracts/spool.suite.ts'
import { seededRandom } from '../../support/random.ts'
import { temporaryFolder } from '../../support/real-server.ts'

const SEED = 20_260_402
const KILLS = process.env.TORTURE === 'true' ? 300 : 12

describe('a killed spool', () => {
  it(`keeps every confirmed record over ${KILLS} kills at random moments`, async () => {
    const folder = temporaryFolder()
    const program = join(folder.path, 'appending-process.mjs')
    const entryPoint = join(import.meta.dirname, 'appending-process.ts')
    await build({ entryPoints: [entryPoint], outfile: program, bundle: true, platform: 'node', format: 'esm' })
    const path = join(folder.path, 'spool')
    const random = seededRandom(SEED)
    const confirmed = new Map<number, string>()
    const open = () =>
      openFileSpool({
        folder: path,
        maxBytes: 1_073_741_824,
        onFatal: (error) => {
          throw error
        },
      })

    for (let kill = 1; kill <= KILLS; kill++) {
      const printed = await runAndKill(program, path, 1 + Math.floor(random() * 400))
      for (const [seq, line] of printed) confirmed.set(seq, line)
      const spool = await open()
      const cursor = spool.cursor('shipping')
      const found = new Set(textsOf(await readAll(cursor)))
      const missing = [...confirmed].filter(([seq, line]) => seq > cursor.committed() && !found.has(line))
      expect({ seed: SEED, kill, missing }).toEqual({ seed: SEED, kill, missing: [] })
      expect(spool.state().skipped).toBe(0)
      await spool.close()
    }
    expect(confirmed.size).toBeGreaterThan(KILLS * 100)
    folder.remove()
  })
})

/** Kills the process once it has printed so many lines; returns all it printed, by number. */
async function runAndKill(program: string, folder: string, afterLines: number): Promise<Map<number, string>> {
  const process = spawn(globalThis.process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  let printed = ''
  let lines = 0
  process.stdout.setEncoding('utf8')
  process.stdout.on('data', (text: string) => {
    printed += text
    lines += text.split('\n').length - 1
    if (lines >= afterLines) process.kill('SIGKILL')
  })
  await once(process, 'close')
  const whole = printed.slice(0, printed.lastIndexOf('\n')).split('\n')
  return new Map(whole.map((line) => [Number(line.split(' ')[0]), line]))
}
