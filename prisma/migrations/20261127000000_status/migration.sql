-- Status: services, incidents, windows, objectives, runbooks; and what is left after an outage.
-- CreateEnum
CREATE TYPE "service_kind" AS ENUM ('chain', 'station');

-- CreateEnum
CREATE TYPE "trouble" AS ENUM ('degraded', 'partial', 'down');

-- CreateEnum
CREATE TYPE "severity" AS ENUM ('critical', 'major', 'minor', 'info');

-- CreateEnum
CREATE TYPE "incident_phase" AS ENUM ('suspected', 'confirmed', 'monitoring', 'resolved', 'backlog_cleared');

-- CreateEnum
CREATE TYPE "cause_class" AS ENUM ('unknown', 'connection', 'capacity', 'release', 'configuration', 'certificate', 'supplier');

-- CreateEnum
CREATE TYPE "impact_effect" AS ENUM ('none', 'delayed', 'lost', 'unknown');

-- CreateEnum
CREATE TYPE "window_class" AS ENUM ('minor', 'major', 'platform', 'other');

-- CreateEnum
CREATE TYPE "window_phase" AS ENUM ('planned', 'in_progress', 'ended', 'cancelled');

-- CreateEnum
CREATE TYPE "window_traffic" AS ENUM ('stopped', 'queued', 'running');

-- CreateTable
CREATE TABLE "service" (
    "id" SERIAL NOT NULL,
    "code" TEXT NOT NULL,
    "kind" "service_kind" NOT NULL,
    "name" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "note" TEXT,
    "note_en" TEXT,
    "position" INTEGER NOT NULL,
    "station" TEXT,
    "operator_id" INTEGER,
    "system_id" INTEGER,
    "types" TEXT[],
    "valid_from" DATE,
    "valid_to" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "service_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "service_dependency" (
    "chain_id" INTEGER NOT NULL,
    "station_id" INTEGER NOT NULL,
    "whole" BOOLEAN NOT NULL,

    CONSTRAINT "service_dependency_pkey" PRIMARY KEY ("chain_id","station_id")
);

-- CreateTable
CREATE TABLE "service_source" (
    "service_id" INTEGER NOT NULL,
    "source_id" INTEGER NOT NULL,

    CONSTRAINT "service_source_pkey" PRIMARY KEY ("service_id","source_id")
);

-- CreateTable
CREATE TABLE "incident" (
    "id" SERIAL NOT NULL,
    "number" TEXT NOT NULL,
    "phase" "incident_phase" NOT NULL,
    "severity" "severity" NOT NULL,
    "trouble" "trouble" NOT NULL,
    "cause_class" "cause_class" NOT NULL DEFAULT 'unknown',
    "title" TEXT NOT NULL,
    "title_en" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "detected_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "resolved_at" TIMESTAMPTZ(3),
    "backlog_cleared_at" TIMESTAMPTZ(3),
    "published_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "next_update_at" TIMESTAMPTZ(3),
    "dismissed_at" TIMESTAMPTZ(3),
    "withdrawn_at" TIMESTAMPTZ(3),
    "merged_into_id" INTEGER,
    "municipalities" INTEGER,
    "follow_up_cause" TEXT,
    "follow_up_cause_en" TEXT,
    "follow_up_measures" TEXT,
    "follow_up_measures_en" TEXT,
    "follow_up_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "incident_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "incident_service" (
    "incident_id" INTEGER NOT NULL,
    "service_id" INTEGER NOT NULL,

    CONSTRAINT "incident_service_pkey" PRIMARY KEY ("incident_id","service_id")
);

-- CreateTable
CREATE TABLE "incident_update" (
    "id" SERIAL NOT NULL,
    "incident_id" INTEGER NOT NULL,
    "nr" INTEGER NOT NULL,
    "phase" "incident_phase" NOT NULL,
    "severity" "severity" NOT NULL,
    "trouble" "trouble" NOT NULL,
    "text" TEXT NOT NULL,
    "text_en" TEXT NOT NULL,
    "stated_at" TIMESTAMPTZ(3) NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "corrected_at" TIMESTAMPTZ(3),
    "written_by_id" INTEGER,
    "approved_by_id" INTEGER,
    "audience" INTEGER[],

    CONSTRAINT "incident_update_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "incident_revision" (
    "id" SERIAL NOT NULL,
    "incident_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "person_id" INTEGER,
    "field" TEXT NOT NULL,
    "before" TEXT NOT NULL,
    "after" TEXT NOT NULL,

    CONSTRAINT "incident_revision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "incident_draft" (
    "id" SERIAL NOT NULL,
    "incident_id" INTEGER NOT NULL,
    "person_id" INTEGER NOT NULL,
    "base_version" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,
    "submitted_at" TIMESTAMPTZ(3),

    CONSTRAINT "incident_draft_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "impact" (
    "incident_id" INTEGER NOT NULL,
    "installation_id" INTEGER NOT NULL,
    "effect" "impact_effect" NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3),
    "is_public" BOOLEAN NOT NULL DEFAULT false,
    "due" INTEGER,
    "overdue" INTEGER,
    "adjusted_by_id" INTEGER,
    "adjusted_at" TIMESTAMPTZ(3),

    CONSTRAINT "impact_pkey" PRIMARY KEY ("incident_id","installation_id")
);

