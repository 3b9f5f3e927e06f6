-- Who sees what: row security on every relation that belongs to somebody (docs/decisions/row-security.md).
-- The application connects as the owner and takes one of these roles for each read:
--   kvit_receiver   vendors and municipalities: what comes to their installations
--   kvit_sender     regions, and municipalities for what they send: role A outcomes, no system, no vendor
--   kvit_oversight  operator and auditor: all
--   kvit_signin     sign-in: persons and their grants
DO $$
DECLARE viewer text;
BEGIN
  FOREACH viewer IN ARRAY ARRAY['kvit_receiver', 'kvit_sender', 'kvit_oversight', 'kvit_signin'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', viewer);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- roles belong to the server, which may hold several databases
    END;
    EXECUTE format('GRANT %I TO CURRENT_USER', viewer);
  END LOOP;
END $$;

CREATE SCHEMA access;
GRANT USAGE ON SCHEMA ledger, access TO kvit_receiver, kvit_sender, kvit_oversight;
GRANT USAGE ON SCHEMA public TO kvit_receiver, kvit_sender, kvit_oversight, kvit_signin;

-- The organisation looked from, or null: no viewer, no rows.
CREATE FUNCTION access.viewer_organisation() RETURNS int LANGUAGE sql STABLE AS $$
  SELECT nullif(current_setting('app.organisation', true), '')::int
$$;

-- Midnight in Denmark at the start of a day: agreements and memberships begin and end there.
CREATE FUNCTION access.danish_midnight(day date) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT day::timestamp AT TIME ZONE 'Europe/Copenhagen'
$$;

-- A vendor sees installations of its systems where the municipality once agreed; a municipality sees its own.
CREATE FUNCTION access.visible_installations() RETURNS int[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT coalesce(array_agg(i.id), '{}') FROM installation i LEFT JOIN system s ON s.id = i.system_id
  WHERE i.organisation_id = access.viewer_organisation()
    OR (s.vendor_id = access.viewer_organisation() AND EXISTS (
      SELECT FROM agreement a WHERE a.vendor_id = s.vendor_id AND a.municipality_id = i.organisation_id))
$$;

-- Those of them that an agreement bounds in time within what the ledger can hold; the rest need no look at dates.
CREATE FUNCTION access.bounded_installations() RETURNS int[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT coalesce(array_agg(i.id), '{}') FROM installation i JOIN system s ON s.id = i.system_id
  WHERE s.vendor_id = access.viewer_organisation() AND i.organisation_id IS DISTINCT FROM access.viewer_organisation()
    AND NOT EXISTS (SELECT FROM agreement a WHERE a.vendor_id = s.vendor_id AND a.municipality_id = i.organisation_id
      AND a.valid_from <= date '1990-01-01' AND a.valid_to IS NULL)
$$;

CREATE FUNCTION access.in_agreement(installation int, at timestamptz) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT EXISTS (SELECT FROM installation i JOIN system s ON s.id = i.system_id
    JOIN agreement a ON a.vendor_id = s.vendor_id AND a.municipality_id = i.organisation_id
    WHERE i.id = installation AND a.vendor_id = access.viewer_organisation()
      AND at >= access.danish_midnight(a.valid_from) AND (a.valid_to IS NULL OR at < access.danish_midnight(a.valid_to + 1)))
$$;

-- A region sees what its members sent while they were members; anyone sees what it sent itself.
CREATE FUNCTION access.visible_senders() RETURNS int[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT coalesce(array_agg(x.id), '{}') FROM (
    SELECT access.viewer_organisation() AS id
    UNION SELECT m.member_id FROM membership m JOIN organisation o ON o.id = m.member_id
      WHERE m.region_id = access.viewer_organisation() AND o.kind = 'hospital') x
  WHERE x.id IS NOT NULL
$$;

CREATE FUNCTION access.bounded_senders() RETURNS int[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT coalesce(array_agg(m.member_id), '{}') FROM membership m
  WHERE m.region_id = access.viewer_organisation() AND (m.valid_from > date '2007-01-01' OR m.valid_to IS NOT NULL)
$$;

CREATE FUNCTION access.in_membership(sender int, at timestamptz) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT EXISTS (SELECT FROM membership m WHERE m.member_id = sender AND m.region_id = access.viewer_organisation()
    AND at >= access.danish_midnight(m.valid_from) AND (m.valid_to IS NULL OR at < access.danish_midnight(m.valid_to + 1)))
$$;

CREATE FUNCTION access.own_sources() RETURNS int[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT coalesce(array_agg(id), '{}') FROM source WHERE organisation_id = access.viewer_organisation()
$$;

-- The letter that a subject (a letter id or another id of it) counts as.
CREATE FUNCTION access.letter_of(subject uuid) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ledger AS $$
  SELECT coalesce(l.canonical_key, l.letter_key) FROM letter l WHERE l.letter_key = coalesce(
    (SELECT a.letter_key FROM alias a WHERE a.alias_key = subject AND a.kind > 0 ORDER BY a.at, a.event_key LIMIT 1), subject)
$$;

-- What follows a letter (its other ids, its events, its receipts) is seen with it. These are functions and no EXISTS in a
-- policy: PostgreSQL would hash every delivery the viewer may see to find one letter's, and plan all partitions each time.

-- Whether the viewer sees a delivery of a letter, under whichever of its keys, at the given installation or at any.
CREATE FUNCTION access.receiver_sees(asked uuid, installation int) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT EXISTS (
    SELECT FROM ledger.letter l JOIN ledger.delivery d ON d.letter_key = l.letter_key AND d.sent_at = l.sent_at
    JOIN installation i ON i.id = d.installation_id LEFT JOIN system s ON s.id = i.system_id
    WHERE l.letter_key = (SELECT coalesce(a.canonical_key, a.letter_key) FROM ledger.letter a WHERE a.letter_key = asked)
      AND (installation IS NULL OR d.installation_id = installation)
      AND (i.organisation_id = access.viewer_organisation() OR (s.vendor_id = access.viewer_organisation() AND EXISTS (
        SELECT FROM agreement g WHERE g.vendor_id = s.vendor_id AND g.municipality_id = i.organisation_id
          AND d.sent_at >= access.danish_midnight(g.valid_from)
          AND (g.valid_to IS NULL OR d.sent_at < access.danish_midnight(g.valid_to + 1))))))
$$;

-- Whether a letter, under whichever of its keys, was sent by somebody the viewer may see.
CREATE FUNCTION access.sender_sees(asked uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ledger AS $$
  SELECT EXISTS (SELECT FROM letter l
    WHERE l.letter_key = (SELECT coalesce(a.canonical_key, a.letter_key) FROM letter a WHERE a.letter_key = asked)
      AND l.sender_organisation_id = ANY ((SELECT access.visible_senders())::int[])
      AND (NOT l.sender_organisation_id = ANY ((SELECT access.bounded_senders())::int[])
        OR access.in_membership(l.sender_organisation_id, coalesce(l.sent_at, now()))))
$$;

-- The same of one delivery of it, which must be one whose receipt answers the sender.
CREATE FUNCTION access.sender_sees_delivery(asked uuid, installation int) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ledger AS $$
  SELECT EXISTS (SELECT FROM letter l JOIN delivery d ON d.letter_key = l.letter_key AND d.sent_at = l.sent_at
    WHERE l.letter_key = asked AND d.installation_id = installation AND d.receipt_role = 1) AND access.sender_sees(asked)
$$;

-- What each source that reports an installation's receipts has seen. No source is named to those who only send.
CREATE FUNCTION access.coverage_of(installations int[]) RETURNS TABLE (installation_id int, source_name text, seen tstzmultirange)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT DISTINCT i.id, CASE WHEN current_setting('role') <> 'kvit_sender' THEN s.name END, c.seen
  FROM installation i JOIN source_scope sc ON sc.receipts
    AND (sc.organisation_id IS NULL OR sc.organisation_id = i.organisation_id)
    AND (sc.system_id IS NULL OR sc.system_id = i.system_id)
    AND (sc.installation_id IS NULL OR sc.installation_id = i.id)
  JOIN source s ON s.id = sc.source_id JOIN ledger.coverage c ON c.source_id = s.id
  WHERE i.id = ANY (installations) AND (
    current_setting('role') = 'none'
    OR (current_setting('role') IN ('kvit_oversight', 'kvit_sender') AND access.viewer_organisation() IS NOT NULL)
    OR i.id = ANY ((SELECT access.visible_installations())::int[]))
$$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA access TO kvit_receiver, kvit_sender, kvit_oversight;

GRANT SELECT ON "organisation" TO kvit_receiver, kvit_sender, kvit_oversight;
GRANT SELECT ON "membership" TO kvit_receiver, kvit_sender, kvit_oversight;
GRANT SELECT ON "system" TO kvit_receiver, kvit_sender, kvit_oversight;
GRANT SELECT ON "message_type" TO kvit_receiver, kvit_sender, kvit_oversight;
GRANT SELECT ON "deadline_policy" TO kvit_receiver, kvit_sender, kvit_oversight;
GRANT SELECT ON "location" TO kvit_receiver, kvit_sender, kvit_oversight;
GRANT SELECT ON "station_operator" TO kvit_receiver, kvit_sender, kvit_oversight;
GRANT SELECT ON "meta" TO kvit_receiver, kvit_sender, kvit_oversight;
GRANT SELECT ON "person", "grant", "organisation", "meta" TO kvit_signin;

-- What belongs to somebody in the directory.
ALTER TABLE "installation" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "installation_type" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "agreement" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "source" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "source_scope" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "source_key" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "person" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "grant" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "audit_entry" ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON "installation", "installation_type", "agreement", "source", "source_scope" TO kvit_receiver, kvit_oversight;
GRANT SELECT (id, organisation_id) ON "installation" TO kvit_sender;
GRANT SELECT ON "source", "source_scope" TO kvit_sender;
GRANT SELECT (id, source_id, prefix, created_at, revoked_at) ON "source_key" TO kvit_oversight;
GRANT SELECT (id, name) ON "person" TO kvit_oversight;
GRANT SELECT ON "grant", "audit_entry" TO kvit_oversight;
CREATE POLICY receiver ON "installation" FOR SELECT TO kvit_receiver USING (id = ANY ((SELECT access.visible_installations())::int[]));
CREATE POLICY sender ON "installation" FOR SELECT TO kvit_sender USING ((SELECT access.viewer_organisation()) IS NOT NULL);
CREATE POLICY receiver ON "installation_type" FOR SELECT TO kvit_receiver USING (installation_id = ANY ((SELECT access.visible_installations())::int[]));
CREATE POLICY receiver ON "agreement" FOR SELECT TO kvit_receiver USING ((SELECT access.viewer_organisation()) IN (vendor_id, municipality_id));
CREATE POLICY own ON "source" FOR SELECT TO kvit_receiver, kvit_sender USING (id = ANY ((SELECT access.own_sources())::int[]));
CREATE POLICY own ON "source_scope" FOR SELECT TO kvit_receiver, kvit_sender USING (source_id = ANY ((SELECT access.own_sources())::int[]));
CREATE POLICY signin ON "person" FOR SELECT TO kvit_signin USING (true);
CREATE POLICY signin ON "grant" FOR SELECT TO kvit_signin USING (true);
CREATE POLICY oversight ON "installation" FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
CREATE POLICY oversight ON "installation_type" FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
CREATE POLICY oversight ON "agreement" FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
CREATE POLICY oversight ON "source" FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
CREATE POLICY oversight ON "source_scope" FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
CREATE POLICY oversight ON "source_key" FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
CREATE POLICY oversight ON "person" FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
CREATE POLICY oversight ON "grant" FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
CREATE POLICY oversight ON "audit_entry" FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);

-- The ledger. Grants stand on parents only: a granted partition would go round its parent's policy.
ALTER TABLE ledger.letter ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON ledger.letter TO kvit_oversight;
CREATE POLICY oversight ON ledger.letter FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
ALTER TABLE ledger.alias ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON ledger.alias TO kvit_oversight;
CREATE POLICY oversight ON ledger.alias FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
ALTER TABLE ledger.station_event ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON ledger.station_event TO kvit_oversight;
CREATE POLICY oversight ON ledger.station_event FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
ALTER TABLE ledger.delivery ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON ledger.delivery TO kvit_oversight;
CREATE POLICY oversight ON ledger.delivery FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
ALTER TABLE ledger.waiting ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON ledger.waiting TO kvit_oversight;
CREATE POLICY oversight ON ledger.waiting FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
ALTER TABLE ledger.receipt ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON ledger.receipt TO kvit_oversight;
CREATE POLICY oversight ON ledger.receipt FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
ALTER TABLE ledger.rollup_hour ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON ledger.rollup_hour TO kvit_oversight;
CREATE POLICY oversight ON ledger.rollup_hour FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
ALTER TABLE ledger.rollup_day ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON ledger.rollup_day TO kvit_oversight;
CREATE POLICY oversight ON ledger.rollup_day FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
ALTER TABLE ledger.rollup_day_total ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON ledger.rollup_day_total TO kvit_oversight;
CREATE POLICY oversight ON ledger.rollup_day_total FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
ALTER TABLE ledger.rollup_leg ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON ledger.rollup_leg TO kvit_oversight;
CREATE POLICY oversight ON ledger.rollup_leg FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
ALTER TABLE ledger.rollup_code ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON ledger.rollup_code TO kvit_oversight;
CREATE POLICY oversight ON ledger.rollup_code FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
ALTER TABLE ledger.coverage ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON ledger.coverage TO kvit_oversight;
CREATE POLICY oversight ON ledger.coverage FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
ALTER TABLE ledger.coverage_claim ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON ledger.coverage_claim TO kvit_oversight;
CREATE POLICY oversight ON ledger.coverage_claim FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
ALTER TABLE ledger.quarantine ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON ledger.quarantine TO kvit_oversight;
CREATE POLICY oversight ON ledger.quarantine FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
ALTER TABLE ledger.proof ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON ledger.proof TO kvit_oversight;
CREATE POLICY oversight ON ledger.proof FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
ALTER TABLE ledger.inbox ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON ledger.inbox TO kvit_oversight;
CREATE POLICY oversight ON ledger.inbox FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
ALTER TABLE ledger.worker_beat ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON ledger.worker_beat TO kvit_oversight;
CREATE POLICY oversight ON ledger.worker_beat FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
GRANT SELECT ON ledger.letter TO kvit_receiver;
GRANT SELECT ON ledger.alias TO kvit_receiver;
GRANT SELECT ON ledger.station_event TO kvit_receiver;
GRANT SELECT ON ledger.delivery TO kvit_receiver;
GRANT SELECT ON ledger.waiting TO kvit_receiver;
GRANT SELECT ON ledger.receipt TO kvit_receiver;
GRANT SELECT ON ledger.rollup_hour TO kvit_receiver;
GRANT SELECT ON ledger.rollup_day TO kvit_receiver;
GRANT SELECT ON ledger.rollup_day_total TO kvit_receiver;
GRANT SELECT ON ledger.rollup_leg TO kvit_receiver;
GRANT SELECT ON ledger.rollup_code TO kvit_receiver;
GRANT SELECT ON ledger.quarantine TO kvit_receiver;
CREATE POLICY receiver ON ledger.delivery FOR SELECT TO kvit_receiver USING (installation_id = ANY ((SELECT access.visible_installations())::int[])
  AND (NOT installation_id = ANY ((SELECT access.bounded_installations())::int[]) OR access.in_agreement(installation_id, sent_at)));
CREATE POLICY receiver ON ledger.rollup_hour FOR SELECT TO kvit_receiver USING (installation_id = ANY ((SELECT access.visible_installations())::int[])
  AND (NOT installation_id = ANY ((SELECT access.bounded_installations())::int[]) OR access.in_agreement(installation_id, bucket)));
CREATE POLICY receiver ON ledger.rollup_day FOR SELECT TO kvit_receiver USING (installation_id = ANY ((SELECT access.visible_installations())::int[])
  AND (NOT installation_id = ANY ((SELECT access.bounded_installations())::int[]) OR access.in_agreement(installation_id, access.danish_midnight(bucket))));
CREATE POLICY receiver ON ledger.rollup_day_total FOR SELECT TO kvit_receiver USING (installation_id = ANY ((SELECT access.visible_installations())::int[])
  AND (NOT installation_id = ANY ((SELECT access.bounded_installations())::int[]) OR access.in_agreement(installation_id, access.danish_midnight(bucket))));
CREATE POLICY receiver ON ledger.rollup_leg FOR SELECT TO kvit_receiver USING (installation_id = ANY ((SELECT access.visible_installations())::int[])
  AND (NOT installation_id = ANY ((SELECT access.bounded_installations())::int[]) OR access.in_agreement(installation_id, bucket)));
CREATE POLICY receiver ON ledger.rollup_code FOR SELECT TO kvit_receiver USING (installation_id = ANY ((SELECT access.visible_installations())::int[])
  AND (NOT installation_id = ANY ((SELECT access.bounded_installations())::int[]) OR access.in_agreement(installation_id, access.danish_midnight(bucket))));
CREATE POLICY receiver ON ledger.waiting FOR SELECT TO kvit_receiver USING (installation_id = ANY ((SELECT access.visible_installations())::int[])
  AND (NOT installation_id = ANY ((SELECT access.bounded_installations())::int[]) OR access.in_agreement(installation_id, now())));
CREATE POLICY receiver ON ledger.letter FOR SELECT TO kvit_receiver USING (access.receiver_sees(letter_key, NULL));
CREATE POLICY receiver ON ledger.alias FOR SELECT TO kvit_receiver USING (access.receiver_sees(letter_key, NULL));
CREATE POLICY receiver ON ledger.station_event FOR SELECT TO kvit_receiver USING (
  (installation_id IS NULL OR installation_id = ANY ((SELECT access.visible_installations())::int[]))
  AND access.receiver_sees(access.letter_of(subject_key), installation_id));
CREATE POLICY receiver ON ledger.receipt FOR SELECT TO kvit_receiver USING (
  source_id = ANY ((SELECT access.own_sources())::int[])
  OR (installation_id = ANY ((SELECT access.visible_installations())::int[]) AND access.receiver_sees(letter_key, installation_id)));
CREATE POLICY own ON ledger.quarantine FOR SELECT TO kvit_receiver, kvit_sender USING (source_id = ANY ((SELECT access.own_sources())::int[]));

GRANT SELECT ON ledger.letter, ledger.alias, ledger.waiting, ledger.rollup_hour, ledger.rollup_day, ledger.rollup_code, ledger.quarantine TO kvit_sender;
GRANT SELECT (installation_id, sent_at, letter_key, type_id, sender_organisation_id, receipt_role, copy, receipt_expected, state, due_at, warn_at, decided_at,
  latency_ms, conflicting, clock, transport, transport_at, attempts, resends_allowed, last_station, codes) ON ledger.delivery TO kvit_sender;
GRANT SELECT (event_key, at, subject_key, station, direction, kind, copy, envelope_id, receipt_key, receipt_id, receipt_level, receipt_outcome, receipt_code)
  ON ledger.station_event TO kvit_sender;
GRANT SELECT (letter_key, receipt_key, receipt_id, orphan, level, outcome, code, stated_at, station, reports, conflicting) ON ledger.receipt TO kvit_sender;
GRANT SELECT (bucket, direction, station, installation_id, sender_organisation_id, receipt_role, n, lat_0, lat_1, lat_2, lat_3, lat_4, lat_5, lat_6, lat_7, lat_8, lat_9, lat_10, lat_11, lat_12, lat_13, lat_14, lat_15, lat_16) ON ledger.rollup_leg TO kvit_sender;
CREATE POLICY sender ON ledger.delivery FOR SELECT TO kvit_sender USING (sender_organisation_id = ANY ((SELECT access.visible_senders())::int[]) AND receipt_role = 1
  AND (NOT sender_organisation_id = ANY ((SELECT access.bounded_senders())::int[]) OR access.in_membership(sender_organisation_id, sent_at)));
CREATE POLICY sender ON ledger.rollup_hour FOR SELECT TO kvit_sender USING (sender_organisation_id = ANY ((SELECT access.visible_senders())::int[]) AND receipt_role = 1
  AND (NOT sender_organisation_id = ANY ((SELECT access.bounded_senders())::int[]) OR access.in_membership(sender_organisation_id, bucket)));
CREATE POLICY sender ON ledger.rollup_day FOR SELECT TO kvit_sender USING (sender_organisation_id = ANY ((SELECT access.visible_senders())::int[]) AND receipt_role = 1
  AND (NOT sender_organisation_id = ANY ((SELECT access.bounded_senders())::int[]) OR access.in_membership(sender_organisation_id, access.danish_midnight(bucket))));
CREATE POLICY sender ON ledger.rollup_leg FOR SELECT TO kvit_sender USING (sender_organisation_id = ANY ((SELECT access.visible_senders())::int[]) AND receipt_role = 1
  AND (NOT sender_organisation_id = ANY ((SELECT access.bounded_senders())::int[]) OR access.in_membership(sender_organisation_id, bucket)));
CREATE POLICY sender ON ledger.rollup_code FOR SELECT TO kvit_sender USING (sender_organisation_id = ANY ((SELECT access.visible_senders())::int[]) AND receipt_role = 1
  AND (NOT sender_organisation_id = ANY ((SELECT access.bounded_senders())::int[]) OR access.in_membership(sender_organisation_id, access.danish_midnight(bucket))));
CREATE POLICY sender ON ledger.waiting FOR SELECT TO kvit_sender USING (sender_organisation_id = ANY ((SELECT access.visible_senders())::int[]));
CREATE POLICY sender ON ledger.letter FOR SELECT TO kvit_sender USING (
  (sender_organisation_id = ANY ((SELECT access.visible_senders())::int[])
    AND (NOT sender_organisation_id = ANY ((SELECT access.bounded_senders())::int[]) OR access.in_membership(sender_organisation_id, coalesce(sent_at, now()))))
  OR (canonical_key IS NOT NULL AND access.sender_sees(canonical_key)));
CREATE POLICY sender ON ledger.alias FOR SELECT TO kvit_sender USING (access.sender_sees(letter_key));
CREATE POLICY sender ON ledger.station_event FOR SELECT TO kvit_sender USING (
  access.sender_sees(access.letter_of(subject_key))
  AND (installation_id IS NULL OR access.sender_sees_delivery(access.letter_of(subject_key), installation_id)));
CREATE POLICY sender ON ledger.receipt FOR SELECT TO kvit_sender USING (
  source_id = ANY ((SELECT access.own_sources())::int[]) OR access.sender_sees_delivery(letter_key, installation_id));

-- What reads look up by: a legacy id as it is typed, the letters joined into one, the legs of one receiver.
CREATE INDEX letter_legacy_id ON ledger.letter (letter_id) WHERE space = 1;
CREATE INDEX letter_canonical ON ledger.letter (canonical_key) WHERE canonical_key IS NOT NULL;
CREATE INDEX rollup_leg_installation ON ledger.rollup_leg (installation_id, bucket);
