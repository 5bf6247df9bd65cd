/**
 * ACT: what a rule decided of one scope becomes an episode, drafts and orders.
 *
 * Works inside one change of the operations database. The rule's mode says how a raise leaves the house:
 * advise waits for a person, countdown issues itself when nobody answers, automatic issues at once.
 */
import type { AuditEntry } from '../../domain/audit.ts'
import { episodeCause, isSameCause } from '../../domain/control/cause.ts'
import type { Draft } from '../../domain/control/draft.ts'
import type { Episode, LevelChange } from '../../domain/control/episode.ts'
import type { Order } from '../../domain/control/order.ts'
import type { Scope } from '../../domain/control/scope.ts'
import type { Judgement, Rule, RuleMemory, RuleMode, RulePack } from '../../domain/rules/rule.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { Notification } from '../../ports/books/notifications.ts'
import type { Clock } from '../../ports/clock.ts'
import { type Books, StaleVersion } from '../../ports/operations.ts'
import type { By } from '../common/by.ts'
import type { EpisodeOrders } from './cause-orders.ts'
import type { Judged } from './rule-runner.ts'

export interface FollowParts {
  readonly orders: EpisodeOrders
  readonly clock: Clock
  readonly newId: () => string
}

/** What changed, for the live stream. */
export interface Changed {
  readonly episodes: readonly Episode[]
  readonly drafts: readonly Draft[]
  readonly orders: readonly Order[]
}

export const NOTHING_CHANGED: Changed = { episodes: [], drafts: [], orders: [] }

export function merged(all: readonly Changed[]): Changed {
  return {
    episodes: all.flatMap((one) => one.episodes),
    drafts: all.flatMap((one) => one.drafts),
    orders: all.flatMap((one) => one.orders),
  }
}

/** Carries out one judgement. `at` is the instant judged. */
export async function followDecision(
  books: Books,
  parts: FollowParts,
  { rule, scope, key, judgement: decision }: Judged,
  at: EpochMs,
): Promise<Changed> {
  if (decision.changes.length === 0 && decision.blind === null && decision.review === null) return NOTHING_CHANGED
  const { pack } = rule
  const latest = await books.episodes.latestOf(rule.id, key)
  if (latest?.hold && latest.hold.until > at && decision.changes.some((change) => change.to === 0)) {
    throw new StaleVersion(`a person began to hold episode ${latest.id} open while its close was judged`)
  }
  let episode = latest !== null && (latest.closedAt === null || decision.reopened) ? latest : null
  if (decision.blind === 'began') await books.notifications.add([noDataNotice(rule.id, key, episode, at)])
  if (!episode && decision.changes.length === 0) return NOTHING_CHANGED

  const all: Changed[] = []
  for (const change of decision.changes) {
    episode = withChange(episode ?? newEpisode(rule, scope, change.at, parts.newId()), change)
  }
  if (!episode) return NOTHING_CHANGED
  episode = withBlindness(episode, decision.blind, at)
  if (decision.changes.length > 0 || decision.blind !== null) {
    episode = { ...episode, version: (latest?.id === episode.id ? latest.version : 0) + 1 }
    await books.episodes.save(episode)
    await books.audit.append(episodeAudit(episode, decision, at))
    all.push({ ...NOTHING_CHANGED, episodes: [episode] })
  }
  for (const change of decision.changes)
    all.push(await followLevel(books, parts, pack, episode, change, decision.reopened))
  if (decision.review) all.push(await askReview(books, parts, episode, at, decision.review))
  return merged(all)
}

function newEpisode({ id: kind, pack }: Rule, scope: Scope, openedAt: EpochMs, id: string): Episode {
  const { version, numbers, mode, release } = pack
  return {
    id,
    kind,
    scope,
    rulePack: { id: pack.id, version },
    thresholds: { ...numbers, mode, release },
    openedAt,
    closedAt: null,
    level: 0,
    maxLevel: 0,
    blindSince: null,
    hold: null,
    changes: [],
    version: 0,
  }
}

