/** Episodes with their timeline. A timeline only grows, so saving never has to remove a change. */
import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm'
import type { Episode } from '../../domain/control/episode.ts'
import { scopeKey, scopeOf } from '../../domain/control/scope.ts'
import type { EpisodeBook, EpisodeFilter } from '../../ports/books/episodes.ts'
import type { Database } from './database.ts'
import { afterCursor, mapPage, pageOf, rowsToFetch } from './page.ts'
import { saveVersions, upsertRows } from './rows.ts'
import { episode, episodeChange } from './schema.ts'

type Row = typeof episode.$inferSelect & { readonly changes: readonly (typeof episodeChange.$inferSelect)[] }

const TIMELINE = { changes: { orderBy: episodeChange.n } } as const

export function episodeBook(database: Database): EpisodeBook {
  return {
    async get(id) {
      const row = await database.query.episode.findFirst({ where: eq(episode.id, id), with: TIMELINE })
      return row ? episodeOf(row) : null
    },

    async list(filter) {
      const rows = await database.query.episode.findMany({
        where: and(...conditions(filter), afterCursor(filter, episode.openedAt, episode.id)),
        orderBy: [desc(episode.openedAt), desc(episode.id)],
        limit: rowsToFetch(filter),
        with: TIMELINE,
      })
      return mapPage(
        pageOf(filter, rows, (row) => [row.openedAt, row.id]),
        episodeOf,
      )
    },

    async latestOf(kind, scope) {
      const row = await database.query.episode.findFirst({
        where: and(eq(episode.kind, kind), eq(episode.scope, scope)),
        orderBy: [desc(episode.openedAt), desc(episode.id)],
        with: TIMELINE,
      })
      return row ? episodeOf(row) : null
    },

    async save(one) {
      const { scope, rulePack, changes, ...facts } = one
      const row = { ...facts, scope: scopeKey(scope), rulePackId: rulePack.id, rulePackVersion: rulePack.version }
      await saveVersions(database, episode, [row])
      const timeline = changes.map((change, n) => ({ ...change, episodeId: one.id, n }))
      await upsertRows(database, episodeChange, timeline, [episodeChange.episodeId, episodeChange.n])
    },
  }
}

function conditions({ state, kind }: EpisodeFilter) {
  const byState = { open: isNull(episode.closedAt), closed: isNotNull(episode.closedAt) }
  return [state ? byState[state] : undefined, kind ? eq(episode.kind, kind) : undefined]
}

function episodeOf({ scope, rulePackId, rulePackVersion, changes, ...facts }: Row): Episode {
  return {
    ...facts,
    scope: scopeOf(scope),
    rulePack: { id: rulePackId, version: rulePackVersion },
    changes: changes.map(({ episodeId: _episodeId, n: _n, ...change }) => change),
  }
}
