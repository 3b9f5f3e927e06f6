-- What several subscriptions led to is in an order of its own, so that the same dispatch opens a conversation each time.
CREATE OR REPLACE FUNCTION access.feed_notices(hash text, day date, since timestamptz, most int) RETURNS TABLE (dispatch_id uuid, opened_by uuid, sent_at timestamptz,
  notice_id int, because jsonb, subscription_id int, subscription text, confirm boolean, signal_id int, at timestamptz, kind text, moment text, thread text,
  severity text, services text[], municipalities int[], messages int, title text, title_en text, text text, text_en text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT t.* FROM (
    SELECT d.id, first_value(d.id) OVER (PARTITION BY g.thread ORDER BY g.id, n.id), coalesce(c.sent_at, d.sent_at) AS sent_at,
      n.id, n.because, s.id, s.name, s.confirm_minutes IS NOT NULL AND g.moment <> 'resolved', g.id AS signal_id, g.at, g.kind::text, g.moment::text, g.thread,
      g.severity::text, ARRAY(SELECT v.code FROM service v WHERE v.id = ANY (g.service_ids) ORDER BY v.position),
      coalesce(g.municipality_ids, '{}'), g.messages, g.title, g.title_en, g.text, g.text_en
    FROM endpoint e JOIN dispatch d ON d.endpoint_id = e.id LEFT JOIN dispatch c ON c.id = d.gathered_in
      JOIN notice n ON n.id = d.notice_id JOIN subscription s ON s.id = n.subscription_id JOIN signal g ON g.id = n.signal_id
    WHERE e.secret_hash = hash AND access.feed_is_open(e.id, day) AND coalesce(c.sent_at, d.sent_at) IS NOT NULL) t
  WHERE t.sent_at >= since ORDER BY t.sent_at DESC, t.signal_id DESC LIMIT most
$$;
