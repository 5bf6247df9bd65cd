ALTER TABLE "order_revision" ADD COLUMN "verified_by" text;--> statement-breakpoint
ALTER TABLE "order_revision" ADD COLUMN "verified_how" text;--> statement-breakpoint
ALTER TABLE "order_revision" ADD COLUMN "contradictions" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "order_revision" ADD COLUMN "referral" jsonb;