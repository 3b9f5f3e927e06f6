-- The log of each address: sent again under the same key, a new secret beside the old one, and trials.
ALTER TABLE "dispatch" ADD COLUMN "replayed_after" INTEGER;
ALTER TABLE "endpoint" ADD COLUMN "secret_at" TIMESTAMPTZ(3), ADD COLUMN "old_secret" TEXT, ADD COLUMN "old_secret_until" TIMESTAMPTZ(3);
UPDATE "endpoint" SET "secret_at" = "created_at" WHERE "secret" IS NOT NULL;

-- A page of an address's deliveries, newest first.
CREATE INDEX "dispatch_endpoint_id_notice_id_idx" ON "dispatch"("endpoint_id", "notice_id");
DROP INDEX "dispatch_endpoint_id_idx";

-- CreateTable
CREATE TABLE "endpoint_trial" (
    "id" SERIAL NOT NULL,
    "endpoint_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "code" TEXT NOT NULL,
    "status" INTEGER,
    "ms" INTEGER NOT NULL,

    CONSTRAINT "endpoint_trial_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "endpoint_trial_endpoint_id_id_idx" ON "endpoint_trial"("endpoint_id", "id");

-- AddForeignKey
ALTER TABLE "endpoint_trial" ADD CONSTRAINT "endpoint_trial_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoint"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- When a secret was made and how long the old one holds may be seen; the secrets themselves are read by nobody.
GRANT SELECT (secret_at, old_secret_until) ON "endpoint" TO kvit_receiver, kvit_sender, kvit_oversight;
-- Whoever is told may see that it is held back.
GRANT SELECT (held_at) ON "signal" TO kvit_receiver, kvit_sender;

ALTER TABLE "endpoint_trial" ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON "endpoint_trial" TO kvit_receiver, kvit_sender, kvit_oversight;
CREATE POLICY own ON "endpoint_trial" FOR SELECT TO kvit_receiver, kvit_sender USING (endpoint_id IN (SELECT e.id FROM "endpoint" e WHERE e.organisation_id = (SELECT access.viewer_organisation())));
CREATE POLICY oversight ON "endpoint_trial" FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
