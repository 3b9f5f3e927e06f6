-- A word to an owner about what they look after: no subscription asked for it.
ALTER TYPE "signal_kind" ADD VALUE 'owner';
ALTER TABLE "notice" ALTER COLUMN "subscription_id" DROP NOT NULL;

-- CreateTable
CREATE TABLE "contact_reminder" (
    "id" SERIAL NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "step" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contact_reminder_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "id" SERIAL NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "by_organisation_id" INTEGER NOT NULL,
    "by_person_id" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "addresses" INTEGER NOT NULL,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "contact_reminder_organisation_id_at_idx" ON "contact_reminder"("organisation_id", "at");

-- CreateIndex
CREATE INDEX "invitation_organisation_id_at_idx" ON "invitation"("organisation_id", "at");

-- AddForeignKey
ALTER TABLE "contact_reminder" ADD CONSTRAINT "contact_reminder_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_by_organisation_id_fkey" FOREIGN KEY ("by_organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Who was reminded or invited is known to whoever may see whether they are told; not by whom in person.
ALTER TABLE "contact_reminder" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "invitation" ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON "contact_reminder" TO kvit_receiver, kvit_sender, kvit_oversight;
GRANT SELECT (id, organisation_id, by_organisation_id, at, addresses) ON "invitation" TO kvit_receiver, kvit_sender, kvit_oversight;
CREATE POLICY near ON "contact_reminder" FOR SELECT TO kvit_receiver, kvit_sender USING (organisation_id = ANY ((SELECT access.neighbours())::int[]));
CREATE POLICY near ON "invitation" FOR SELECT TO kvit_receiver, kvit_sender USING (organisation_id = ANY ((SELECT access.neighbours())::int[]));
CREATE POLICY oversight ON "contact_reminder" FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
CREATE POLICY oversight ON "invitation" FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