-- CreateTable
CREATE TABLE "report" (
    "id" SERIAL NOT NULL,
    "source_id" INTEGER,
    "external_id" TEXT,
    "organisation_id" INTEGER NOT NULL,
    "person_id" INTEGER,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "service_id" INTEGER NOT NULL,
    "trouble" "trouble" NOT NULL,
    "severity" "severity",
    "cause_class" "cause_class" NOT NULL DEFAULT 'unknown',
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "summary" TEXT,
    "incident_id" INTEGER NOT NULL,
    "first_incident_id" INTEGER NOT NULL,

    CONSTRAINT "report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "runbook" (
    "id" SERIAL NOT NULL,
    "code" TEXT NOT NULL,
    "cause_class" "cause_class",
    "station" TEXT,

    CONSTRAINT "runbook_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "runbook_version" (
    "id" SERIAL NOT NULL,
    "runbook_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "title_en" TEXT NOT NULL,
    "steps" JSONB NOT NULL,
    "written_by_id" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "runbook_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "runbook_use" (
    "id" SERIAL NOT NULL,
    "incident_id" INTEGER NOT NULL,
    "runbook_version_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "person_id" INTEGER,

    CONSTRAINT "runbook_use_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "runbook_tick" (
    "use_id" INTEGER NOT NULL,
    "step" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "person_id" INTEGER,

    CONSTRAINT "runbook_tick_pkey" PRIMARY KEY ("use_id","step")
);

-- CreateTable
CREATE TABLE "service_window" (
    "id" SERIAL NOT NULL,
    "uid" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "series_id" INTEGER,
    "series_day" DATE,
    "title" TEXT NOT NULL,
    "title_en" TEXT NOT NULL,
    "window_class" "window_class" NOT NULL,
    "traffic" "window_traffic" NOT NULL,
    "phase" "window_phase" NOT NULL DEFAULT 'planned',
    "planned_from" TIMESTAMPTZ(3) NOT NULL,
    "planned_to" TIMESTAMPTZ(3) NOT NULL,
    "actual_from" TIMESTAMPTZ(3),
    "actual_to" TIMESTAMPTZ(3),
    "held_at" TIMESTAMPTZ(3),
    "announced_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "note" TEXT,
    "note_en" TEXT,
    "expected" INTEGER,
    "measured" INTEGER,
    "delivered_in" INTEGER,
    "delivered_after" INTEGER,

    CONSTRAINT "service_window_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "window_service" (
    "window_id" INTEGER NOT NULL,
    "service_id" INTEGER NOT NULL,

    CONSTRAINT "window_service_pkey" PRIMARY KEY ("window_id","service_id")
);

