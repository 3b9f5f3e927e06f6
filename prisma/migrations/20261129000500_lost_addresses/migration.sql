-- Owners are told when an address of theirs hears no more; addresses that were refused are known however they are written.
ALTER TYPE "signal_kind" ADD VALUE 'address';

ALTER TABLE "endpoint" ADD COLUMN "asked_at" TIMESTAMPTZ(3), ADD COLUMN "for_owner" BOOLEAN NOT NULL DEFAULT false;
GRANT SELECT ("asked_at", "for_owner") ON "endpoint" TO kvit_receiver, kvit_sender, kvit_oversight;

-- One address, whoever has it and however it is written.
CREATE INDEX "endpoint_address" ON "endpoint" (lower("address"));
-- An account's or a contact's e-mail is an owner's way to be reached once.
CREATE UNIQUE INDEX "endpoint_for_owner" ON "endpoint" ("organisation_id", lower("address")) WHERE "for_owner";
-- What addresses were lost, which is little among all that was said.
CREATE INDEX "signal_address" ON "signal" ("id") WHERE "thread" LIKE 'address:%';
