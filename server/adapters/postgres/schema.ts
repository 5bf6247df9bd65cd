/**
 * The tables of the operations database, for PostgreSQL 15 and the embedded one alike.
 *
 * No table names its SQL schema: the connection's `search_path` says whether it is the live realm's or a drill's.
 * Property names are those of the domain, so most rows are domain values as they stand. Times are epoch ms.
 * What drizzle cannot say (triggers, deferred foreign keys) stands in the hand-written migration beside the first.
 */
import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  customType,
  doublePrecision,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import type { Reading, RefusalReason } from '../../domain/air/reading.ts'
import type { CauseKind } from '../../domain/control/cause.ts'
import type { Draft } from '../../domain/control/draft.ts'
import type { EpisodeHold, EvidenceReading, LevelReason } from '../../domain/control/episode.ts'
import type { Filing } from '../../domain/control/filing.ts'
import type { OpenPromise } from '../../domain/control/handover.ts'
import type { Measure } from '../../domain/control/measure.ts'
import type { NoticeAmendment, NoticeKind, NoticeReply } from '../../domain/control/notice.ts'
import type { Notification } from '../../domain/control/notification.ts'
import type { OrderedMeasure, OrderRevision, OrderState } from '../../domain/control/order.ts'
import type { ImageType } from '../../domain/notices/photo.ts'
import type { DeviceKind, Exposure, PlaceAttributes, PlaceKind, PlacePhase } from '../../domain/place.ts'
import type { DrillRun } from '../../ports/books/drills.ts'

// Not drizzle's own jsonb: that one parses a stored string a second time, and "12" would come back as 12.
const json = customType<{ data: unknown; driverData: unknown }>({ dataType: () => 'jsonb' })
/** What PostgreSQL keeps as it came. */
const bytes = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => 'bytea',
  toDriver: (value) => Buffer.from(value),
})
const time = () => bigint({ mode: 'number' })

export const township = pgTable('township', { id: text().primaryKey(), name: text().notNull() })

export const place = pgTable(
  'place',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    kind: text().$type<PlaceKind>().notNull(),
    phase: text().$type<PlacePhase>().notNull(),
    townshipId: text('township_id')
      .notNull()
      .references(() => township.id),
    helperTownshipId: text('helper_township_id').references(() => township.id),
    latitude: doublePrecision(),
    longitude: doublePrecision(),
    attributes: json().$type<PlaceAttributes>().notNull(),
  },
  (table) => [index('place_of_township').on(table.townshipId)],
)

export const device = pgTable(
  'device',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    kind: text().$type<DeviceKind>().notNull(),
    townshipId: text('township_id')
      .notNull()
      .references(() => township.id),
    placeId: text('place_id').references(() => place.id),
    latitude: doublePrecision(),
    longitude: doublePrecision(),
    intervalMs: bigint('interval_ms', { mode: 'number' }).notNull(),
    exposure: text().$type<Exposure>(),
    underMaintenance: boolean('under_maintenance').notNull(),
  },
  (table) => [index('device_of_place').on(table.placeId)],
)

export const ruleState = pgTable(
  'rule_state',
  {
    rule: text().notNull(),
    scope: text().notNull(),
    state: json(),
    judgedAt: bigint('judged_at', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.rule, table.scope] })],
)

export const episode = pgTable(
  'episode',
  {
    id: text().primaryKey(),
    kind: text().notNull(),
    /** `scopeKey` of the domain. */
    scope: text().notNull(),
    rulePackId: text('rule_pack_id').notNull(),
    rulePackVersion: text('rule_pack_version').notNull(),
    thresholds: json().$type<Readonly<Record<string, unknown>>>().notNull(),
    openedAt: bigint('opened_at', { mode: 'number' }).notNull(),
    closedAt: bigint('closed_at', { mode: 'number' }),
    level: integer().notNull(),
    maxLevel: integer('max_level').notNull(),
    blindSince: bigint('blind_since', { mode: 'number' }),
    hold: json().$type<EpisodeHold>(),
    version: integer().notNull(),
  },
  (table) => [
    index('episode_by_opening').on(table.openedAt, table.id),
    index('episode_of_scope').on(table.scope, table.openedAt),
  ],
)

