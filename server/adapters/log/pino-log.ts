/** The log: one line of JSON per event on standard error, with what looks like a secret struck out. */
import { pino } from 'pino'
import type { Log } from '../../ports/log.ts'

const SECRETS = ['token', 'password', 'secret', 'authorization', '*.token', '*.password', '*.secret', '*.authorization']

export function createPinoLog(level: 'error' | 'warn' | 'info'): Log {
  const logger = pino(
    {
      level,
      base: null,
      serializers: { error: pino.stdSerializers.err },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRETS, censor: '***' },
    },
    pino.destination({ dest: 2, sync: true }),
  )
  return {
    info: (event, facts) => logger.info(facts ?? {}, event),
    warn: (event, facts) => logger.warn(facts ?? {}, event),
    error: (event, facts) => logger.error(facts ?? {}, event),
  }
}
