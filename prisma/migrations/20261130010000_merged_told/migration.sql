-- What was merged is told to be so where it was published: what it was called, and since when it goes on under another.
DROP FUNCTION publication.merged();
CREATE FUNCTION publication.merged() RETURNS TABLE (incident_id int, number text, title text, title_en text, severity text, services text[],
  started_at timestamptz, published_at timestamptz, merged_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT i.merged_into_id, i.number, i.title, i.title_en, i.severity::text,
    ARRAY(SELECT s.code FROM incident_service x JOIN service s ON s.id = x.service_id WHERE x.incident_id = i.id ORDER BY s.kind, s.position, s.id),
    i.started_at, i.published_at, i.updated_at
  FROM incident i
  WHERE i.published_at IS NOT NULL AND i.withdrawn_at IS NULL AND access.incident_is_public(i.merged_into_id)
$$;
GRANT EXECUTE ON FUNCTION publication.merged() TO kvit_public;