-- CreateTable
CREATE TABLE "window_change" (
    "id" SERIAL NOT NULL,
    "window_id" INTEGER NOT NULL,
    "sequence" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "person_id" INTEGER,
    "kind" TEXT NOT NULL,
    "planned_from" TIMESTAMPTZ(3) NOT NULL,
    "planned_to" TIMESTAMPTZ(3) NOT NULL,
    "breaches" TEXT[],

    CONSTRAINT "window_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "window_series" (
    "id" SERIAL NOT NULL,
    "title" TEXT NOT NULL,
    "title_en" TEXT NOT NULL,
    "window_class" "window_class" NOT NULL,
    "traffic" "window_traffic" NOT NULL,
    "every" TEXT NOT NULL,
    "weekday" INTEGER NOT NULL,
    "nth" INTEGER,
    "from_time" TEXT NOT NULL,
    "to_time" TEXT NOT NULL,
    "on_holiday" TEXT NOT NULL DEFAULT 'keep',
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,
    "announced_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "window_series_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "series_service" (
    "series_id" INTEGER NOT NULL,
    "service_id" INTEGER NOT NULL,

    CONSTRAINT "series_service_pkey" PRIMARY KEY ("series_id","service_id")
);

-- CreateTable
CREATE TABLE "objective" (
    "id" SERIAL NOT NULL,
    "service_id" INTEGER NOT NULL,
    "valid_from" DATE NOT NULL,
    "work_from" INTEGER NOT NULL DEFAULT 6,
    "work_to" INTEGER NOT NULL DEFAULT 18,
    "working_target" DECIMAL(6,5) NOT NULL,
    "other_target" DECIMAL(6,5) NOT NULL,
    "source" TEXT NOT NULL,
    "assumed" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "objective_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "month_figure" (
    "service_id" INTEGER NOT NULL,
    "month" DATE NOT NULL,
    "band" TEXT NOT NULL,
    "frozen_at" TIMESTAMPTZ(3) NOT NULL,
    "target" DECIMAL(6,5) NOT NULL,
    "total_ms" BIGINT NOT NULL,
    "measured_ms" BIGINT NOT NULL,
    "down_ms" BIGINT NOT NULL,
    "window_ms" BIGINT NOT NULL,
    "down_outside_ms" BIGINT NOT NULL,
    "intervals" JSONB NOT NULL,

    CONSTRAINT "month_figure_pkey" PRIMARY KEY ("service_id","month","band")
);

-- CreateIndex
CREATE UNIQUE INDEX "service_code_key" ON "service"("code");

-- CreateIndex
CREATE UNIQUE INDEX "incident_number_key" ON "incident"("number");

-- CreateIndex
CREATE INDEX "incident_updated_at_idx" ON "incident"("updated_at");

-- CreateIndex
CREATE UNIQUE INDEX "incident_update_incident_id_nr_key" ON "incident_update"("incident_id", "nr");

-- CreateIndex
CREATE INDEX "incident_revision_incident_id_idx" ON "incident_revision"("incident_id");

-- CreateIndex
CREATE UNIQUE INDEX "incident_draft_incident_id_person_id_key" ON "incident_draft"("incident_id", "person_id");

-- CreateIndex
CREATE INDEX "impact_installation_id_idx" ON "impact"("installation_id");

-- CreateIndex
CREATE INDEX "report_incident_id_idx" ON "report"("incident_id");

-- CreateIndex
CREATE UNIQUE INDEX "report_source_id_external_id_key" ON "report"("source_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "runbook_code_key" ON "runbook"("code");

-- CreateIndex
CREATE UNIQUE INDEX "runbook_version_runbook_id_version_key" ON "runbook_version"("runbook_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "runbook_use_incident_id_runbook_version_id_key" ON "runbook_use"("incident_id", "runbook_version_id");

-- CreateIndex
CREATE UNIQUE INDEX "service_window_uid_key" ON "service_window"("uid");

-- CreateIndex
CREATE INDEX "service_window_planned_from_idx" ON "service_window"("planned_from");

-- CreateIndex
CREATE UNIQUE INDEX "service_window_series_id_series_day_key" ON "service_window"("series_id", "series_day");

-- CreateIndex
CREATE INDEX "window_change_window_id_idx" ON "window_change"("window_id");

-- CreateIndex
CREATE UNIQUE INDEX "objective_service_id_valid_from_key" ON "objective"("service_id", "valid_from");

-- AddForeignKey
ALTER TABLE "service" ADD CONSTRAINT "service_operator_id_fkey" FOREIGN KEY ("operator_id") REFERENCES "station_operator"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service" ADD CONSTRAINT "service_system_id_fkey" FOREIGN KEY ("system_id") REFERENCES "system"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_dependency" ADD CONSTRAINT "service_dependency_chain_id_fkey" FOREIGN KEY ("chain_id") REFERENCES "service"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_dependency" ADD CONSTRAINT "service_dependency_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "service"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_source" ADD CONSTRAINT "service_source_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_source" ADD CONSTRAINT "service_source_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident" ADD CONSTRAINT "incident_merged_into_id_fkey" FOREIGN KEY ("merged_into_id") REFERENCES "incident"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_service" ADD CONSTRAINT "incident_service_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_service" ADD CONSTRAINT "incident_service_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_update" ADD CONSTRAINT "incident_update_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_revision" ADD CONSTRAINT "incident_revision_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_draft" ADD CONSTRAINT "incident_draft_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "impact" ADD CONSTRAINT "impact_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "impact" ADD CONSTRAINT "impact_installation_id_fkey" FOREIGN KEY ("installation_id") REFERENCES "installation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report" ADD CONSTRAINT "report_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report" ADD CONSTRAINT "report_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report" ADD CONSTRAINT "report_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report" ADD CONSTRAINT "report_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report" ADD CONSTRAINT "report_first_incident_id_fkey" FOREIGN KEY ("first_incident_id") REFERENCES "incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "runbook_version" ADD CONSTRAINT "runbook_version_runbook_id_fkey" FOREIGN KEY ("runbook_id") REFERENCES "runbook"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "runbook_use" ADD CONSTRAINT "runbook_use_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "runbook_use" ADD CONSTRAINT "runbook_use_runbook_version_id_fkey" FOREIGN KEY ("runbook_version_id") REFERENCES "runbook_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "runbook_tick" ADD CONSTRAINT "runbook_tick_use_id_fkey" FOREIGN KEY ("use_id") REFERENCES "runbook_use"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_window" ADD CONSTRAINT "service_window_series_id_fkey" FOREIGN KEY ("series_id") REFERENCES "window_series"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "window_service" ADD CONSTRAINT "window_service_window_id_fkey" FOREIGN KEY ("window_id") REFERENCES "service_window"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "window_service" ADD CONSTRAINT "window_service_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "window_change" ADD CONSTRAINT "window_change_window_id_fkey" FOREIGN KEY ("window_id") REFERENCES "service_window"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "series_service" ADD CONSTRAINT "series_service_series_id_fkey" FOREIGN KEY ("series_id") REFERENCES "window_series"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "series_service" ADD CONSTRAINT "series_service_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "objective" ADD CONSTRAINT "objective_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "month_figure" ADD CONSTRAINT "month_figure_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What Prisma's schema cannot say.
ALTER TABLE "incident" ADD CONSTRAINT "incident_number_shape" CHECK ("number" ~ '^\d{4}-\d{1,6}$');
ALTER TABLE "incident" ADD CONSTRAINT "incident_order" CHECK (
  ("resolved_at" IS NULL OR "resolved_at" >= "started_at") AND ("backlog_cleared_at" IS NULL OR "backlog_cleared_at" >= "resolved_at"));
ALTER TABLE "incident" ADD CONSTRAINT "not_merged_into_itself" CHECK ("merged_into_id" IS DISTINCT FROM "id");
ALTER TABLE "impact" ADD CONSTRAINT "impact_order" CHECK ("to_at" IS NULL OR "to_at" >= "from_at");
ALTER TABLE "service_window" ADD CONSTRAINT "window_order" CHECK ("planned_to" > "planned_from");
ALTER TABLE "window_series" ADD CONSTRAINT "series_rule" CHECK (
  "every" IN ('week', 'month', 'quarter') AND "weekday" BETWEEN 0 AND 6 AND ("every" = 'week') = ("nth" IS NULL)
  AND coalesce("nth", 1) BETWEEN 1 AND 5 AND "on_holiday" IN ('keep', 'skip', 'postpone')
  AND "from_time" ~ '^([01]\d|2[0-3]):[0-5]\d$' AND "to_time" ~ '^([01]\d|2[0-3]):[0-5]\d$');
ALTER TABLE "objective" ADD CONSTRAINT "objective_shares" CHECK (
  "working_target" BETWEEN 0 AND 1 AND "other_target" BETWEEN 0 AND 1 AND "work_from" BETWEEN 0 AND 23 AND "work_to" BETWEEN "work_from" + 1 AND 24);

-- After an outage: what became of each installation's deliveries of the time it was hit, as the worker last counted them.
CREATE TABLE ledger.backlog (
  incident_id int NOT NULL,
  installation_id int NOT NULL,
  sender_organisation_id int NOT NULL,
  receipt_role smallint NOT NULL,
  -- The time it was hit; without an end it still is.
  from_at timestamptz(3) NOT NULL,
  to_at timestamptz(3),
  n int NOT NULL,
  late int NOT NULL,
  pending int NOT NULL,
  missing int NOT NULL,
  unknown int NOT NULL,
  lost int NOT NULL,
  PRIMARY KEY (incident_id, installation_id, sender_organisation_id, receipt_role)
);
-- When an incident was last counted, and whether everything sent in its time has been seen.
CREATE TABLE ledger.backlog_round (
  incident_id int PRIMARY KEY,
  counted_at timestamptz(3) NOT NULL,
  covered boolean NOT NULL
);
-- How many of them were without a final answer at an instant, from there until the next: the curve to zero.
CREATE TABLE ledger.backlog_curve (
  incident_id int NOT NULL,
  installation_id int NOT NULL,
  sender_organisation_id int NOT NULL,
  receipt_role smallint NOT NULL,
  at timestamptz(0) NOT NULL,
  waiting int NOT NULL,
  PRIMARY KEY (incident_id, at, installation_id, sender_organisation_id, receipt_role)
);

-- Who sees what of it. The public reads in a role of its own, and only what the operator has published.
DO $$
BEGIN
  CREATE ROLE kvit_public NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
GRANT kvit_public TO CURRENT_USER;
GRANT USAGE ON SCHEMA public TO kvit_public;

CREATE FUNCTION access.incident_is_public(incident int) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT EXISTS (SELECT FROM incident i WHERE i.id = incident
    AND i.published_at IS NOT NULL AND i.withdrawn_at IS NULL AND i.merged_into_id IS NULL AND i.dismissed_at IS NULL)
$$;
-- What happened to a window before it was announced stays in the house.
CREATE FUNCTION access.window_change_is_public(service_window int, at timestamptz) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT EXISTS (SELECT FROM service_window w WHERE w.id = service_window AND w.announced_at <= at)
$$;
CREATE FUNCTION access.window_is_public(service_window int) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT EXISTS (SELECT FROM service_window w WHERE w.id = service_window AND w.announced_at IS NOT NULL)
$$;

-- What the public may ask beyond published rows stands in a schema of its own: names of municipalities, which impact the
-- operator chose to show (by municipality, never by system), how far each service is seen, and the line where it is switched on.
CREATE SCHEMA publication;
GRANT USAGE ON SCHEMA publication TO kvit_public;
CREATE FUNCTION publication.impacts() RETURNS TABLE (incident_id int, municipality text, effect impact_effect, from_at timestamptz, to_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT m.incident_id, o.code, m.effect, min(m.from_at), CASE WHEN bool_and(m.to_at IS NOT NULL) THEN max(m.to_at) END
  FROM impact m JOIN installation i ON i.id = m.installation_id JOIN organisation o ON o.id = i.organisation_id
  WHERE m.is_public AND m.effect <> 'none' AND o.kind = 'municipality' AND access.incident_is_public(m.incident_id)
  GROUP BY m.incident_id, o.code, m.effect
$$;
CREATE FUNCTION publication.seen() RETURNS TABLE (service_id int, seen tstzmultirange)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT s.service_id, range_agg(c.seen) FROM service_source s JOIN ledger.coverage c ON c.source_id = s.source_id GROUP BY 1
$$;
CREATE FUNCTION publication.legs(since timestamptz) RETURNS TABLE (direction smallint, station smallint, n bigint, bins bigint[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT r.direction, r.station, sum(r.n), ARRAY[sum(r.lat_0), sum(r.lat_1), sum(r.lat_2), sum(r.lat_3), sum(r.lat_4), sum(r.lat_5), sum(r.lat_6),
    sum(r.lat_7), sum(r.lat_8), sum(r.lat_9), sum(r.lat_10), sum(r.lat_11), sum(r.lat_12), sum(r.lat_13), sum(r.lat_14), sum(r.lat_15), sum(r.lat_16)]
  FROM ledger.rollup_leg r
  WHERE r.bucket >= since AND EXISTS (SELECT FROM meta WHERE key = 'status_public_line' AND value = 'on')
  GROUP BY 1, 2
$$;
CREATE FUNCTION publication.merged() RETURNS TABLE (incident_id int, number text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT i.merged_into_id, i.number FROM incident i
  WHERE i.published_at IS NOT NULL AND i.withdrawn_at IS NULL AND access.incident_is_public(i.merged_into_id)
$$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA publication TO kvit_public;
GRANT SELECT (id, kind, code, name, valid_from, valid_to) ON "organisation" TO kvit_public;
GRANT SELECT ON "membership", "meta" TO kvit_public;

-- Reference lists of status: names and promises belong to nobody.
GRANT SELECT ON "service_dependency", "objective", "month_figure" TO kvit_public, kvit_receiver, kvit_sender, kvit_oversight;
GRANT SELECT ON "service" TO kvit_receiver, kvit_oversight;
GRANT SELECT (id, code, kind, name, name_en, note, note_en, position, station, types, valid_from, valid_to) ON "service" TO kvit_public, kvit_sender;
GRANT SELECT ON "service_source", "runbook", "runbook_version" TO kvit_oversight;

ALTER TABLE "incident" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "incident_service" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "incident_update" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "incident_revision" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "incident_draft" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "impact" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "report" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "runbook_use" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "runbook_tick" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "service_source" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "runbook" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "runbook_version" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "service_window" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "window_service" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "window_change" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "window_series" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "series_service" ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger.backlog ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger.backlog_round ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger.backlog_curve ENABLE ROW LEVEL SECURITY;

-- Columns that name a member of staff or an audience are for the operator's own house.
GRANT SELECT (id, number, phase, severity, trouble, cause_class, title, title_en, started_at, detected_at, confirmed_at, resolved_at, backlog_cleared_at,
  published_at, updated_at, next_update_at, municipalities, follow_up_cause, follow_up_cause_en, follow_up_measures, follow_up_measures_en, follow_up_at)
  ON "incident" TO kvit_public, kvit_receiver, kvit_sender;
GRANT SELECT ON "incident_service" TO kvit_public, kvit_receiver, kvit_sender;
GRANT SELECT (id, incident_id, nr, phase, severity, trouble, text, text_en, stated_at, published_at, corrected_at)
  ON "incident_update" TO kvit_public, kvit_receiver, kvit_sender;
GRANT SELECT (id, uid, sequence, title, title_en, window_class, traffic, phase, planned_from, planned_to, actual_from, actual_to, announced_at, updated_at,
  note, note_en, expected, measured, delivered_in, delivered_after) ON "service_window" TO kvit_public, kvit_receiver, kvit_sender;
GRANT SELECT ON "window_service" TO kvit_public, kvit_receiver, kvit_sender;
GRANT SELECT (id, window_id, sequence, at, kind, planned_from, planned_to) ON "window_change" TO kvit_public, kvit_receiver, kvit_sender;
GRANT SELECT (incident_id, installation_id, effect, from_at, to_at, is_public, due, overdue) ON "impact" TO kvit_receiver;
GRANT SELECT (id, external_id, organisation_id, received_at, service_id, trouble, severity, cause_class, started_at, ended_at, summary)
  ON "report" TO kvit_receiver, kvit_sender;
GRANT SELECT ON "incident", "incident_service", "incident_update", "incident_revision", "incident_draft", "impact", "report", "runbook_use", "runbook_tick",
  "service_window", "window_service", "window_change", "window_series", "series_service" TO kvit_oversight;
GRANT SELECT ON ledger.backlog, ledger.backlog_round, ledger.backlog_curve TO kvit_receiver, kvit_sender, kvit_oversight;

CREATE POLICY published ON "incident" FOR SELECT TO kvit_public USING (access.incident_is_public(id));
CREATE POLICY published ON "incident_service" FOR SELECT TO kvit_public USING (access.incident_is_public(incident_id));
CREATE POLICY published ON "incident_update" FOR SELECT TO kvit_public USING (access.incident_is_public(incident_id));
CREATE POLICY published ON "service_window" FOR SELECT TO kvit_public USING (announced_at IS NOT NULL);
CREATE POLICY published ON "window_service" FOR SELECT TO kvit_public USING (access.window_is_public(window_id));
CREATE POLICY published ON "window_change" FOR SELECT TO kvit_public USING (access.window_change_is_public(window_id, at));

CREATE POLICY signed_in ON "incident" FOR SELECT TO kvit_receiver, kvit_sender
  USING ((SELECT access.viewer_organisation()) IS NOT NULL AND access.incident_is_public(id));
CREATE POLICY signed_in ON "incident_service" FOR SELECT TO kvit_receiver, kvit_sender
  USING ((SELECT access.viewer_organisation()) IS NOT NULL AND access.incident_is_public(incident_id));
CREATE POLICY signed_in ON "incident_update" FOR SELECT TO kvit_receiver, kvit_sender
  USING ((SELECT access.viewer_organisation()) IS NOT NULL AND access.incident_is_public(incident_id));
CREATE POLICY signed_in ON "service_window" FOR SELECT TO kvit_receiver, kvit_sender
  USING ((SELECT access.viewer_organisation()) IS NOT NULL AND announced_at IS NOT NULL);
CREATE POLICY signed_in ON "window_service" FOR SELECT TO kvit_receiver, kvit_sender
  USING ((SELECT access.viewer_organisation()) IS NOT NULL AND access.window_is_public(window_id));
CREATE POLICY signed_in ON "window_change" FOR SELECT TO kvit_receiver, kvit_sender
  USING ((SELECT access.viewer_organisation()) IS NOT NULL AND access.window_change_is_public(window_id, at));
-- Whoever receives sees how a published incident hits its own installations, whether or not the public does.
CREATE POLICY receiver ON "impact" FOR SELECT TO kvit_receiver
  USING (installation_id = ANY ((SELECT access.visible_installations())::int[]) AND access.incident_is_public(incident_id)
    AND (NOT installation_id = ANY ((SELECT access.bounded_installations())::int[])
      OR (access.in_agreement(installation_id, from_at) AND access.in_agreement(installation_id, coalesce(to_at, now())))));
CREATE POLICY own ON "report" FOR SELECT TO kvit_receiver, kvit_sender USING (organisation_id = (SELECT access.viewer_organisation()));
-- A count is of the whole time an installation was hit: who may not see all of it sees none of it.
CREATE POLICY receiver ON ledger.backlog FOR SELECT TO kvit_receiver
  USING (installation_id = ANY ((SELECT access.visible_installations())::int[]) AND access.incident_is_public(incident_id)
    AND (NOT installation_id = ANY ((SELECT access.bounded_installations())::int[])
      OR (access.in_agreement(installation_id, from_at) AND access.in_agreement(installation_id, coalesce(to_at, now())))));
CREATE POLICY sender ON ledger.backlog FOR SELECT TO kvit_sender
  USING (sender_organisation_id = ANY ((SELECT access.visible_senders())::int[]) AND receipt_role = 1 AND access.incident_is_public(incident_id)
    AND (NOT sender_organisation_id = ANY ((SELECT access.bounded_senders())::int[])
      OR (access.in_membership(sender_organisation_id, from_at) AND access.in_membership(sender_organisation_id, coalesce(to_at, now())))));
CREATE POLICY signed_in ON ledger.backlog_round FOR SELECT TO kvit_receiver, kvit_sender
  USING ((SELECT access.viewer_organisation()) IS NOT NULL AND access.incident_is_public(incident_id));
-- A curve is seen where its count is.
CREATE POLICY counted ON ledger.backlog_curve FOR SELECT TO kvit_receiver, kvit_sender
  USING (EXISTS (SELECT FROM ledger.backlog b WHERE b.incident_id = backlog_curve.incident_id AND b.installation_id = backlog_curve.installation_id
    AND b.sender_organisation_id = backlog_curve.sender_organisation_id AND b.receipt_role = backlog_curve.receipt_role));
DO $$
DECLARE relation text;
BEGIN
  FOREACH relation IN ARRAY ARRAY['public.incident', 'public.incident_service', 'public.incident_update', 'public.incident_revision', 'public.incident_draft',
    'public.impact', 'public.report', 'public.runbook', 'public.runbook_version', 'public.runbook_use', 'public.runbook_tick', 'public.service_source',
    'public.service_window', 'public.window_service', 'public.window_change', 'public.window_series', 'public.series_service',
    'ledger.backlog', 'ledger.backlog_round', 'ledger.backlog_curve'] LOOP
    EXECUTE format('CREATE POLICY oversight ON %s FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL)', relation);
  END LOOP;
END $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA access TO kvit_receiver, kvit_sender, kvit_oversight;
