/** `npm run drill`: gives a drill its streams, its environment and Ctrl-C. Everything else is in `run-drill.ts`. */
import { runDrill } from './run-drill.ts'

const interrupted = new Promise<void>((resolve) => {
  process.once('SIGINT', resolve)
  process.once('SIGTERM', resolve)
})

process.exitCode = await runDrill(process.argv.slice(2), {
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  interrupted,
  program: null,
})
