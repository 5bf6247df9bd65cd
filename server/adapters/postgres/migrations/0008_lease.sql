CREATE TABLE "lease" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"epoch" bigint NOT NULL,
	"holder" text NOT NULL,
	"name" text NOT NULL,
	"since" bigint NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "lease_is_one" CHECK ("lease"."one")
);
--> statement-breakpoint
-- Written by hand: refuses what a server still writes after another one has taken over. Its lock makes the taker wait for
-- a change that is being stored at this moment, and for no other.
CREATE FUNCTION "only_under_lease"("mine" bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM "lease" WHERE "epoch" = "mine" FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'another server has taken over' USING ERRCODE = 'WB001';
  END IF;
END $$;