function withChange(episode: Episode, change: LevelChange): Episode {
  return {
    ...episode,
    level: change.to,
    maxLevel: Math.max(episode.maxLevel, change.to),
    closedAt: change.to === 0 ? change.at : null,
    changes: [...episode.changes, change],
  }
}

function withBlindness(episode: Episode, blind: 'began' | 'ended' | null, at: EpochMs): Episode {
  if (episode.closedAt !== null) return { ...episode, blindSince: null }
  if (blind === 'began') return { ...episode, blindSince: at }
  return blind === 'ended' ? { ...episode, blindSince: null } : episode
}

async function followLevel(
  books: Books,
  parts: FollowParts,
  pack: RulePack,
  episode: Episode,
  change: LevelChange,
  reopened: boolean,
): Promise<Changed> {
  const at = change.at
  if (change.to === 0) return close(books, parts, pack, episode, at)
  const mode = modeOf(pack, change)
  const by = { actor: 'system', reason: `${episode.rulePack.id} ${episode.rulePack.version}: ${change.reason.code}` }
  const demand = { episode, level: change.to, at, by, again: reopened ? 'reopened' : 'raisedAfterRelease' } as const
  if (change.to < change.from) {
    // What the lower level asks may have been ordered before: then the draft has nothing left to decide.
    const isOrdered = (await books.orders.ofCause(episodeCause(episode.id))).some(
      (order) => order.state === 'issued' && order.level >= change.to,
    )
    const drafts = isOrdered
      ? await drop(books, episode, ['issue'], 'lowered', at)
      : await relevel(books, episode, change.to, at, by)
    const orders = await parts.orders.lower(books, demand)
    return { ...NOTHING_CHANGED, drafts, orders }
  }
  if (mode === 'automatic') {
    const dropped = await drop(books, episode, ['issue', 'release'], 'raised', at)
    const orders = await parts.orders.raise(books, demand)
    return { ...NOTHING_CHANGED, drafts: dropped, orders }
  }
  const dropped = await drop(books, episode, ['release'], 'raised', at)
  const releveled = await relevel(books, episode, change.to, at, by)
  if (releveled.length > 0) return { ...NOTHING_CHANGED, drafts: [...dropped, ...releveled] }
  // After an outage the instant judged lies back: people get the whole countdown from when they can see it.
  const dueAt = mode === 'countdown' ? Math.max(at, parts.clock.now()) + pack.countdownMs : null
  const draft = await openDraft(books, parts, episode, 'issue', at, dueAt, by.reason)
  return { ...NOTHING_CHANGED, drafts: [...dropped, draft] }
}

/** A rule may say of a single change that it is advice only. */
export function modeOf(pack: RulePack, change: LevelChange): RuleMode {
  return change.reason.onlyAdvise.length > 0 ? 'advise' : pack.mode
}

async function close(
  books: Books,
  parts: FollowParts,
  pack: RulePack,
  episode: Episode,
  at: EpochMs,
): Promise<Changed> {
  const dropped = await drop(books, episode, ['issue', 'review'], 'closed', at)
  const by = { actor: 'system', reason: `${episode.rulePack.id} ${episode.rulePack.version}: closed` }
  if (pack.release === 'automatic') {
    const orders = await parts.orders.releaseAll(books, episode, at, by)
    return { ...NOTHING_CHANGED, drafts: dropped, orders }
  }
  const inForce = (await books.orders.ofCause(episodeCause(episode.id))).some((order) => order.state === 'issued')
  if (!inForce) return { ...NOTHING_CHANGED, drafts: dropped }
  const draft = await openDraft(books, parts, episode, 'release', at, null, by.reason)
  return { ...NOTHING_CHANGED, drafts: [...dropped, draft] }
}

async function openDraft(
  books: Books,
  parts: FollowParts,
  episode: Episode,
  kind: Draft['kind'],
  at: EpochMs,
  dueAt: EpochMs | null,
  why: string,
): Promise<Draft> {
  const draft: Draft = {
    id: parts.newId(),
    kind,
    cause: episodeCause(episode.id),
    // After a close the level in force is 0; what waits to be released is what was asked at the highest level.
    level: episode.level || episode.maxLevel,
    state: 'waiting',
    createdAt: at,
    dueAt,
    holdReason: null,
    heldBy: null,
    decidedAt: null,
    decidedBy: null,
    dropReason: null,
    version: 1,
  }
  await books.drafts.save(draft)
  await books.audit.append([draftAudit(draft, 'draft.opened', at, { actor: 'system', reason: why })])
  return draft
}

