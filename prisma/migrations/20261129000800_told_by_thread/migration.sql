-- Who was told, of any conversation: an incident, a window, a series, missing receipts. Answers are kept, and who holds what.
ALTER TABLE "signal" ADD COLUMN "held_by_id" INTEGER;

-- CreateTable
CREATE TABLE "notice_answer" (
    "id" SERIAL NOT NULL,
    "signal_id" INTEGER NOT NULL,
    "organisation_id" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed" BOOLEAN NOT NULL,
    "person_id" INTEGER,
    "endpoint_id" INTEGER,

    CONSTRAINT "notice_answer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "notice_answer_signal_id_idx" ON "notice_answer"("signal_id");

-- AddForeignKey
ALTER TABLE "notice_answer" ADD CONSTRAINT "notice_answer_signal_id_fkey" FOREIGN KEY ("signal_id") REFERENCES "signal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_answer" ADD CONSTRAINT "notice_answer_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE SET NULL ON UPDATE CASCADE;


ALTER TABLE "notice_answer" ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON "notice_answer" TO kvit_receiver, kvit_sender, kvit_oversight;
CREATE POLICY own ON "notice_answer" FOR SELECT TO kvit_receiver, kvit_sender USING (organisation_id = (SELECT access.viewer_organisation()));
CREATE POLICY oversight ON "notice_answer" FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);

-- Whose lists an organisation may read, and whom it may see told. These two see what their caller may: only within a definer's
-- function (and to the worker) do they know of everybody.
CREATE FUNCTION access.lists_of(organisation int) RETURNS int[] LANGUAGE sql STABLE SET search_path = public AS $$
  SELECT coalesce(array_agg(l.id), '{}') FROM contact_list l WHERE organisation IS NOT NULL AND (
    l.organisation_id = organisation
    OR EXISTS (SELECT FROM contact c WHERE c.list_id = l.id AND c.organisation_id = organisation)
    OR EXISTS (SELECT FROM membership m WHERE m.region_id = l.organisation_id AND m.member_id = organisation
      AND m.valid_from <= current_date AND (m.valid_to IS NULL OR m.valid_to >= current_date)))
$$;
CREATE FUNCTION access.near(organisation int) RETURNS int[] LANGUAGE sql STABLE SET search_path = public AS $$
  WITH held AS (SELECT region_id, member_id FROM membership
    WHERE valid_from <= current_date AND (valid_to IS NULL OR valid_to >= current_date)),
  region AS (SELECT organisation AS id UNION SELECT h.region_id FROM held h WHERE h.member_id = organisation),
  list AS (SELECT unnest(access.lists_of(organisation)) AS id)
  SELECT coalesce(array_agg(x.id), '{}') FROM (
    SELECT r.id FROM region r
    UNION SELECT h.member_id FROM held h JOIN region r ON r.id = h.region_id
    UNION SELECT l.organisation_id FROM contact_list l JOIN list USING (id)
    UNION SELECT c.organisation_id FROM contact c JOIN list ON list.id = c.list_id) x
  WHERE organisation IS NOT NULL
