-- Written by hand: what the schema file cannot say.

-- Inside one change the order of writing does not matter; what belongs together is checked when the change is stored.
ALTER TABLE "place" ALTER CONSTRAINT "place_township_id_township_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "place" ALTER CONSTRAINT "place_helper_township_id_township_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "device" ALTER CONSTRAINT "device_township_id_township_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "device" ALTER CONSTRAINT "device_place_id_place_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "draft" ALTER CONSTRAINT "draft_episode_id_episode_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "control_order" ALTER CONSTRAINT "control_order_place_id_place_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "control_order" ALTER CONSTRAINT "control_order_township_id_township_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "control_order" ALTER CONSTRAINT "control_order_episode_id_episode_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
ALTER TABLE "notification" ALTER CONSTRAINT "notification_order_id_control_order_id_fk" DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint

INSERT INTO "audit_head" ("one", "id", "hash") VALUES (true, 0, repeat('0', 64));--> statement-breakpoint

-- An audit line is never changed or removed. Emptying the table is left to a drill, which says so beforehand.
CREATE FUNCTION "audit_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' AND current_setting('windbreak.clearing', true) = 'yes' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'audit lines are never changed or removed (% refused)', TG_OP;
END
$$;--> statement-breakpoint
CREATE TRIGGER "audit_keeps_lines" BEFORE UPDATE OR DELETE ON "audit" FOR EACH ROW EXECUTE FUNCTION "audit_is_append_only"();--> statement-breakpoint
CREATE TRIGGER "audit_keeps_table" BEFORE TRUNCATE ON "audit" FOR EACH STATEMENT EXECUTE FUNCTION "audit_is_append_only"();