export const episodeChange = pgTable(
  'episode_change',
  {
    episodeId: text('episode_id')
      .notNull()
      .references(() => episode.id),
    /** Place in the timeline, from 0. */
    n: integer().notNull(),
    at: time().notNull(),
    from: integer('from_level').notNull(),
    to: integer('to_level').notNull(),
    reason: json().$type<LevelReason>().notNull(),
    readings: json().$type<readonly EvidenceReading[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.episodeId, table.n] })],
)

export const notice = pgTable(
  'notice',
  {
    id: text().primaryKey(),
    number: text().notNull(),
    issuer: text().notNull(),
    text: text().notNull(),
    kind: text().$type<NoticeKind>(),
    level: integer(),
    /** `scopeKey` of the domain. */
    scope: text().notNull(),
    measures: json().$type<readonly Measure[]>().notNull(),
    startsAt: bigint('starts_at', { mode: 'number' }).notNull(),
    endsAt: bigint('ends_at', { mode: 'number' }),
    replyBy: bigint('reply_by', { mode: 'number' }),
    recordedAt: bigint('recorded_at', { mode: 'number' }).notNull(),
    recordedBy: text('recorded_by').notNull(),
    liftedAt: bigint('lifted_at', { mode: 'number' }),
    liftedBy: text('lifted_by'),
    liftReason: text('lift_reason'),
    endedAt: bigint('ended_at', { mode: 'number' }),
    replyRemindedAt: bigint('reply_reminded_at', { mode: 'number' }),
    replyOverdueAt: bigint('reply_overdue_at', { mode: 'number' }),
    replies: json().$type<readonly NoticeReply[]>().notNull(),
    amendments: json().$type<readonly NoticeAmendment[]>().notNull(),
    version: integer().notNull(),
  },
  (table) => [
    index('notice_by_record').on(table.recordedAt, table.id),
    index('notice_not_ended').on(table.id).where(sql`ended_at is null`),
  ],
)

export const exemption = pgTable(
  'exemption',
  {
    id: text().primaryKey(),
    placeId: text('place_id')
      .notNull()
      .references(() => place.id),
    number: text().notNull(),
    department: text().notNull(),
    reason: text().notNull(),
    isByCity: boolean('is_by_city').notNull(),
    measures: json().$type<readonly Measure[]>().notNull(),
    from: bigint('from_at', { mode: 'number' }).notNull(),
    until: bigint('until_at', { mode: 'number' }).notNull(),
    approvedAt: bigint('approved_at', { mode: 'number' }).notNull(),
    approvedBy: text('approved_by').notNull(),
    revokedAt: bigint('revoked_at', { mode: 'number' }),
    revokedBy: text('revoked_by'),
    revokeReason: text('revoke_reason'),
    endedAt: bigint('ended_at', { mode: 'number' }),
    version: integer().notNull(),
  },
  (table) => [
    index('exemption_by_approval').on(table.approvedAt, table.id),
    index('exemption_of_place').on(table.placeId),
  ],
)

/** What one shift left to the next. */
export const handover = pgTable(
  'handover',
  {
    id: text().primaryKey(),
    writtenAt: bigint('written_at', { mode: 'number' }).notNull(),
    writtenBy: text('written_by').notNull(),
    notes: text().notNull(),
    promises: json().$type<readonly OpenPromise[]>().notNull(),
    figures: json().$type<Readonly<Record<string, number>>>().notNull(),
    takenAt: bigint('taken_at', { mode: 'number' }),
    takenBy: text('taken_by'),
    version: integer().notNull(),
  },
  (table) => [index('handover_by_time').on(table.writtenAt, table.id)],
)

