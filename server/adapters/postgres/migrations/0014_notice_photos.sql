CREATE TABLE "notice_photo" (
	"notice_id" text NOT NULL,
	"n" integer NOT NULL,
	"type" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" text NOT NULL,
	"added_at" bigint NOT NULL,
	"added_by" text NOT NULL,
	"content" "bytea" NOT NULL,
	CONSTRAINT "notice_photo_notice_id_n_pk" PRIMARY KEY("notice_id","n"),
	CONSTRAINT "notice_photo_once" UNIQUE("notice_id","sha256")
);
--> statement-breakpoint
ALTER TABLE "notice_photo" ADD CONSTRAINT "notice_photo_notice_id_notice_id_fk" FOREIGN KEY ("notice_id") REFERENCES "notice"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- Written by hand: a photo is a record. Emptying the table is left to a drill, which says so beforehand.
CREATE FUNCTION "notice_photo_is_kept"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' AND current_setting('windbreak.clearing', true) = 'yes' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'photos of notices are never changed or removed (% refused)', TG_OP;
END
$$;--> statement-breakpoint
CREATE TRIGGER "notice_photo_keeps_rows" BEFORE UPDATE OR DELETE ON "notice_photo" FOR EACH ROW EXECUTE FUNCTION "notice_photo_is_kept"();--> statement-breakpoint
CREATE TRIGGER "notice_photo_keeps_table" BEFORE TRUNCATE ON "notice_photo" FOR EACH STATEMENT EXECUTE FUNCTION "notice_photo_is_kept"();
