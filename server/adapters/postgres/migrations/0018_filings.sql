CREATE TABLE "filing" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"kind" text NOT NULL,
	"place_id" text NOT NULL,
	"order_id" text NOT NULL,
	"measures" jsonb NOT NULL,
	"reason" text NOT NULL,
	"filed_at" bigint NOT NULL,
	"filed_by" text NOT NULL,
	"filed_channel" text NOT NULL,
	"filed_for" text,
	"asked_until" bigint NOT NULL,
	"decision" text,
	"decided_at" bigint,
	"decided_by" text,
	"decide_reason" text,
	"until_at" bigint,
	"is_by_city" boolean NOT NULL,
	"ended_at" bigint,
	"version" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "order_measure" ADD COLUMN "finish" jsonb;--> statement-breakpoint
ALTER TABLE "filing" ADD CONSTRAINT "filing_place_id_place_id_fk" FOREIGN KEY ("place_id") REFERENCES "place"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "filing" ADD CONSTRAINT "filing_order_id_control_order_id_fk" FOREIGN KEY ("order_id") REFERENCES "control_order"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "filing_by_time" ON "filing" USING btree ("filed_at","id");--> statement-breakpoint
CREATE INDEX "filing_of_place" ON "filing" USING btree ("place_id");--> statement-breakpoint
CREATE INDEX "filing_not_ended" ON "filing" USING btree ("id") WHERE ended_at is null;