/** What a site filed because it cannot do what is asked, and what the office said to it. */
export const filing = pgTable(
  'filing',
  {
    id: text().primaryKey(),
    number: text().notNull(),
    kind: text().$type<Filing['kind']>().notNull(),
    placeId: text('place_id')
      .notNull()
      .references(() => place.id),
    orderId: text('order_id')
      .notNull()
      .references(() => controlOrder.id),
    measures: json().$type<readonly Measure[]>().notNull(),
    reason: text().notNull(),
    filedAt: bigint('filed_at', { mode: 'number' }).notNull(),
    filedBy: text('filed_by').notNull(),
    filedChannel: text('filed_channel').$type<Filing['filedChannel']>().notNull(),
    filedFor: text('filed_for'),
    askedUntil: bigint('asked_until', { mode: 'number' }).notNull(),
    decision: text().$type<Filing['decision']>(),
    decidedAt: bigint('decided_at', { mode: 'number' }),
    decidedBy: text('decided_by'),
    decideReason: text('decide_reason'),
    until: bigint('until_at', { mode: 'number' }),
    isByCity: boolean('is_by_city').notNull(),
    endedAt: bigint('ended_at', { mode: 'number' }),
    version: integer().notNull(),
  },
  (table) => [
    index('filing_by_time').on(table.filedAt, table.id),
    index('filing_of_place').on(table.placeId),
    index('filing_not_ended').on(table.id).where(sql`ended_at is null`),
  ],
)

/** What a person decided without a rule and without a notice. */
export const manualControl = pgTable(
  'manual_control',
  {
    id: text().primaryKey(),
    reason: text().notNull(),
    scope: text().notNull(),
    placeKinds: json('place_kinds').$type<readonly PlaceKind[]>().notNull(),
    measures: json().$type<readonly Measure[]>().notNull(),
    endsAt: bigint('ends_at', { mode: 'number' }),
    decidedAt: bigint('decided_at', { mode: 'number' }).notNull(),
    decidedBy: text('decided_by').notNull(),
    townshipId: text('township_id'),
    needsSecond: boolean('needs_second').notNull(),
    orderedAt: bigint('ordered_at', { mode: 'number' }),
    confirmedBy: text('confirmed_by'),
    endedAt: bigint('ended_at', { mode: 'number' }),
    endedBy: text('ended_by'),
    endReason: text('end_reason'),
    version: integer().notNull(),
  },
  (table) => [
    index('manual_control_by_decision').on(table.decidedAt, table.id),
    index('manual_control_not_ended').on(table.id).where(sql`ended_at is null`),
  ],
)

/** What a notice looked like when it came: added to, never changed or removed. */
export const noticePhoto = pgTable(
  'notice_photo',
  {
    noticeId: text('notice_id')
      .notNull()
      .references(() => notice.id),
    /** From 1, as they were added. */
    n: integer().notNull(),
    type: text().$type<ImageType>().notNull(),
    size: integer().notNull(),
    sha256: text().notNull(),
    addedAt: bigint('added_at', { mode: 'number' }).notNull(),
    addedBy: text('added_by').notNull(),
    content: bytes().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.noticeId, table.n] }),
    unique('notice_photo_once').on(table.noticeId, table.sha256),
  ],
)

/** An episode or notice named here must exist: a trigger of the migrations sees to it, because a cause may be of either kind. */
const CAUSE = { causeKind: text('cause_kind').$type<CauseKind>().notNull(), causeId: text('cause_id').notNull() }

export const draft = pgTable(
  'draft',
  {
    id: text().primaryKey(),
    kind: text().$type<Draft['kind']>().notNull(),
    ...CAUSE,
    level: integer().notNull(),
    state: text().$type<Draft['state']>().notNull(),
    createdAt: bigint('created_at', { mode: 'number' }).notNull(),
    dueAt: bigint('due_at', { mode: 'number' }),
    holdReason: text('hold_reason'),
    heldBy: text('held_by'),
    decidedAt: bigint('decided_at', { mode: 'number' }),
    decidedBy: text('decided_by'),
    dropReason: text('drop_reason'),
    effect: json().$type<Draft['effect']>(),
    version: integer().notNull(),
  },
  (table) => [
    index('draft_by_creation').on(table.createdAt, table.id),
    uniqueIndex('draft_pending_of_cause')
      .on(table.causeKind, table.causeId, table.kind)
      .where(sql`state in ('waiting', 'held')`),
  ],
)

