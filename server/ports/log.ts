export type LogFacts = Readonly<Record<string, unknown>>

/** Events, not prose: `log.warn('store.unavailable', { why })`. */
export interface Log {
  info(event: string, facts?: LogFacts): void
  warn(event: string, facts?: LogFacts): void
  error(event: string, facts?: LogFacts): void
}
