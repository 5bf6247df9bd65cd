CREATE TABLE "exemption" (
	"id" text PRIMARY KEY NOT NULL,
	"place_id" text NOT NULL,
	"number" text NOT NULL,
	"department" text NOT NULL,
	"reason" text NOT NULL,
	"is_by_city" boolean NOT NULL,
	"measures" jsonb NOT NULL,
	"from_at" bigint NOT NULL,
	"until_at" bigint NOT NULL,
	"approved_at" bigint NOT NULL,
	"approved_by" text NOT NULL,
	"revoked_at" bigint,
	"revoked_by" text,
	"revoke_reason" text,
	"ended_at" bigint,
	"version" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "exemption" ADD CONSTRAINT "exemption_place_id_place_id_fk" FOREIGN KEY ("place_id") REFERENCES "place"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "exemption_by_approval" ON "exemption" USING btree ("approved_at","id");--> statement-breakpoint
CREATE INDEX "exemption_of_place" ON "exemption" USING btree ("place_id");