/** `npm run drill`: gives a drill its streams, its environment and Ctrl-C. Everything else is in `run-drill.ts`. */
import { runDrill } from './run-drill.ts'

// `on`, not `once`: Ctrl-C reaches us from the terminal and again from npm, and the second must not kill us while the
// server is being ended.
const interrupted = new Promise<void>((resolve) => {
  process.on('SIGINT', () => resolve())
  process.on('SIGTERM', () => resolve())
})

process.exitCode = await runDrill(process.argv.slice(2), {
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  interrupted,
  program: null,
})
