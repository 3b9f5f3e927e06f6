-- What goes out by itself to many waits a while for the desk. The places everybody may know that a signal hits are kept with it.
ALTER TABLE "signal" ADD COLUMN "public_municipality_ids" INTEGER[] DEFAULT ARRAY[]::INTEGER[], ADD COLUMN "public_region_ids" INTEGER[] DEFAULT ARRAY[]::INTEGER[];

-- CreateTable
CREATE TABLE "brake" (
    "id" SERIAL NOT NULL,
    "signal_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by_id" INTEGER,
    "let_go" BOOLEAN,

    CONSTRAINT "brake_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "brake_signal_id_idx" ON "brake"("signal_id");

-- AlterTable
ALTER TABLE "notice" ADD COLUMN "brake_id" INTEGER;

-- CreateIndex
CREATE INDEX "notice_brake_id_idx" ON "notice"("brake_id");

-- AddForeignKey
ALTER TABLE "brake" ADD CONSTRAINT "brake_signal_id_fkey" FOREIGN KEY ("signal_id") REFERENCES "signal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice" ADD CONSTRAINT "notice_brake_id_fkey" FOREIGN KEY ("brake_id") REFERENCES "brake"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "brake" ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON "brake" TO kvit_oversight;
CREATE POLICY oversight ON "brake" FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
