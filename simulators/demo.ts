/** `npm run demo`: gives the demo its streams, its environment, the machine's clock and Ctrl-C. */
import { runDemo } from './demo/run-demo.ts'

const interrupted = new Promise<void>((resolve) => {
  process.on('SIGINT', () => resolve())
  process.on('SIGTERM', () => resolve())
})

const code = await runDemo(
  { env: process.env, stdout: process.stdout, stderr: process.stderr, interrupted, program: null },
  () => Date.now(),
)
// Ctrl-C is how a demo ends.
process.exit(code === 130 ? 0 : code)
