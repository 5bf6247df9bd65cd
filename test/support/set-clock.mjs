/** Preloaded into a server: its clock is set by as many ms as the file `TEST_CLOCK_FILE` says, read ten times a second. */
import { readFileSync } from 'node:fs'

const now = Date.now
let setBy = 0
const read = () => {
  setBy = Number(readFileSync(process.env.TEST_CLOCK_FILE, 'utf8'))
}
read()
setInterval(read, 100).unref()
Date.now = () => now() + setBy
