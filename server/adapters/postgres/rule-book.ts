/** What each rule knows about each scope. */
import type { RuleBook } from '../../ports/books/rules.ts'
import type { Database } from './database.ts'
import { upsertRows } from './rows.ts'
import { ruleState } from './schema.ts'

export function ruleBook(database: Database): RuleBook {
  return {
    all: () => database.select().from(ruleState).orderBy(ruleState.rule, ruleState.scope),
    save: (states) => upsertRows(database, ruleState, states, [ruleState.rule, ruleState.scope]),
  }
}
