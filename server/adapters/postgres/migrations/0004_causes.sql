-- Written by hand. Orders and drafts name their cause by kind and id; until now every cause was an episode.
ALTER TABLE "control_order" ADD COLUMN "cause_kind" text;--> statement-breakpoint
ALTER TABLE "control_order" ADD COLUMN "cause_id" text;--> statement-breakpoint
UPDATE "control_order" SET "cause_kind" = 'episode', "cause_id" = "episode_id";--> statement-breakpoint
-- Dropping the column drops its unique key, its index and its foreign key.
ALTER TABLE "control_order" DROP COLUMN "episode_id";--> statement-breakpoint
ALTER TABLE "control_order" ALTER COLUMN "cause_kind" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "control_order" ALTER COLUMN "cause_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "control_order" ADD CONSTRAINT "control_order_once_per_cause" UNIQUE("place_id","cause_kind","cause_id");--> statement-breakpoint
CREATE INDEX "control_order_of_cause" ON "control_order" USING btree ("cause_kind","cause_id");--> statement-breakpoint

ALTER TABLE "draft" ADD COLUMN "cause_kind" text;--> statement-breakpoint
ALTER TABLE "draft" ADD COLUMN "cause_id" text;--> statement-breakpoint
UPDATE "draft" SET "cause_kind" = 'episode', "cause_id" = "episode_id";--> statement-breakpoint
ALTER TABLE "draft" DROP COLUMN "episode_id";--> statement-breakpoint
ALTER TABLE "draft" ALTER COLUMN "cause_kind" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "draft" ALTER COLUMN "cause_id" SET NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "draft_pending_of_cause" ON "draft" USING btree ("cause_kind","cause_id","kind") WHERE state in ('waiting', 'held');--> statement-breakpoint

-- Instead of a foreign key, because a cause may be of other kinds: an episode that is named must be there at the end of the change.
CREATE FUNCTION "cause_must_exist"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.cause_kind = 'episode' AND NOT EXISTS (SELECT 1 FROM episode WHERE id = NEW.cause_id) THEN
    RAISE foreign_key_violation USING MESSAGE = format('%s %s names episode %s, which does not exist', TG_TABLE_NAME, NEW.id, NEW.cause_id);
  END IF;
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "control_order_cause_exists" AFTER INSERT OR UPDATE OF "cause_kind", "cause_id" ON "control_order"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "cause_must_exist"();--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "draft_cause_exists" AFTER INSERT OR UPDATE OF "cause_kind", "cause_id" ON "draft"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "cause_must_exist"();
