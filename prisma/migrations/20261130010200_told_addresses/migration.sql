-- What was told, a row per notice and address but never the address: only which are the same. Oversight reads it; others their neighbours of it.
CREATE OR REPLACE VIEW access.told WITH (security_invoker = true) AS
  SELECT g.thread, g.incident_id, g.kind::text AS kind, g.id AS signal_id, n.id AS notice_id, n.organisation_id,
    CASE WHEN cardinality(g.installation_ids) > 0 THEN n.organisation_id = ANY (g.municipality_ids || g.region_ids || g.vendor_ids) END AS hit,
    n.at, CASE WHEN g.moment <> 'resolved' THEN s.confirm_minutes END AS confirm_minutes, n.confirmed_at, n.escalated_at, e.channel::text AS channel, coalesce(j.second, false) AS second,
    CASE WHEN g.held_at IS NOT NULL AND d.state = 'waiting' THEN 'held' ELSE coalesce(c.state, d.state)::text END AS state,
    coalesce(c.why, d.why) AS why, coalesce(c.not_before, d.not_before) AS not_before, coalesce(c.sent_at, d.sent_at) AS sent_at,
    d.endpoint_id AS address_nr
  FROM "signal" g JOIN "notice" n ON n.signal_id = g.id LEFT JOIN "subscription" s ON s.id = n.subscription_id
    LEFT JOIN "dispatch" d ON d.notice_id = n.id LEFT JOIN "dispatch" c ON c.id = d.gathered_in
    LEFT JOIN "endpoint" e ON e.id = d.endpoint_id
    LEFT JOIN "subscription_endpoint" j ON j.subscription_id = n.subscription_id AND j.endpoint_id = d.endpoint_id;
-- Of others only what is published of whom it hits; one's own as it is.
CREATE OR REPLACE FUNCTION access.told_near(of_thread text) RETURNS SETOF access.told LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT t.thread, t.incident_id, t.kind, t.signal_id, t.notice_id, t.organisation_id,
    CASE WHEN t.organisation_id = access.viewer_organisation() THEN t.hit
      WHEN access.hit_is_published(t.incident_id, t.organisation_id) THEN true END,
    t.at, t.confirm_minutes, t.confirmed_at, t.escalated_at, t.channel, t.second, t.state, t.why, t.not_before, t.sent_at,
    CASE WHEN t.address_nr IS NOT NULL THEN dense_rank() OVER (PARTITION BY t.organisation_id ORDER BY t.address_nr)::int END
  FROM access.told t WHERE t.thread = of_thread AND t.kind <> 'suspicion' AND (
    (t.kind = 'missing_receipts' AND t.organisation_id = access.viewer_organisation())
    OR (t.kind <> 'missing_receipts' AND (SELECT access.thread_is_public(of_thread))
      AND t.organisation_id = ANY ((SELECT access.neighbours())::int[])))
$$;
