CREATE TABLE "handover" (
	"id" text PRIMARY KEY NOT NULL,
	"written_at" bigint NOT NULL,
	"written_by" text NOT NULL,
	"notes" text NOT NULL,
	"promises" jsonb NOT NULL,
	"figures" jsonb NOT NULL,
	"taken_at" bigint,
	"taken_by" text,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX "handover_by_time" ON "handover" USING btree ("written_at","id");