-- Personal feeds and calendars: an address holds a secret of which only the hash is kept, and is fetched rather than sent to.
ALTER TABLE "endpoint" ADD COLUMN "secret_hash" TEXT, ADD COLUMN "read_on" DATE;
CREATE UNIQUE INDEX "endpoint_secret_hash_key" ON "endpoint"("secret_hash");

-- What Prisma's schema cannot say.
ALTER TABLE "endpoint" ADD CONSTRAINT "endpoint_fetched" CHECK ("secret_hash" IS NULL OR ("channel" IN ('atom', 'calendar') AND "secret" IS NULL));
GRANT SELECT ("read_on") ON "endpoint" TO kvit_receiver, kvit_sender, kvit_oversight;

-- kvit_feed: whoever fetches a personal address. It may ask what was told there by the hash of the secret, and nothing else.
DO $$
BEGIN
  BEGIN
    CREATE ROLE kvit_feed NOLOGIN;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- roles belong to the server, which may hold several databases
  END;
  GRANT kvit_feed TO CURRENT_USER;
END $$;

-- Whether an address is still fetched by right: not removed, and whoever holds its secret has a grant in the organisation on a Danish day.
CREATE FUNCTION access.feed_is_open(endpoint_id int, day date) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT EXISTS (SELECT FROM endpoint e JOIN "grant" g ON g.person_id = e.created_by_id AND g.organisation_id = e.organisation_id
    WHERE e.id = endpoint_id AND e.disabled_at IS NULL AND g.valid_from <= day AND (g.valid_to IS NULL OR g.valid_to >= day))
$$;
CREATE FUNCTION access.feed(hash text, day date) RETURNS TABLE (id int, channel text, label text, locale text, organisation text, since timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT e.id, e.channel::text, e.label, e.locale, o.name, e.created_at FROM endpoint e JOIN organisation o ON o.id = e.organisation_id
  WHERE e.secret_hash = hash AND access.feed_is_open(e.id, day)
$$;
-- What was told there, newest first: what was gathered in another is read since that was. `opened_by` began the conversation.
CREATE FUNCTION access.feed_notices(hash text, day date, since timestamptz, most int) RETURNS TABLE (dispatch_id uuid, opened_by uuid, sent_at timestamptz,
  notice_id int, because jsonb, subscription_id int, subscription text, confirm boolean, signal_id int, at timestamptz, kind text, moment text, thread text,
  severity text, services text[], municipalities int[], messages int, title text, title_en text, text text, text_en text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT t.* FROM (
    SELECT d.id, first_value(d.id) OVER (PARTITION BY g.thread ORDER BY g.id), coalesce(c.sent_at, d.sent_at) AS sent_at,
      n.id, n.because, s.id, s.name, s.confirm_minutes IS NOT NULL AND g.moment <> 'resolved', g.id AS signal_id, g.at, g.kind::text, g.moment::text, g.thread,
      g.severity::text, ARRAY(SELECT v.code FROM service v WHERE v.id = ANY (g.service_ids) ORDER BY v.position),
      coalesce(g.municipality_ids, '{}'), g.messages, g.title, g.title_en, g.text, g.text_en
    FROM endpoint e JOIN dispatch d ON d.endpoint_id = e.id LEFT JOIN dispatch c ON c.id = d.gathered_in
      JOIN notice n ON n.id = d.notice_id JOIN subscription s ON s.id = n.subscription_id JOIN signal g ON g.id = n.signal_id
    WHERE e.secret_hash = hash AND access.feed_is_open(e.id, day) AND coalesce(c.sent_at, d.sent_at) IS NOT NULL) t
  WHERE t.sent_at >= since ORDER BY t.sent_at DESC, t.signal_id DESC LIMIT most
$$;
-- The windows that were told there, alone or with their series, and are not over since long, soonest first, each with why it was told last.
CREATE FUNCTION access.feed_windows(hash text, day date, since timestamptz, most int) RETURNS TABLE (uid text, sent_at timestamptz, subscription text, because jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT t.uid, t.sent_at, t.name, t.because FROM (
    SELECT DISTINCT ON (w.id) w.uid, w.planned_from, coalesce(c.sent_at, d.sent_at) AS sent_at, s.name, n.because
    FROM endpoint e JOIN dispatch d ON d.endpoint_id = e.id LEFT JOIN dispatch c ON c.id = d.gathered_in
      JOIN notice n ON n.id = d.notice_id JOIN subscription s ON s.id = n.subscription_id JOIN signal g ON g.id = n.signal_id
      JOIN service_window w ON w.id = g.window_id OR g.thread = 'series:' || w.series_id
    WHERE e.secret_hash = hash AND access.feed_is_open(e.id, day) AND coalesce(c.sent_at, d.sent_at) IS NOT NULL
      AND coalesce(w.actual_to, w.planned_to) >= since
    ORDER BY w.id, g.id DESC) t
  ORDER BY t.planned_from, t.uid LIMIT most
$$;
REVOKE EXECUTE ON FUNCTION access.feed_is_open(int, date), access.feed(text, date), access.feed_notices(text, date, timestamptz, int),
  access.feed_windows(text, date, timestamptz, int) FROM PUBLIC;
GRANT USAGE ON SCHEMA access TO kvit_feed;
GRANT EXECUTE ON FUNCTION access.feed(text, date), access.feed_notices(text, date, timestamptz, int), access.feed_windows(text, date, timestamptz, int) TO kvit_feed;

-- A feed that lies there to be fetched reaches nobody by itself.
CREATE OR REPLACE VIEW access.reach WITH (security_invoker = true) AS
  SELECT o.id AS organisation_id, o.name, o.kind::text AS kind,
    EXISTS (SELECT FROM "subscription" s WHERE s.organisation_id = o.id AND s.ended_at IS NULL) AS asked,
    EXISTS (SELECT FROM "subscription" s JOIN "subscription_endpoint" j ON j.subscription_id = s.id JOIN "endpoint" e ON e.id = j.endpoint_id
      WHERE s.organisation_id = o.id AND s.ended_at IS NULL AND NOT j.second AND j.left_at IS NULL
        AND e.confirmed_at IS NOT NULL AND e.disabled_at IS NULL AND e.channel NOT IN ('atom', 'calendar')) AS subscribed,
    EXISTS (SELECT FROM "contact" c WHERE c.organisation_id = o.id) AS listed
  FROM "organisation" o WHERE o.kind IN ('municipality', 'region', 'vendor')
    AND coalesce(o.valid_from <= current_date, true) AND coalesce(o.valid_to >= current_date, true);
