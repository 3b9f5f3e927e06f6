-- A dispatch knows its signal, so that what an address still waits for, and in which order, is found without its notices.
ALTER TABLE "dispatch" ADD COLUMN "signal_id" INTEGER;
UPDATE "dispatch" SET "signal_id" = n."signal_id" FROM "notice" n WHERE n."id" = "dispatch"."notice_id";
ALTER TABLE "dispatch" ALTER COLUMN "signal_id" SET NOT NULL;
ALTER TABLE "dispatch" ADD CONSTRAINT "dispatch_signal_id_fkey" FOREIGN KEY ("signal_id") REFERENCES "signal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What an address was told of a conversation, of however much it was ever told.
CREATE INDEX "dispatch_endpoint_id_signal_id_idx" ON "dispatch" ("endpoint_id", "signal_id");
CREATE INDEX "subscription_endpoint_endpoint_id_idx" ON "subscription_endpoint" ("endpoint_id");

-- What Prisma's schema cannot say: what an address waits for, what is under way, and what one message carried.
CREATE INDEX "dispatch_waiting" ON "dispatch" ("endpoint_id") WHERE "state" = 'waiting';
CREATE INDEX "dispatch_sending" ON "dispatch" ("claimed_by") WHERE "state" = 'sending';
CREATE INDEX "dispatch_gathered" ON "dispatch" ("gathered_in") WHERE "gathered_in" IS NOT NULL;
CREATE INDEX "signal_held" ON "signal" ("id") WHERE "held_at" IS NOT NULL;
DROP INDEX "dispatch_due";
CREATE INDEX "dispatch_due" ON "dispatch" ("not_before", "id") WHERE "state" = 'waiting';
