CREATE TABLE "manual_control" (
	"id" text PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"scope" text NOT NULL,
	"place_kinds" jsonb NOT NULL,
	"measures" jsonb NOT NULL,
	"ends_at" bigint,
	"decided_at" bigint NOT NULL,
	"decided_by" text NOT NULL,
	"township_id" text,
	"needs_second" boolean NOT NULL,
	"ordered_at" bigint,
	"confirmed_by" text,
	"ended_at" bigint,
	"ended_by" text,
	"end_reason" text,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX "manual_control_by_decision" ON "manual_control" USING btree ("decided_at","id");--> statement-breakpoint
CREATE INDEX "manual_control_not_ended" ON "manual_control" USING btree ("id") WHERE ended_at is null;