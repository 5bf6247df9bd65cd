CREATE TABLE "device_by_name" (
	"device" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "device_secret" (
	"id" text PRIMARY KEY NOT NULL,
	"device" text NOT NULL,
	"hash" text NOT NULL,
	"issued_at" bigint NOT NULL,
	"issued_by" text NOT NULL,
	"ends_at" bigint
);
--> statement-breakpoint
ALTER TABLE "device_by_name" ADD CONSTRAINT "device_by_name_device_device_id_fk" FOREIGN KEY ("device") REFERENCES "device"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "device_secret" ADD CONSTRAINT "device_secret_device_device_id_fk" FOREIGN KEY ("device") REFERENCES "device"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "device_secret_of_device" ON "device_secret" USING btree ("device");--> statement-breakpoint
-- Written by hand: whoever spoke by name alone goes on until it is given a secret; else an upgrade would silence a district.
INSERT INTO "device_by_name" SELECT "id" FROM "device";
