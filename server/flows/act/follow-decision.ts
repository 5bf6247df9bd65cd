/**
 * ACT: what a rule decided of one scope becomes an episode, drafts and orders.
 *
 * Works inside one change, through the recorder. The rule's mode says how a raise leaves the house: advise waits for a
 * person, countdown issues itself when nobody answers, automatic issues at once.
 */
import { episodeCause } from '../../domain/control/cause.ts'
import type { Draft } from '../../domain/control/draft.ts'
import { type Episode, type LevelChange, newEpisode, withJudged } from '../../domain/control/episode.ts'
import { holdsOpen } from '../../domain/control/notice.ts'
import { ruleReason } from '../../domain/control/reason.ts'
import { isEverybodys } from '../../domain/rules/dust/guards.ts'
import type { Rule, RuleMode, RulePack } from '../../domain/rules/rule.ts'
import type { EpochMs } from '../../domain/units.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Books } from '../../ports/operations.ts'
import type { By } from '../common/by.ts'
import { dropDrafts, openDraft, pendingOf, relevelDrafts } from './cause-drafts.ts'
import type { CauseOrders } from './cause-orders.ts'
import type { Demands } from './demanding.ts'
import { endOrders } from './let-go.ts'
import type { Recorder, Said } from './record.ts'
import type { Judged } from './rule-runner.ts'

export interface FollowParts {
  readonly orders: CauseOrders
  readonly clock: Clock
  readonly newId: () => string
  readonly demands: Demands
}

/** A person or a notice began to hold the episode open while its close was judged: then it is not followed, and judged again. */
export async function isHeldMeanwhile(
  books: Books,
  { rule, scope, key, judgement }: Judged,
  at: EpochMs,
): Promise<boolean> {
  if (!judgement.changes.some((change) => change.to === 0)) return false
  if (rule.isDelayedByNotices) {
    const notices = await books.notices.pending()
    if (notices.some((notice) => holdsOpen(notice, scope, at))) return true
  }
  const latest = await books.episodes.latestOf(rule.id, key)
  return latest !== null && latest.hold !== null && latest.hold.until > at
}

/** Carries out one judgement. `at` is the instant judged. */
export async function followDecision(record: Recorder, parts: FollowParts, judged: Judged, at: EpochMs): Promise<void> {
  const { rule, scope, key, judgement } = judged
  const { changes, blind, reopened, review, doubt } = judgement
  if (doubt) await tellDoubt(record, judged, doubt, at)
  if (changes.length === 0 && blind === null && review === null) return
  const latest = await record.books.episodes.latestOf(rule.id, key)
  const before = latest !== null && (latest.closedAt === null || reopened) ? latest : null
  if (blind === 'began') await tellNoData(record, judged, before, at)
  const [first] = changes
  if (!before && !first) return

  const opened = before ?? newEpisode({ id: parts.newId(), scope, openedAt: first!.at, ...factsOf(rule) })
  const episode = changes.length > 0 || blind !== null ? withJudged(opened, changes, blind, at) : opened
  await record.episode(episode, linesOf(rule.pack, episode, judged, at))
  for (const change of changes) await followLevel(record, parts, { pack: rule.pack, episode, change, reopened })
  if (review !== null) await askReview(record, parts, { pack: rule.pack, episode }, at, review)
}

/** The rule in force when it opens; its numbers stay with the episode. */
function factsOf({ id: kind, pack }: Rule): Pick<Episode, 'kind' | 'rulePack' | 'thresholds'> {
  const { id, version, numbers, mode, release } = pack
  return { kind, rulePack: { id, version }, thresholds: { ...numbers, mode, release } }
}

interface LevelFollowed {
  readonly pack: RulePack
  readonly episode: Episode
  readonly change: LevelChange
  readonly reopened: boolean
}

async function followLevel(record: Recorder, parts: FollowParts, followed: LevelFollowed): Promise<void> {
  const { pack, episode, change, reopened } = followed
  const at = change.at
  const by = byRule(pack, change.reason.code)
  if (change.to === 0) return close(record, parts, followed)
  const again = reopened ? 'reopened' : 'raisedAfterRelease'
  const cause = parts.demands.ofEpisode(episode)
  const demand = { cause, level: change.to, at, by, again } as const
  if (change.to < change.from) {
    // What the lower level asks may have been ordered before: then the draft has nothing left to decide.
    const orders = await record.books.orders.ofCause(cause.ref)
    const isOrdered = orders.some((order) => order.state === 'issued' && order.level >= change.to)
    if (isOrdered) await dropDrafts(record, cause.ref, ['issue'], at, 'lowered')
    else await relevelDrafts(record, parts.orders, demand)
    return parts.orders.lower(record, demand)
  }
  // What was ordered stays in force, however low the level is that has come back.
  await dropDrafts(record, cause.ref, ['release'], at, 'raised')
  // Nobody is told of dust that is the whole region's: four hundred messages that ask nothing.
  if (change.to < cause.fromLevel)
    return isEverybodys(change.reason.onlyAdvise) ? undefined : parts.orders.tell(record, demand)
  const mode = modeOf(pack, change)
  if (mode === 'automatic') {
    await dropDrafts(record, cause.ref, ['issue'], at, 'raised')
    return parts.orders.raise(record, demand)
  }
  if (await relevelDrafts(record, parts.orders, demand)) return
  // After an outage the instant judged lies back: people get the whole countdown from when they can see it.
  const dueAt = mode === 'countdown' ? Math.max(at, parts.clock.now()) + pack.countdownMs : null
  const effect = await parts.orders.effectOfRaise(record.books, demand)
  await open(record, parts, { episode, kind: 'issue', dueAt, effect }, at, by.reason)
}

