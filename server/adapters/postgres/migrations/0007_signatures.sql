ALTER TABLE "order_measure" ADD COLUMN "done_channel" text;--> statement-breakpoint
ALTER TABLE "order_measure" ADD COLUMN "done_for" text;--> statement-breakpoint
ALTER TABLE "order_revision" ADD COLUMN "acknowledged_channel" text;--> statement-breakpoint
ALTER TABLE "order_revision" ADD COLUMN "acknowledged_for" text;--> statement-breakpoint
-- Written by hand. What was acknowledged after a call was stored as "whom (who)"; the trail knows both apart. Who else
-- stamped before this version may have been the addressee or the office: that stays unknown.
UPDATE "order_revision" AS r SET
  "acknowledged_by" = a."actor",
  "acknowledged_channel" = 'phone',
  "acknowledged_for" = a."details"::jsonb->'onBehalf'->>'behalfOf'
FROM "audit" AS a
WHERE a."action" = 'order.acknowledged'
  AND a."subject" = 'order:' || r."order_id"
  AND a."revision" = r."n"
  AND a."at" = r."acknowledged_at"
  AND a."details"::jsonb->'onBehalf'->>'behalfOf' IS NOT NULL;