async function pendingOf(books: Books, episode: Episode, kinds: readonly Draft['kind'][]): Promise<readonly Draft[]> {
  const pending = await books.drafts.pending()
  return pending.filter((draft) => isSameCause(draft.cause, episodeCause(episode.id)) && kinds.includes(draft.kind))
}

/** A draft still waiting follows the level; its countdown goes on. */
async function relevel(books: Books, episode: Episode, level: number, at: EpochMs, by: By): Promise<Draft[]> {
  const drafts = (await pendingOf(books, episode, ['issue'])).map((draft) => ({
    ...draft,
    level,
    version: draft.version + 1,
  }))
  for (const draft of drafts) {
    await books.drafts.save(draft)
    await books.audit.append([draftAudit(draft, 'draft.releveled', at, by)])
  }
  return drafts
}

async function drop(
  books: Books,
  episode: Episode,
  kinds: readonly Draft['kind'][],
  why: string,
  at: EpochMs,
): Promise<Draft[]> {
  const dropped = (await pendingOf(books, episode, kinds)).map((draft) => ({
    ...draft,
    state: 'dropped' as const,
    decidedAt: at,
    decidedBy: 'system',
    dropReason: why,
    version: draft.version + 1,
  }))
  for (const draft of dropped) {
    await books.drafts.save(draft)
    await books.audit.append([draftAudit(draft, 'draft.dropped', at, { actor: 'system', reason: why })])
  }
  return dropped
}

async function askReview(
  books: Books,
  parts: FollowParts,
  episode: Episode,
  at: EpochMs,
  why: string,
): Promise<Changed> {
  const waiting = await pendingOf(books, episode, ['review'])
  if (waiting.length > 0) return NOTHING_CHANGED
  const draft = await openDraft(books, parts, episode, 'review', at, null, why)
  await books.notifications.add([toChief(`${draft.id}/review`, 'review', at, { episode: episode.id, why })])
  return { ...NOTHING_CHANGED, drafts: [draft] }
}

/** The office is told in any case: without wind data nobody would be ordered, and silence must not look like calm. */
function noDataNotice(rule: string, scope: string, episode: Episode | null, at: EpochMs): Notification {
  const facts = { rule, scope, since: at, episode: episode?.id ?? null, level: episode?.level ?? 0 }
  return { ...toChief(`${rule}/${scope}/no-data/${at}`, 'no-data', at, facts), recipient: 'officer' }
}

export function toChief(
  key: string,
  kind: Notification['kind'],
  at: EpochMs,
  facts: Readonly<Record<string, unknown>>,
): Notification {
  return { key, kind, orderId: null, recipient: 'chief', createdAt: at, facts }
}

export function draftAudit(draft: Draft, action: string, at: EpochMs, by: By): AuditEntry {
  return {
    at,
    actor: by.actor,
    action,
    subject: `draft:${draft.id}`,
    revision: draft.version,
    cause: by.reason,
    details: { cause: draft.cause, kind: draft.kind, level: draft.level, dueAt: draft.dueAt },
  }
}

function episodeAudit(episode: Episode, decision: Judgement<RuleMemory>, at: EpochMs): AuditEntry[] {
  const base = { actor: 'system', subject: `episode:${episode.id}`, revision: episode.version }
  const rule = `${episode.rulePack.id} ${episode.rulePack.version}`
  const changes = decision.changes.map((change) => ({
    ...base,
    at: change.at,
    action: `episode.${change.reason.code}`,
    cause: `${rule}: ${change.reason.code}`,
    details: { from: change.from, to: change.to, reason: change.reason, readings: change.readings },
  }))
  if (decision.blind === null) return changes
  const action = decision.blind === 'began' ? 'episode.blind' : 'episode.sighted'
  return [...changes, { ...base, at, action, cause: `${rule}: no data`, details: { level: episode.level } }]
}
