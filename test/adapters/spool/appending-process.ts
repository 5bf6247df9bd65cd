/** A process to be killed: appends without end, many at once, and prints each number the spool confirmed. */
import { writeSync } from 'node:fs'
import { openFileSpool } from '../../../server/adapters/spool/file-spool.ts'

const folder = process.argv[2]!
const spool = await openFileSpool({
  folder,
  segmentBytes: 64 * 1_024,
  maxBytes: 1_073_741_824,
  onFatal: (error) => {
    console.error(error)
    process.exit(1)
  },
})
const shipping = spool.cursor('shipping')

async function appendWithoutEnd(): Promise<void> {
  for (;;) {
    const text = `record ${Math.random()} ${'x'.repeat(Math.random() * 300)}`
    const seq = await spool.append(Buffer.from(text))
    // Straight to the pipe: what is printed was confirmed, and a kill loses none of it.
    writeSync(1, `${seq} ${text}\n`)
    if (seq % 97 === 0) await shipping.commit(seq - 90)
  }
}

await Promise.all(Array.from({ length: 32 }, appendWithoutEnd))