$$;
CREATE OR REPLACE FUNCTION access.shared_lists() RETURNS int[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT access.lists_of(access.viewer_organisation())
$$;
CREATE OR REPLACE FUNCTION access.neighbours() RETURNS int[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT access.near(access.viewer_organisation())
$$;

-- Whether anybody signed in may know of a conversation. Missing receipts are their subscriber's alone.
CREATE FUNCTION access.thread_is_public(thread text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT CASE split_part(thread, ':', 1)
    WHEN 'incident' THEN EXISTS (SELECT FROM incident i WHERE i.number = split_part(thread, ':', 2) AND access.incident_is_public(i.id))
    WHEN 'window' THEN EXISTS (SELECT FROM service_window w WHERE w.uid = split_part(thread, ':', 2) AND w.announced_at IS NOT NULL)
    WHEN 'series' THEN EXISTS (SELECT FROM window_series s WHERE s.id::text = split_part(thread, ':', 2) AND s.announced_at IS NOT NULL)
    ELSE false END
$$;
-- Whether the operator has chosen to say that an incident hits a municipality, or one of a region's.
CREATE FUNCTION access.hit_is_published(incident int, organisation int) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT EXISTS (SELECT FROM impact m JOIN installation i ON i.id = m.installation_id
    WHERE m.incident_id = incident AND m.effect <> 'none' AND m.is_public AND (i.organisation_id = organisation
      OR EXISTS (SELECT FROM membership b WHERE b.member_id = i.organisation_id AND b.region_id = organisation
        AND b.valid_from <= current_date AND (b.valid_to IS NULL OR b.valid_to >= current_date))))
$$;

DROP FUNCTION access.told_near(int);
DROP VIEW access.told;
-- What was told, a row per notice and address but never the address. Oversight reads it; others their neighbours of it.
CREATE VIEW access.told WITH (security_invoker = true) AS
  SELECT g.thread, g.incident_id, g.kind::text AS kind, g.id AS signal_id, n.id AS notice_id, n.organisation_id,
    CASE WHEN cardinality(g.installation_ids) > 0 THEN n.organisation_id = ANY (g.municipality_ids || g.region_ids || g.vendor_ids) END AS hit,
    n.at, CASE WHEN g.moment <> 'resolved' THEN s.confirm_minutes END AS confirm_minutes, n.confirmed_at, n.escalated_at, e.channel::text AS channel, coalesce(j.second, false) AS second,
    CASE WHEN g.held_at IS NOT NULL AND d.state = 'waiting' THEN 'held' ELSE coalesce(c.state, d.state)::text END AS state,
    coalesce(c.why, d.why) AS why, coalesce(c.not_before, d.not_before) AS not_before, coalesce(c.sent_at, d.sent_at) AS sent_at
  FROM "signal" g JOIN "notice" n ON n.signal_id = g.id JOIN "subscription" s ON s.id = n.subscription_id
    LEFT JOIN "dispatch" d ON d.notice_id = n.id LEFT JOIN "dispatch" c ON c.id = d.gathered_in
    LEFT JOIN "endpoint" e ON e.id = d.endpoint_id
    LEFT JOIN "subscription_endpoint" j ON j.subscription_id = n.subscription_id AND j.endpoint_id = d.endpoint_id;
-- Of others only what is published of whom it hits; one's own as it is.
CREATE FUNCTION access.told_near(of_thread text) RETURNS SETOF access.told LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT t.thread, t.incident_id, t.kind, t.signal_id, t.notice_id, t.organisation_id,
    CASE WHEN t.organisation_id = access.viewer_organisation() THEN t.hit
      WHEN access.hit_is_published(t.incident_id, t.organisation_id) THEN true END,
    t.at, t.confirm_minutes, t.confirmed_at, t.escalated_at, t.channel, t.second, t.state, t.why, t.not_before, t.sent_at
  FROM access.told t WHERE t.thread = of_thread AND t.kind <> 'suspicion' AND (
    (t.kind = 'missing_receipts' AND t.organisation_id = access.viewer_organisation())
    OR (t.kind <> 'missing_receipts' AND (SELECT access.thread_is_public(of_thread))
      AND t.organisation_id = ANY ((SELECT access.neighbours())::int[])))
$$;
CREATE OR REPLACE FUNCTION access.hit_near(incident int) RETURNS SETOF access.hit LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT h.* FROM access.hit h WHERE h.incident_id = incident AND access.incident_is_public(incident)
    AND h.organisation_id = ANY ((SELECT access.neighbours())::int[])
    AND (h.organisation_id = access.viewer_organisation() OR access.hit_is_published(incident, h.organisation_id))
$$;
-- What one's own organisation has answered, and who said so: a person signed in, or the address whose link was used.
CREATE FUNCTION access.own_answers(of_thread text) RETURNS TABLE (at timestamptz, confirmed boolean, person text, label text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT a.at, a.confirmed, p.name, e.label FROM notice_answer a JOIN signal g ON g.id = a.signal_id
    LEFT JOIN person p ON p.id = a.person_id LEFT JOIN endpoint e ON e.id = a.endpoint_id
  WHERE g.thread = of_thread AND a.organisation_id = access.viewer_organisation() ORDER BY a.id
$$;
GRANT SELECT ON access.told TO kvit_oversight;
GRANT EXECUTE ON FUNCTION access.lists_of(int), access.near(int), access.thread_is_public(text), access.hit_is_published(int, int),
  access.told_near(text), access.own_answers(text) TO kvit_receiver, kvit_sender, kvit_oversight;