export const controlOrder = pgTable(
  'control_order',
  {
    id: text().primaryKey(),
    number: text().notNull().unique('control_order_number_once'),
    placeId: text('place_id')
      .notNull()
      .references(() => place.id),
    townshipId: text('township_id')
      .notNull()
      .references(() => township.id),
    ...CAUSE,
    state: text().$type<OrderState>().notNull(),
    level: integer().notNull(),
    notes: json().$type<readonly string[]>().notNull(),
    /** Of the present revision: lists are sorted by it. */
    issuedAt: bigint('issued_at', { mode: 'number' }).notNull(),
    version: integer().notNull(),
  },
  (table) => [
    unique('control_order_once_per_cause').on(table.placeId, table.causeKind, table.causeId),
    index('control_order_by_issue').on(table.issuedAt, table.id),
    index('control_order_of_cause').on(table.causeKind, table.causeId),
  ],
)

export const orderRevision = pgTable(
  'order_revision',
  {
    orderId: text('order_id')
      .notNull()
      .references(() => controlOrder.id),
    n: integer().notNull(),
    reason: text().$type<OrderRevision['reason']>().notNull(),
    issuedAt: bigint('issued_at', { mode: 'number' }).notNull(),
    deliveredAt: bigint('delivered_at', { mode: 'number' }),
    seenAt: bigint('seen_at', { mode: 'number' }),
    acknowledgedAt: bigint('acknowledged_at', { mode: 'number' }),
    acknowledgedBy: text('acknowledged_by'),
    acknowledgedChannel: text('acknowledged_channel').$type<OrderRevision['acknowledgedChannel']>(),
    acknowledgedFor: text('acknowledged_for'),
    acknowledgeDueAt: bigint('acknowledge_due_at', { mode: 'number' }).notNull(),
    compliedAt: bigint('complied_at', { mode: 'number' }),
    verifiedAt: bigint('verified_at', { mode: 'number' }),
    verifiedBy: text('verified_by'),
    verifiedHow: text('verified_how').$type<OrderRevision['verifiedHow']>(),
    contradictions: json().$type<OrderRevision['contradictions']>().notNull().default([]),
    referral: json().$type<OrderRevision['referral']>(),
    releasedAt: bigint('released_at', { mode: 'number' }),
    cancelledAt: bigint('cancelled_at', { mode: 'number' }),
    endReason: text('end_reason'),
    basis: json().$type<OrderRevision['basis']>().notNull().default([]),
  },
  (table) => [primaryKey({ columns: [table.orderId, table.n] })],
)

export const orderMeasure = pgTable(
  'order_measure',
  {
    orderId: text('order_id').notNull(),
    revision: integer().notNull(),
    /** Place in the revision's list, from 0: a measure withdrawn and asked again stands there twice. */
    position: integer().notNull(),
    measure: text().$type<Measure>().notNull(),
    askedAt: bigint('asked_at', { mode: 'number' }).notNull(),
    dueAt: bigint('due_at', { mode: 'number' }).notNull(),
    doneAt: bigint('done_at', { mode: 'number' }),
    doneBy: text('done_by'),
    doneChannel: text('done_channel').$type<OrderedMeasure['doneChannel']>(),
    doneFor: text('done_for'),
    noSuchWork: json('no_such_work').$type<OrderedMeasure['noSuchWork']>(),
    finish: json().$type<OrderedMeasure['finish']>(),
    withdrawnAt: bigint('withdrawn_at', { mode: 'number' }),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.revision, table.position] }),
    foreignKey({
      name: 'order_measure_of_revision',
      columns: [table.orderId, table.revision],
      foreignColumns: [orderRevision.orderId, orderRevision.n],
    }),
  ],
)

export const numberSeries = pgTable('number_series', { day: text().primaryKey(), next: integer().notNull() })

export const notification = pgTable(
  'notification',
  {
    key: text().primaryKey(),
    kind: text().$type<Notification['kind']>().notNull(),
    orderId: text('order_id').references(() => controlOrder.id),
    recipient: text().notNull(),
    createdAt: bigint('created_at', { mode: 'number' }).notNull(),
    facts: json().$type<Notification['facts']>().notNull(),
  },
  (table) => [
    index('notification_by_creation').on(table.createdAt, table.key),
    index('notification_of_order').on(table.orderId),
  ],
)