/** A rule may say of a single change that it is advice only. */
export function modeOf(pack: RulePack, change: LevelChange): RuleMode {
  return change.reason.onlyAdvise.length > 0 ? 'advise' : pack.mode
}

async function close(record: Recorder, parts: FollowParts, { pack, episode, change }: LevelFollowed): Promise<void> {
  const { at } = change
  const by = byRule(pack, 'closed')
  const cause = parts.demands.ofEpisode(episode)
  await dropDrafts(record, cause.ref, ['issue', 'review'], at, 'closed')
  // The level in force is 0 by now; what waits to be released is what was asked at the highest level.
  const ended = { cause, level: episode.maxLevel, release: pack.release } as const
  await endOrders(record, parts, ended, at, by)
}

async function askReview(
  record: Recorder,
  parts: FollowParts,
  { pack, episode }: { readonly pack: RulePack; readonly episode: Episode },
  at: EpochMs,
  why: string,
): Promise<void> {
  if ((await pendingOf(record.books, episodeCause(episode.id), ['review'])).length > 0) return
  const effect = { at, places: [] }
  const draft = await open(
    record,
    parts,
    { episode, kind: 'review', dueAt: null, effect },
    at,
    ruleReason(pack, 'review'),
  )
  const facts = { cause: draft.cause, why }
  const key = `${draft.id}/review`
  await record.notify([{ key, orderId: null, recipient: 'chief', createdAt: at, kind: 'review', facts }])
}

async function open(
  record: Recorder,
  parts: FollowParts,
  { episode, ...facts }: { readonly episode: Episode } & Pick<Draft, 'kind' | 'dueAt' | 'effect'>,
  at: EpochMs,
  reason: string,
): Promise<Draft> {
  const draft = { id: parts.newId(), cause: episodeCause(episode.id), level: episode.level, ...facts }
  return openDraft(record, draft, at, { actor: 'system', reason })
}

/** The office is told in any case: without data nobody would be ordered, and silence must not look like calm. */
async function tellNoData(
  record: Recorder,
  { rule, key: scope }: Judged,
  episode: Episode | null,
  at: EpochMs,
): Promise<void> {
  const facts = { rule: rule.id, scope, since: at, episode: episode?.id ?? null, level: episode?.level ?? 0 }
  const key = `${rule.id}/${scope}/no-data/${at}`
  await record.notify([{ key, orderId: null, recipient: 'officer', createdAt: at, kind: 'no-data', facts }])
}

/** The office is told of a source that contradicts all others; the screen says so for as long as it lasts. */
async function tellDoubt(
  record: Recorder,
  { rule, key: scope }: Judged,
  { what, of }: NonNullable<Judged['judgement']['doubt']>,
  at: EpochMs,
): Promise<void> {
  const { devices, since, told } = of
  const said = {
    action: what === 'began' ? 'device.doubted' : 'device.believed',
    at,
    by: byRule(rule.pack, 'contradicts'),
  } as const
  await record.devices(devices, { ...said, details: { scope, since, ...told } })
  if (what === 'ended' || told === null) return
  const facts = { rule: rule.id, scope, devices, since, ...told }
  const key = `${rule.id}/${scope}/contradiction/${since}`
  await record.notify([{ key, orderId: null, recipient: 'officer', createdAt: at, kind: 'contradiction', facts }])
}

function linesOf(pack: RulePack, episode: Episode, { judgement }: Judged, at: EpochMs): Said[] {
  const changes = judgement.changes.map(
    ({ from, to, reason, readings, ...change }): Said => ({
      action: `episode.${reason.code}`,
      at: change.at,
      by: byRule(pack, reason.code),
      details: { from, to, reason, readings },
    }),
  )
  if (judgement.blind === null) return changes
  const action = judgement.blind === 'began' ? 'episode.blind' : 'episode.sighted'
  return [...changes, { action, at, by: byRule(pack, 'no-data'), details: { level: episode.level } }]
}

function byRule(pack: RulePack, why: Parameters<typeof ruleReason>[1]): By {
  return { actor: 'system', reason: ruleReason(pack, why) }
}
