-- Written by hand. One row of the quarantine for each message, reason and field; what was sent stands once beside them.
-- Until now a row did not name its field. Readings the reading store refused are kept whole from here on.
CREATE TABLE "quarantine_sample" ("id" text PRIMARY KEY NOT NULL, "text" text NOT NULL);--> statement-breakpoint
CREATE TABLE "set_aside" (
	"id" text PRIMARY KEY NOT NULL,
	"device" text NOT NULL,
	"ts" bigint NOT NULL,
	"received_at" bigint NOT NULL,
	"seq" bigint,
	"values" jsonb NOT NULL,
	"quality" jsonb NOT NULL,
	"spool_seq" bigint NOT NULL
);--> statement-breakpoint
CREATE INDEX "set_aside_in_order" ON "set_aside" USING btree ("spool_seq","id");--> statement-breakpoint
-- The sample of such a reading was the reading itself, cut at 1,024 characters: a shorter one is whole.
INSERT INTO "set_aside" SELECT md5("one"."sample"), "one"."reading"->>'device', ("one"."reading"->>'ts')::bigint, "one"."received_at",
  ("one"."reading"->>'seq')::bigint, "one"."reading"->'values', "one"."reading"->'quality', "one"."last_spool_seq"
FROM (SELECT DISTINCT ON ("sample") "sample", "sample"::jsonb AS "reading", "received_at", "last_spool_seq" FROM "quarantine" WHERE "reason" = 'store-refused' AND char_length("sample") < 1024) AS "one";--> statement-breakpoint
INSERT INTO "quarantine_sample" SELECT DISTINCT md5("sample"), "sample" FROM "quarantine";--> statement-breakpoint
ALTER TABLE "quarantine" ADD COLUMN "field" text NOT NULL DEFAULT '';--> statement-breakpoint
ALTER TABLE "quarantine" ALTER COLUMN "field" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "quarantine" ADD COLUMN "sample_id" text;--> statement-breakpoint
UPDATE "quarantine" SET "sample_id" = md5("sample");--> statement-breakpoint
ALTER TABLE "quarantine" ALTER COLUMN "sample_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "quarantine" DROP COLUMN "sample";