/** No index on what the sender wrote: an index entry has a largest size, and a message could be refused for it. */
export const quarantine = pgTable(
  'quarantine',
  {
    /** The key of message and fault. */
    id: text().primaryKey(),
    device: text(),
    topic: text().notNull(),
    receivedAt: bigint('received_at', { mode: 'number' }).notNull(),
    reason: text().$type<RefusalReason>().notNull(),
    field: text().notNull(),
    detail: text().notNull(),
    /** Of `quarantine_sample`: the faults of one message share what was sent. */
    sampleId: text('sample_id').notNull(),
    times: integer().notNull(),
    lastAt: bigint('last_at', { mode: 'number' }).notNull(),
    lastSpoolSeq: bigint('last_spool_seq', { mode: 'number' }).notNull(),
  },
  (table) => [index('quarantine_by_time').on(table.lastAt, table.id)],
)

export const quarantineSample = pgTable('quarantine_sample', { id: text().primaryKey(), text: text().notNull() })

/** Readings the reading store refused: owed to it until it takes them, so nothing here is ever trimmed. */
export const setAside = pgTable(
  'set_aside',
  {
    /** The key of what was measured. */
    id: text().primaryKey(),
    device: text().notNull(),
    ts: time().notNull(),
    receivedAt: bigint('received_at', { mode: 'number' }).notNull(),
    seq: bigint({ mode: 'number' }),
    values: json().$type<Reading['values']>().notNull(),
    quality: json().$type<Reading['quality']>().notNull(),
    spoolSeq: bigint('spool_seq', { mode: 'number' }).notNull(),
  },
  (table) => [index('set_aside_in_order').on(table.spoolSeq, table.id)],
)

export const audit = pgTable(
  'audit',
  {
    id: bigint({ mode: 'number' }).primaryKey(),
    at: time().notNull(),
    actor: text().notNull(),
    action: text().notNull(),
    subject: text().notNull(),
    revision: integer(),
    cause: text().notNull(),
    details: json().$type<Readonly<Record<string, unknown>>>().notNull(),
    previousHash: text('previous_hash').notNull(),
    hash: text().notNull(),
  },
  (table) => [index('audit_of_subject').on(table.subject, table.id)],
)

/** One row: number and hash of the last audit line. Its lock orders the writers; it tells when the end is cut off. */
export const auditHead = pgTable(
  'audit_head',
  {
    one: boolean().primaryKey().default(true),
    id: bigint({ mode: 'number' }).notNull(),
    hash: text().notNull(),
  },
  (table) => [check('audit_head_is_one', sql`${table.one}`)],
)

export const deviceSecret = pgTable(
  'device_secret',
  {
    id: text().primaryKey(),
    device: text()
      .notNull()
      .references(() => device.id, { onDelete: 'cascade' }),
    hash: text().notNull(),
    issuedAt: bigint('issued_at', { mode: 'number' }).notNull(),
    issuedBy: text('issued_by').notNull(),
    endsAt: bigint('ends_at', { mode: 'number' }),
  },
  (table) => [index('device_secret_of_device').on(table.device)],
)

/** Devices from before there were secrets, until they have one. */
export const deviceByName = pgTable('device_by_name', {
  device: text()
    .primaryKey()
    .references(() => device.id, { onDelete: 'cascade' }),
})

/** At most one row: which server judges, and until when unless it says so again, by the database's clock. */
export const lease = pgTable(
  'lease',
  {
    one: boolean().primaryKey().default(true),
    /** Grows by one each time another server takes over: what an earlier one still writes is refused by it. */
    epoch: bigint({ mode: 'number' }).notNull(),
    holder: text().notNull(),
    name: text().notNull(),
    since: bigint({ mode: 'number' }).notNull(),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
  },
  (table) => [check('lease_is_one', sql`${table.one}`)],
)

export const idempotency = pgTable(
  'idempotency',
  {
    actor: text().notNull(),
    key: text().notNull(),
    fingerprint: text().notNull(),
    status: integer().notNull(),
    body: text().notNull(),
    at: time().notNull(),
  },
  (table) => [primaryKey({ columns: [table.actor, table.key] })],
)

export const drillRun = pgTable('drill_run', {
  id: text().primaryKey(),
  name: text().notNull(),
  startedAt: bigint('started_at', { mode: 'number' }).notNull(),
  endedAt: bigint('ended_at', { mode: 'number' }),
  state: text().$type<DrillRun['state']>().notNull(),
})
