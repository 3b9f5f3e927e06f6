-- What a source that speaks for a receiver only says of ids yields to anybody with more authority (docs/decisions/authority.md).
ALTER TABLE ledger.alias ADD COLUMN authority smallint NOT NULL DEFAULT 0;

-- The letter that a subject (a letter id or another id of it) counts as.
CREATE OR REPLACE FUNCTION access.letter_of(subject uuid) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ledger AS $$
  SELECT coalesce(l.canonical_key, l.letter_key) FROM letter l WHERE l.letter_key = coalesce(
    (SELECT a.letter_key FROM alias a WHERE a.alias_key = subject AND a.kind > 0 ORDER BY a.authority, a.at, a.event_key LIMIT 1), subject)
$$;
