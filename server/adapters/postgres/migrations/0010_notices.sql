CREATE TABLE "notice" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"issuer" text NOT NULL,
	"text" text NOT NULL,
	"kind" text,
	"level" integer,
	"scope" text NOT NULL,
	"measures" jsonb NOT NULL,
	"starts_at" bigint NOT NULL,
	"ends_at" bigint,
	"reply_by" bigint,
	"recorded_at" bigint NOT NULL,
	"recorded_by" text NOT NULL,
	"lifted_at" bigint,
	"lifted_by" text,
	"lift_reason" text,
	"ended_at" bigint,
	"reply_reminded_at" bigint,
	"reply_overdue_at" bigint,
	"replies" jsonb NOT NULL,
	"amendments" jsonb NOT NULL,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX "notice_by_record" ON "notice" USING btree ("recorded_at","id");--> statement-breakpoint
CREATE INDEX "notice_not_ended" ON "notice" USING btree ("id") WHERE ended_at is null;--> statement-breakpoint
-- Written by hand: orders and drafts name notices, too, and a notice that is named must be there at the end of the change.
CREATE OR REPLACE FUNCTION "cause_must_exist"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.cause_kind = 'episode' AND NOT EXISTS (SELECT 1 FROM episode WHERE id = NEW.cause_id)
    OR NEW.cause_kind = 'notice' AND NOT EXISTS (SELECT 1 FROM notice WHERE id = NEW.cause_id) THEN
    RAISE foreign_key_violation USING MESSAGE = format('%s %s names %s %s, which does not exist', TG_TABLE_NAME, NEW.id, NEW.cause_kind, NEW.cause_id);
  END IF;
  RETURN NULL;
END
$$;
