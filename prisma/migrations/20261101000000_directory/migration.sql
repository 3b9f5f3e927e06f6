-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "organisation_kind" AS ENUM ('region', 'municipality', 'hospital', 'vendor', 'operator', 'vans', 'other');

-- CreateEnum
CREATE TYPE "receipt_role" AS ENUM ('A', 'B', 'C');

-- CreateEnum
CREATE TYPE "viewer_role" AS ENUM ('operator', 'auditor', 'vendor', 'region', 'municipality');

-- CreateEnum
CREATE TYPE "mailbox_mode" AS ENUM ('push', 'pull');

-- CreateTable
CREATE TABLE "meta" (
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "meta_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "organisation" (
    "id" SERIAL NOT NULL,
    "kind" "organisation_kind" NOT NULL,
    "code" TEXT,
    "name" TEXT NOT NULL,
    "cvr" TEXT,
    "valid_from" DATE,
    "valid_to" DATE,

    CONSTRAINT "organisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "id" SERIAL NOT NULL,
    "member_id" INTEGER NOT NULL,
    "region_id" INTEGER NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "system" (
    "id" SERIAL NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "vendor_id" INTEGER NOT NULL,

    CONSTRAINT "system_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "location" (
    "id" SERIAL NOT NULL,
    "gln" TEXT,
    "sor_id" TEXT,
    "name" TEXT,
    "organisation_id" INTEGER,
    "provisional" BOOLEAN NOT NULL DEFAULT false,
    "first_seen_at" TIMESTAMPTZ(3),

    CONSTRAINT "location_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "installation" (
    "id" SERIAL NOT NULL,
    "system_id" INTEGER,
    "organisation_id" INTEGER,
    "location_id" INTEGER,
    "mailbox" TEXT,
    "mode" "mailbox_mode",
    "live_from" DATE,
    "opted_out_from" DATE,
    "pending" BOOLEAN NOT NULL DEFAULT false,
    "area" TEXT,
    "legal_basis" TEXT,
    "provisional" BOOLEAN NOT NULL DEFAULT false,
    "adopted_by_id" INTEGER,
    "first_seen_at" TIMESTAMPTZ(3),

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "installation_type" (
    "id" SERIAL NOT NULL,
    "installation_id" INTEGER NOT NULL,
    "location_id" INTEGER NOT NULL,
    "type_id" INTEGER NOT NULL,
    "role" "receipt_role" NOT NULL,
    "assumed" BOOLEAN NOT NULL DEFAULT false,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "installation_type_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message_type" (
    "id" SERIAL NOT NULL,
    "code" TEXT NOT NULL,
    "family" TEXT NOT NULL,
    "version" TEXT,
    "name" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "advis" BOOLEAN NOT NULL DEFAULT false,
    "successor_id" INTEGER,
    "sunset" DATE,
    "provisional" BOOLEAN NOT NULL DEFAULT false,
    "first_seen_at" TIMESTAMPTZ(3),

    CONSTRAINT "message_type_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deadline_policy" (
    "id" SERIAL NOT NULL,
    "type_id" INTEGER,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "warn_minutes" INTEGER,
    "overdue_minutes" INTEGER NOT NULL,
    "resends" INTEGER NOT NULL,
    "source" TEXT NOT NULL,

    CONSTRAINT "deadline_policy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agreement" (
    "id" SERIAL NOT NULL,
    "vendor_id" INTEGER NOT NULL,
    "municipality_id" INTEGER NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "agreement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "station_operator" (
    "id" SERIAL NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "organisation_id" INTEGER,
    "provisional" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "station_operator_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source" (
    "id" SERIAL NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "heartbeat_seconds" INTEGER NOT NULL DEFAULT 60,

    CONSTRAINT "source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source_scope" (
    "id" SERIAL NOT NULL,
    "source_id" INTEGER NOT NULL,
    "station" TEXT,
    "organisation_id" INTEGER,
    "system_id" INTEGER,
    "installation_id" INTEGER,
    "receipts" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "source_scope_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source_key" (
    "id" SERIAL NOT NULL,
    "source_id" INTEGER NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "source_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "subject" TEXT,
    "password_hash" TEXT,
    "demo" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "grant" (
    "id" SERIAL NOT NULL,
    "person_id" INTEGER NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "role" "viewer_role" NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" SERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "person_id" INTEGER,
    "organisation_id" INTEGER,
    "action" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "detail" JSONB,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "organisation_kind_code_key" ON "organisation"("kind", "code");

-- CreateIndex
CREATE INDEX "membership_region_id_idx" ON "membership"("region_id");

-- CreateIndex
CREATE UNIQUE INDEX "membership_member_id_region_id_valid_from_key" ON "membership"("member_id", "region_id", "valid_from");

-- CreateIndex
CREATE UNIQUE INDEX "system_code_key" ON "system"("code");

-- CreateIndex
CREATE INDEX "system_vendor_id_idx" ON "system"("vendor_id");

-- CreateIndex
CREATE UNIQUE INDEX "location_gln_key" ON "location"("gln");

-- CreateIndex
CREATE UNIQUE INDEX "location_sor_id_key" ON "location"("sor_id");

-- CreateIndex
CREATE INDEX "location_organisation_id_idx" ON "location"("organisation_id");

-- CreateIndex
CREATE UNIQUE INDEX "installation_mailbox_key" ON "installation"("mailbox");

-- CreateIndex
CREATE INDEX "installation_organisation_id_idx" ON "installation"("organisation_id");

-- CreateIndex
CREATE INDEX "installation_location_id_idx" ON "installation"("location_id");

-- CreateIndex
CREATE INDEX "installation_system_id_idx" ON "installation"("system_id");

-- CreateIndex
CREATE INDEX "installation_type_installation_id_idx" ON "installation_type"("installation_id");

-- CreateIndex
CREATE UNIQUE INDEX "message_type_code_key" ON "message_type"("code");

-- CreateIndex
CREATE UNIQUE INDEX "deadline_policy_type_id_valid_from_key" ON "deadline_policy"("type_id", "valid_from");

-- CreateIndex
CREATE INDEX "agreement_vendor_id_idx" ON "agreement"("vendor_id");

-- CreateIndex
CREATE INDEX "agreement_municipality_id_idx" ON "agreement"("municipality_id");

-- CreateIndex
CREATE UNIQUE INDEX "station_operator_code_key" ON "station_operator"("code");

-- CreateIndex
CREATE UNIQUE INDEX "source_code_key" ON "source"("code");

-- CreateIndex
CREATE INDEX "source_scope_source_id_idx" ON "source_scope"("source_id");

-- CreateIndex
CREATE UNIQUE INDEX "source_key_hash_key" ON "source_key"("hash");

-- CreateIndex
CREATE INDEX "source_key_source_id_idx" ON "source_key"("source_id");

-- CreateIndex
CREATE UNIQUE INDEX "person_email_key" ON "person"("email");

-- CreateIndex
CREATE UNIQUE INDEX "person_subject_key" ON "person"("subject");

-- CreateIndex
CREATE INDEX "grant_person_id_idx" ON "grant"("person_id");

-- CreateIndex
CREATE INDEX "audit_entry_at_idx" ON "audit_entry"("at");

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_region_id_fkey" FOREIGN KEY ("region_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "system" ADD CONSTRAINT "system_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "location" ADD CONSTRAINT "location_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "installation" ADD CONSTRAINT "installation_system_id_fkey" FOREIGN KEY ("system_id") REFERENCES "system"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "installation" ADD CONSTRAINT "installation_location_id_fkey" FOREIGN KEY ("location_id") REFERENCES "location"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "installation" ADD CONSTRAINT "installation_adopted_by_id_fkey" FOREIGN KEY ("adopted_by_id") REFERENCES "installation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "installation_type" ADD CONSTRAINT "installation_type_installation_id_fkey" FOREIGN KEY ("installation_id") REFERENCES "installation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "installation_type" ADD CONSTRAINT "installation_type_type_id_fkey" FOREIGN KEY ("type_id") REFERENCES "message_type"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message_type" ADD CONSTRAINT "message_type_successor_id_fkey" FOREIGN KEY ("successor_id") REFERENCES "message_type"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deadline_policy" ADD CONSTRAINT "deadline_policy_type_id_fkey" FOREIGN KEY ("type_id") REFERENCES "message_type"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agreement" ADD CONSTRAINT "agreement_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agreement" ADD CONSTRAINT "agreement_municipality_id_fkey" FOREIGN KEY ("municipality_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "station_operator" ADD CONSTRAINT "station_operator_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source" ADD CONSTRAINT "source_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_scope" ADD CONSTRAINT "source_scope_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_scope" ADD CONSTRAINT "source_scope_system_id_fkey" FOREIGN KEY ("system_id") REFERENCES "system"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_scope" ADD CONSTRAINT "source_scope_installation_id_fkey" FOREIGN KEY ("installation_id") REFERENCES "installation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_key" ADD CONSTRAINT "source_key_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant" ADD CONSTRAINT "grant_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant" ADD CONSTRAINT "grant_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What Prisma's schema cannot say. At most one installation answers the hospital, per location, type and day.
ALTER TABLE "installation_type" ADD CONSTRAINT "one_role_a" EXCLUDE USING gist (
  int4range("location_id", "location_id", '[]') WITH &&,
  int4range("type_id", "type_id", '[]') WITH &&,
  daterange("valid_from", "valid_to", '[]') WITH &&
) WHERE ("role" = 'A');
ALTER TABLE "membership" ADD CONSTRAINT "one_region_at_a_time" EXCLUDE USING gist (
  int4range("member_id", "member_id", '[]') WITH &&,
  daterange("valid_from", "valid_to", '[]') WITH &&
);
-- One provisional installation per location, so that two writers that meet the same unknown receiver agree.
CREATE UNIQUE INDEX "one_provisional_installation" ON "installation" ("location_id") WHERE "provisional";
CREATE UNIQUE INDEX "one_default_policy" ON "deadline_policy" ("valid_from") WHERE "type_id" IS NULL;
ALTER TABLE "location" ADD CONSTRAINT "gln_shape" CHECK ("gln" ~ '^\d{13}$');
ALTER TABLE "location" ADD CONSTRAINT "sor_shape" CHECK ("sor_id" ~ '^\d{6,18}$');
ALTER TABLE "deadline_policy" ADD CONSTRAINT "policy_order" CHECK ("overdue_minutes" > 0 AND coalesce("warn_minutes", 0) <= "overdue_minutes" AND "resends" >= 0);
ALTER TABLE "source" ADD CONSTRAINT "heartbeat_positive" CHECK ("heartbeat_seconds" BETWEEN 1 AND 86400);

-- Raised by every change the fold depends on, in the change's own transaction (a sequence would show it before its commit);
-- an applier reads the directory anew when it has moved.
INSERT INTO "meta" ("key", "value") VALUES ('directory_version', '1');

-- What is not known has a row of its own, so that nothing is lost for want of a name.
INSERT INTO "organisation" ("id", "kind", "name") VALUES (0, 'other', 'Ukendt afsender');
INSERT INTO "message_type" ("id", "code", "family", "name", "name_en") VALUES (0, 'unknown', 'unknown', 'Ukendt beskedtype', 'Unknown message type');
INSERT INTO "station_operator" ("id", "code", "name") VALUES (0, 'unknown', 'Ukendt operatør');
