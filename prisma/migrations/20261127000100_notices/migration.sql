-- Notices: signals, subscriptions with dated filters, addresses, what was said to whom and whether it arrived, contact lists.
-- CreateEnum
CREATE TYPE "signal_kind" AS ENUM ('incident', 'window', 'missing_receipts', 'suspicion', 'backlog_cleared');

-- CreateEnum
CREATE TYPE "signal_moment" AS ENUM ('opened', 'updated', 'resolved');

-- CreateEnum
CREATE TYPE "channel" AS ENUM ('email', 'webhook', 'push', 'sms', 'atom', 'calendar');

-- CreateEnum
CREATE TYPE "dispatch_state" AS ENUM ('waiting', 'held', 'sending', 'sent', 'failed', 'suppressed', 'gathered');

-- CreateTable
CREATE TABLE "signal" (
    "id" SERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" "signal_kind" NOT NULL,
    "moment" "signal_moment" NOT NULL,
    "thread" TEXT NOT NULL,
    "incident_id" INTEGER,
    "update_nr" INTEGER,
    "window_id" INTEGER,
    "severity" "severity",
    "trouble" "trouble",
    "service_ids" INTEGER[],
    "stations" TEXT[],
    "types" TEXT[],
    "installation_ids" INTEGER[],
    "municipality_ids" INTEGER[],
    "region_ids" INTEGER[],
    "vendor_ids" INTEGER[],
    "messages" INTEGER,
    "subscription_id" INTEGER,
    "title" TEXT NOT NULL,
    "title_en" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "text_en" TEXT NOT NULL,
    "held_at" TIMESTAMPTZ(3),

    CONSTRAINT "signal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subscription" (
    "id" SERIAL NOT NULL,
    "organisation_id" INTEGER,
    "name" TEXT NOT NULL,
    "quiet_from" TEXT,
    "quiet_to" TEXT,
    "critical_passes" BOOLEAN NOT NULL DEFAULT true,
    "digest_at" TEXT,
    "interval_minutes" INTEGER NOT NULL DEFAULT 0,
    "cap_per_hour" INTEGER NOT NULL DEFAULT 20,
    "confirm_minutes" INTEGER,
    "created_by_id" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "subscription_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subscription_filter" (
    "subscription_id" INTEGER NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "filter" JSONB NOT NULL,
    "origin" TEXT NOT NULL DEFAULT 'person',

    CONSTRAINT "subscription_filter_pkey" PRIMARY KEY ("subscription_id","valid_from")
);

-- CreateTable
CREATE TABLE "endpoint" (
    "id" SERIAL NOT NULL,
    "organisation_id" INTEGER,
    "channel" "channel" NOT NULL,
    "label" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "secret" TEXT,
    "locale" TEXT NOT NULL DEFAULT 'da',
    "created_by_id" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "disabled_at" TIMESTAMPTZ(3),
    "disabled_why" TEXT,

    CONSTRAINT "endpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subscription_endpoint" (
    "subscription_id" INTEGER NOT NULL,
    "endpoint_id" INTEGER NOT NULL,
    "second" BOOLEAN NOT NULL DEFAULT false,
    "left_at" TIMESTAMPTZ(3),

    CONSTRAINT "subscription_endpoint_pkey" PRIMARY KEY ("subscription_id","endpoint_id")
);

-- CreateTable
CREATE TABLE "notice" (
    "id" SERIAL NOT NULL,
    "signal_id" INTEGER NOT NULL,
    "subscription_id" INTEGER NOT NULL,
    "organisation_id" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "because" JSONB NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "confirmed_by_id" INTEGER,
    "escalated_at" TIMESTAMPTZ(3),

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispatch" (
    "id" UUID NOT NULL,
    "notice_id" INTEGER NOT NULL,
    "endpoint_id" INTEGER NOT NULL,
    "state" "dispatch_state" NOT NULL DEFAULT 'waiting',
    "why" TEXT,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "claimed_by" INTEGER,
    "sent_at" TIMESTAMPTZ(3),
    "gathered_in" UUID,

    CONSTRAINT "dispatch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispatch_try" (
    "dispatch_id" UUID NOT NULL,
    "nr" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "code" TEXT NOT NULL,
    "status" INTEGER,
    "ms" INTEGER,

    CONSTRAINT "dispatch_try_pkey" PRIMARY KEY ("dispatch_id","nr")
);

-- CreateTable
CREATE TABLE "episode" (
    "id" SERIAL NOT NULL,
    "subscription_id" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "installations" INTEGER[],

    CONSTRAINT "episode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_list" (
    "id" SERIAL NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "contact_list_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact" (
    "id" SERIAL NOT NULL,
    "list_id" INTEGER NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "function" TEXT NOT NULL,
    "rank" INTEGER NOT NULL DEFAULT 1,
    "email" TEXT,
    "phone" TEXT,
    "hours" JSONB NOT NULL,
    "reviewed_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "contact_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "signal_at_idx" ON "signal"("at");

-- CreateIndex
CREATE INDEX "signal_thread_idx" ON "signal"("thread");

-- CreateIndex
CREATE INDEX "subscription_organisation_id_idx" ON "subscription"("organisation_id");

-- CreateIndex
CREATE INDEX "endpoint_organisation_id_idx" ON "endpoint"("organisation_id");

-- CreateIndex
CREATE INDEX "notice_subscription_id_at_idx" ON "notice"("subscription_id", "at");

-- CreateIndex
CREATE INDEX "notice_organisation_id_at_idx" ON "notice"("organisation_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "notice_signal_id_subscription_id_key" ON "notice"("signal_id", "subscription_id");

-- CreateIndex
CREATE INDEX "dispatch_endpoint_id_idx" ON "dispatch"("endpoint_id");

-- CreateIndex
CREATE UNIQUE INDEX "dispatch_notice_id_endpoint_id_key" ON "dispatch"("notice_id", "endpoint_id");

-- CreateIndex
CREATE INDEX "episode_subscription_id_idx" ON "episode"("subscription_id");

-- CreateIndex
CREATE INDEX "contact_list_id_idx" ON "contact"("list_id");

-- AddForeignKey
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription_filter" ADD CONSTRAINT "subscription_filter_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscription"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "endpoint" ADD CONSTRAINT "endpoint_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription_endpoint" ADD CONSTRAINT "subscription_endpoint_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscription"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription_endpoint" ADD CONSTRAINT "subscription_endpoint_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoint"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice" ADD CONSTRAINT "notice_signal_id_fkey" FOREIGN KEY ("signal_id") REFERENCES "signal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice" ADD CONSTRAINT "notice_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscription"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice" ADD CONSTRAINT "notice_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispatch" ADD CONSTRAINT "dispatch_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "notice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispatch" ADD CONSTRAINT "dispatch_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoint"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispatch_try" ADD CONSTRAINT "dispatch_try_dispatch_id_fkey" FOREIGN KEY ("dispatch_id") REFERENCES "dispatch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "episode" ADD CONSTRAINT "episode_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscription"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_list" ADD CONSTRAINT "contact_list_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "contact_list"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What Prisma's schema cannot say.
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_times" CHECK (
  ("quiet_from" IS NULL) = ("quiet_to" IS NULL)
  AND coalesce("quiet_from", '00:00') ~ '^([01]\d|2[0-3]):[0-5]\d$' AND coalesce("quiet_to", '00:00') ~ '^([01]\d|2[0-3]):[0-5]\d$'
  AND coalesce("digest_at", '00:00') ~ '^([01]\d|2[0-3]):[0-5]\d$'
  AND "interval_minutes" BETWEEN 0 AND 1440 AND "cap_per_hour" BETWEEN 1 AND 1000 AND coalesce("confirm_minutes", 5) BETWEEN 5 AND 1440);
ALTER TABLE "contact" ADD CONSTRAINT "contact_reachable" CHECK ("rank" IN (1, 2) AND coalesce("email", "phone") IS NOT NULL);
-- What is still to be sent, soonest first.
CREATE INDEX "dispatch_due" ON "dispatch" ("not_before", "id") WHERE "state" IN ('waiting', 'sending');

-- One episode of missing receipts at a time.
CREATE UNIQUE INDEX "episode_open" ON "episode" ("subscription_id") WHERE "ended_at" IS NULL;

-- Who sees what of it: an organisation its own; the operator everything but addresses and secrets; the public nothing.
CREATE FUNCTION access.own_subscriptions() RETURNS int[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT coalesce(array_agg(id), '{}') FROM subscription WHERE organisation_id = access.viewer_organisation()
$$;
CREATE FUNCTION access.own_notices() RETURNS int[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT coalesce(array_agg(id), '{}') FROM notice WHERE organisation_id = access.viewer_organisation()
$$;
CREATE FUNCTION access.own_dispatches() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT coalesce(array_agg(d.id), '{}') FROM dispatch d JOIN notice n ON n.id = d.notice_id WHERE n.organisation_id = access.viewer_organisation()
$$;
-- Whose lists the viewer may read: its own, and those it has a contact on or whose region it belongs to.
CREATE FUNCTION access.shared_lists() RETURNS int[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT coalesce(array_agg(l.id), '{}') FROM contact_list l WHERE access.viewer_organisation() IS NOT NULL AND (
    l.organisation_id = access.viewer_organisation()
    OR EXISTS (SELECT FROM contact c WHERE c.list_id = l.id AND c.organisation_id = access.viewer_organisation())
    OR EXISTS (SELECT FROM membership m WHERE m.region_id = l.organisation_id AND m.member_id = access.viewer_organisation()
      AND m.valid_from <= current_date AND (m.valid_to IS NULL OR m.valid_to >= current_date)))
$$;

-- Whom the viewer may see told: itself, its region and that region's members, and whoever shares a contact list with it.
CREATE FUNCTION access.neighbours() RETURNS int[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  WITH held AS (SELECT region_id, member_id FROM membership
    WHERE valid_from <= current_date AND (valid_to IS NULL OR valid_to >= current_date)),
  region AS (SELECT access.viewer_organisation() AS id
    UNION SELECT h.region_id FROM held h WHERE h.member_id = access.viewer_organisation())
  SELECT coalesce(array_agg(x.id), '{}') FROM (
    SELECT r.id FROM region r
    UNION SELECT h.member_id FROM held h JOIN region r ON r.id = h.region_id
    UNION SELECT l.organisation_id FROM contact_list l WHERE l.id = ANY (access.shared_lists())
    UNION SELECT c.organisation_id FROM contact c WHERE c.list_id = ANY (access.shared_lists())) x
  WHERE access.viewer_organisation() IS NOT NULL
$$;
-- What was told of incidents, a row per notice and address but never the address. Oversight reads it; others their neighbours of it.
CREATE VIEW access.told WITH (security_invoker = true) AS
  SELECT g.incident_id, g.kind::text AS kind, g.id AS signal_id, n.id AS notice_id, n.organisation_id,
    CASE WHEN cardinality(g.installation_ids) > 0 THEN n.organisation_id = ANY (g.municipality_ids || g.region_ids || g.vendor_ids) END AS hit,
    n.at, CASE WHEN g.moment <> 'resolved' THEN s.confirm_minutes END AS confirm_minutes, n.confirmed_at, n.escalated_at, e.channel::text AS channel, coalesce(j.second, false) AS second,
    CASE WHEN g.held_at IS NOT NULL AND d.state = 'waiting' THEN 'held' ELSE coalesce(c.state, d.state)::text END AS state,
    coalesce(c.why, d.why) AS why, coalesce(c.not_before, d.not_before) AS not_before, coalesce(c.sent_at, d.sent_at) AS sent_at
  FROM "signal" g JOIN "notice" n ON n.signal_id = g.id JOIN "subscription" s ON s.id = n.subscription_id
    LEFT JOIN "dispatch" d ON d.notice_id = n.id LEFT JOIN "dispatch" c ON c.id = d.gathered_in
    LEFT JOIN "endpoint" e ON e.id = d.endpoint_id
    LEFT JOIN "subscription_endpoint" j ON j.subscription_id = n.subscription_id AND j.endpoint_id = d.endpoint_id
  WHERE g.incident_id IS NOT NULL;
CREATE FUNCTION access.told_near(incident int) RETURNS SETOF access.told LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT t.* FROM access.told t WHERE t.incident_id = incident AND t.kind <> 'suspicion' AND access.incident_is_public(incident)
    AND t.organisation_id = ANY (access.neighbours())
$$;
-- The organisations where an incident hits, for certain or perhaps.
CREATE VIEW access.hit WITH (security_invoker = true) AS
  SELECT DISTINCT m.incident_id, i.organisation_id FROM "impact" m JOIN "installation" i ON i.id = m.installation_id WHERE m.effect <> 'none';
CREATE FUNCTION access.hit_near(incident int) RETURNS SETOF access.hit LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT h.* FROM access.hit h WHERE h.incident_id = incident AND access.incident_is_public(incident)
    AND h.organisation_id = ANY (access.neighbours())
$$;
-- How an organisation can be reached: by a subscription with an address in use, by its place on a contact list.
CREATE VIEW access.reach WITH (security_invoker = true) AS
  SELECT o.id AS organisation_id, o.name, o.kind::text AS kind,
    EXISTS (SELECT FROM "subscription" s WHERE s.organisation_id = o.id AND s.ended_at IS NULL) AS asked,
    EXISTS (SELECT FROM "subscription" s JOIN "subscription_endpoint" j ON j.subscription_id = s.id JOIN "endpoint" e ON e.id = j.endpoint_id
      WHERE s.organisation_id = o.id AND s.ended_at IS NULL AND NOT j.second AND j.left_at IS NULL
        AND e.confirmed_at IS NOT NULL AND e.disabled_at IS NULL) AS subscribed,
    EXISTS (SELECT FROM "contact" c WHERE c.organisation_id = o.id) AS listed
  FROM "organisation" o WHERE o.kind IN ('municipality', 'region', 'vendor')
    AND coalesce(o.valid_from <= current_date, true) AND coalesce(o.valid_to >= current_date, true);
CREATE FUNCTION access.reach_near() RETURNS SETOF access.reach LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT r.* FROM access.reach r WHERE r.organisation_id = ANY (access.neighbours())
$$;
GRANT SELECT ON access.told, access.hit, access.reach TO kvit_oversight;

ALTER TABLE "signal" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "subscription" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "subscription_filter" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "subscription_endpoint" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "endpoint" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "notice" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "dispatch" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "dispatch_try" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "episode" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "contact_list" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "contact" ENABLE ROW LEVEL SECURITY;

GRANT SELECT (id, at, kind, moment, thread, incident_id, update_nr, window_id, severity, trouble, service_ids, stations, types, subscription_id,
  title, title_en, text, text_en) ON "signal" TO kvit_receiver, kvit_sender;
GRANT SELECT ON "subscription", "subscription_filter", "subscription_endpoint", "notice", "dispatch", "dispatch_try", "episode", "contact_list", "contact"
  TO kvit_receiver, kvit_sender, kvit_oversight;
GRANT SELECT (id, organisation_id, channel, label, address, locale, created_at, confirmed_at, disabled_at, disabled_why) ON "endpoint" TO kvit_receiver, kvit_sender;
GRANT SELECT (id, organisation_id, channel, label, locale, created_at, confirmed_at, disabled_at, disabled_why) ON "endpoint" TO kvit_oversight;
GRANT SELECT ON "signal" TO kvit_oversight;

-- What was published is known to everybody signed in; a suspicion or a threshold passed only to those who were told.
CREATE POLICY signed_in ON "signal" FOR SELECT TO kvit_receiver, kvit_sender USING ((SELECT access.viewer_organisation()) IS NOT NULL AND (
  (kind IN ('incident', 'backlog_cleared') AND access.incident_is_public(incident_id))
  OR (kind = 'window' AND access.window_is_public(window_id))
  OR subscription_id = ANY ((SELECT access.own_subscriptions())::int[])
  OR id IN (SELECT n.signal_id FROM "notice" n WHERE n.organisation_id = (SELECT access.viewer_organisation()))));
CREATE POLICY own ON "subscription" FOR SELECT TO kvit_receiver, kvit_sender USING (organisation_id = (SELECT access.viewer_organisation()));
CREATE POLICY own ON "subscription_filter" FOR SELECT TO kvit_receiver, kvit_sender USING (subscription_id = ANY ((SELECT access.own_subscriptions())::int[]));
CREATE POLICY own ON "subscription_endpoint" FOR SELECT TO kvit_receiver, kvit_sender USING (subscription_id = ANY ((SELECT access.own_subscriptions())::int[]));
CREATE POLICY own ON "endpoint" FOR SELECT TO kvit_receiver, kvit_sender USING (organisation_id = (SELECT access.viewer_organisation()));
CREATE POLICY own ON "notice" FOR SELECT TO kvit_receiver, kvit_sender USING (organisation_id = (SELECT access.viewer_organisation()));
CREATE POLICY own ON "dispatch" FOR SELECT TO kvit_receiver, kvit_sender USING (notice_id = ANY ((SELECT access.own_notices())::int[]));
CREATE POLICY own ON "dispatch_try" FOR SELECT TO kvit_receiver, kvit_sender USING (dispatch_id = ANY ((SELECT access.own_dispatches())::uuid[]));
CREATE POLICY own ON "episode" FOR SELECT TO kvit_receiver, kvit_sender USING (subscription_id = ANY ((SELECT access.own_subscriptions())::int[]));
CREATE POLICY shared ON "contact_list" FOR SELECT TO kvit_receiver, kvit_sender USING (id = ANY ((SELECT access.shared_lists())::int[]));
CREATE POLICY shared ON "contact" FOR SELECT TO kvit_receiver, kvit_sender USING (list_id = ANY ((SELECT access.shared_lists())::int[]));
DO $$
DECLARE relation text;
BEGIN
  FOREACH relation IN ARRAY ARRAY['signal', 'subscription', 'subscription_filter', 'subscription_endpoint', 'endpoint', 'notice', 'dispatch', 'dispatch_try', 'episode',
    'contact_list', 'contact'] LOOP
    EXECUTE format('CREATE POLICY oversight ON %I FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL)', relation);
  END LOOP;
END $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA access TO kvit_receiver, kvit_sender, kvit_oversight;
