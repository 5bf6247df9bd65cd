/** A consumer in a process of its own, to be killed: keeps messages in a file by group commits, as intake does. */
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { openOutsideBroker } from '../../../server/adapters/mqtt/outside-broker.ts'

const [url = '', file = ''] = process.argv.slice(2)
const descriptor = openSync(file, 'a')
let group: { line: string; resolve: () => void }[] = []

function commit(): void {
  const kept = group
  group = []
  writeSync(descriptor, kept.map(({ line }) => `${line}\n`).join(''))
  fdatasyncSync(descriptor)
  for (const { resolve } of kept) resolve()
}

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
const inbox = openOutsideBroker({ url, clientId: 'ingest', root: 'windbreak/v1' }, quiet)
await inbox.start(
  ({ payload }) =>
    new Promise((resolve) => {
      if (group.push({ line: payload.toString(), resolve }) === 1) setTimeout(commit, 5)
    }),
  () => undefined,
)
process.send?.('ready')
process.on('SIGTERM', async () => {
  await inbox.close()
  closeSync(descriptor)
  process.exit(0)
})
