CREATE TABLE "audit" (
	"id" bigint PRIMARY KEY NOT NULL,
	"at" bigint NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"revision" integer,
	"cause" text NOT NULL,
	"details" jsonb NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_head" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"id" bigint NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_head_is_one" CHECK ("audit_head"."one")
);
--> statement-breakpoint
CREATE TABLE "control_order" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"place_id" text NOT NULL,
	"township_id" text NOT NULL,
	"episode_id" text NOT NULL,
	"state" text NOT NULL,
	"level" integer NOT NULL,
	"notes" jsonb NOT NULL,
	"issued_at" bigint NOT NULL,
	"version" integer NOT NULL,
	CONSTRAINT "control_order_number_once" UNIQUE("number"),
	CONSTRAINT "control_order_once" UNIQUE("place_id","episode_id")
);
--> statement-breakpoint
CREATE TABLE "device" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"township_id" text NOT NULL,
	"place_id" text,
	"latitude" double precision,
	"longitude" double precision,
	"interval_ms" bigint NOT NULL,
	"exposure" text,
	"under_maintenance" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "draft" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"episode_id" text NOT NULL,
	"level" integer NOT NULL,
	"state" text NOT NULL,
	"created_at" bigint NOT NULL,
	"due_at" bigint,
	"hold_reason" text,
	"held_by" text,
	"decided_at" bigint,
	"decided_by" text,
	"drop_reason" text,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "drill_run" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"started_at" bigint NOT NULL,
	"ended_at" bigint,
	"state" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "episode" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"scope" text NOT NULL,
	"rule_pack_id" text NOT NULL,
	"rule_pack_version" text NOT NULL,
	"thresholds" jsonb NOT NULL,
	"opened_at" bigint NOT NULL,
	"closed_at" bigint,
	"level" integer NOT NULL,
	"max_level" integer NOT NULL,
	"blind_since" bigint,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "episode_change" (
	"episode_id" text NOT NULL,
	"n" integer NOT NULL,
	"at" bigint NOT NULL,
	"from_level" integer NOT NULL,
	"to_level" integer NOT NULL,
	"reason" jsonb NOT NULL,
	"readings" jsonb NOT NULL,
	CONSTRAINT "episode_change_episode_id_n_pk" PRIMARY KEY("episode_id","n")
);
--> statement-breakpoint
CREATE TABLE "idempotency" (
	"actor" text NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"status" integer NOT NULL,
	"body" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "idempotency_actor_key_pk" PRIMARY KEY("actor","key")
);
--> statement-breakpoint
CREATE TABLE "notification" (
	"key" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"order_id" text,
	"recipient" text NOT NULL,
	"created_at" bigint NOT NULL,
	"facts" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "number_series" (
	"day" text PRIMARY KEY NOT NULL,
	"next" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "order_measure" (
	"order_id" text NOT NULL,
	"revision" integer NOT NULL,
	"position" integer NOT NULL,
	"measure" text NOT NULL,
	"asked_at" bigint NOT NULL,
	"due_at" bigint NOT NULL,
	"done_at" bigint,
	"done_by" text,
	"withdrawn_at" bigint,
	CONSTRAINT "order_measure_order_id_revision_position_pk" PRIMARY KEY("order_id","revision","position")
);
--> statement-breakpoint
CREATE TABLE "order_revision" (
	"order_id" text NOT NULL,
	"n" integer NOT NULL,
	"reason" text NOT NULL,
	"issued_at" bigint NOT NULL,
	"delivered_at" bigint,
	"seen_at" bigint,
	"acknowledged_at" bigint,
	"acknowledged_by" text,
	"acknowledge_due_at" bigint NOT NULL,
	"complied_at" bigint,
	"verified_at" bigint,
	"released_at" bigint,
	"cancelled_at" bigint,
	"end_reason" text,
	CONSTRAINT "order_revision_order_id_n_pk" PRIMARY KEY("order_id","n")
);
--> statement-breakpoint
CREATE TABLE "place" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"phase" text NOT NULL,
	"township_id" text NOT NULL,
	"helper_township_id" text,
	"latitude" double precision,
	"longitude" double precision,
	"attributes" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quarantine" (
	"id" text PRIMARY KEY NOT NULL,
	"device" text,
	"topic" text NOT NULL,
	"received_at" bigint NOT NULL,
	"reason" text NOT NULL,
	"detail" text NOT NULL,
	"sample" text NOT NULL,
	"times" integer NOT NULL,
	"last_at" bigint NOT NULL,
	"last_spool_seq" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rule_state" (
	"rule" text NOT NULL,
	"scope" text NOT NULL,
	"state" jsonb,
	"judged_at" bigint NOT NULL,
	CONSTRAINT "rule_state_rule_scope_pk" PRIMARY KEY("rule","scope")
);
--> statement-breakpoint
CREATE TABLE "township" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "control_order" ADD CONSTRAINT "control_order_place_id_place_id_fk" FOREIGN KEY ("place_id") REFERENCES "place"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "control_order" ADD CONSTRAINT "control_order_township_id_township_id_fk" FOREIGN KEY ("township_id") REFERENCES "township"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "control_order" ADD CONSTRAINT "control_order_episode_id_episode_id_fk" FOREIGN KEY ("episode_id") REFERENCES "episode"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "device" ADD CONSTRAINT "device_township_id_township_id_fk" FOREIGN KEY ("township_id") REFERENCES "township"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "device" ADD CONSTRAINT "device_place_id_place_id_fk" FOREIGN KEY ("place_id") REFERENCES "place"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "draft" ADD CONSTRAINT "draft_episode_id_episode_id_fk" FOREIGN KEY ("episode_id") REFERENCES "episode"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "episode_change" ADD CONSTRAINT "episode_change_episode_id_episode_id_fk" FOREIGN KEY ("episode_id") REFERENCES "episode"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification" ADD CONSTRAINT "notification_order_id_control_order_id_fk" FOREIGN KEY ("order_id") REFERENCES "control_order"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_measure" ADD CONSTRAINT "order_measure_of_revision" FOREIGN KEY ("order_id","revision") REFERENCES "order_revision"("order_id","n") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_revision" ADD CONSTRAINT "order_revision_order_id_control_order_id_fk" FOREIGN KEY ("order_id") REFERENCES "control_order"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "place" ADD CONSTRAINT "place_township_id_township_id_fk" FOREIGN KEY ("township_id") REFERENCES "township"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "place" ADD CONSTRAINT "place_helper_township_id_township_id_fk" FOREIGN KEY ("helper_township_id") REFERENCES "township"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_of_subject" ON "audit" USING btree ("subject","id");--> statement-breakpoint
CREATE INDEX "control_order_by_issue" ON "control_order" USING btree ("issued_at","id");--> statement-breakpoint
CREATE INDEX "control_order_of_episode" ON "control_order" USING btree ("episode_id");--> statement-breakpoint
CREATE INDEX "device_of_place" ON "device" USING btree ("place_id");--> statement-breakpoint
CREATE INDEX "draft_by_creation" ON "draft" USING btree ("created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "draft_pending_once" ON "draft" USING btree ("episode_id","kind") WHERE state in ('waiting', 'held');--> statement-breakpoint
CREATE INDEX "episode_by_opening" ON "episode" USING btree ("opened_at","id");--> statement-breakpoint
CREATE INDEX "episode_of_scope" ON "episode" USING btree ("scope","opened_at");--> statement-breakpoint
CREATE INDEX "notification_by_creation" ON "notification" USING btree ("created_at","key");--> statement-breakpoint
CREATE INDEX "notification_of_order" ON "notification" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "place_of_township" ON "place" USING btree ("township_id");--> statement-breakpoint
CREATE INDEX "quarantine_by_time" ON "quarantine" USING btree ("last_at","id");