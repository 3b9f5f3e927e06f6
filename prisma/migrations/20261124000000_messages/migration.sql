-- What could not be read is known by its salted hash, and by its own id where that could still be told (an HMAC), so that
-- the same message is one entry and is closed when it arrives whole. Never the body.
ALTER TABLE ledger.quarantine
  ADD COLUMN standard text,
  ADD COLUMN own_id uuid,
  ADD COLUMN times int NOT NULL DEFAULT 1,
  ADD COLUMN last_at timestamptz(3);
UPDATE ledger.quarantine SET last_at = at;
ALTER TABLE ledger.quarantine ALTER COLUMN last_at SET NOT NULL;
CREATE UNIQUE INDEX quarantine_hash ON ledger.quarantine (source_id, hash);
CREATE INDEX quarantine_own_id ON ledger.quarantine (source_id, own_id) WHERE closed_at IS NULL AND own_id IS NOT NULL;

-- What arrived at the doors by standard and sender: how many messages of each version, which codes they carried, what
-- they lacked and why they were refused. Counts only: no id of a letter, nothing of a citizen.
CREATE TABLE ledger.conformance (
  day date NOT NULL,
  source_id int NOT NULL,
  standard text NOT NULL,
  format text NOT NULL,
  type text NOT NULL,
  sender_gln text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('version', 'code', 'remark', 'refusal')),
  value text NOT NULL,
  n int NOT NULL,
  PRIMARY KEY (day, source_id, standard, format, type, sender_gln, kind, value)
);
ALTER TABLE ledger.conformance ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON ledger.conformance TO kvit_oversight, kvit_receiver, kvit_sender;
CREATE POLICY oversight ON ledger.conformance FOR SELECT TO kvit_oversight USING ((SELECT access.viewer_organisation()) IS NOT NULL);
CREATE POLICY own ON ledger.conformance FOR SELECT TO kvit_receiver, kvit_sender USING (source_id = ANY ((SELECT access.own_sources())::int[]));
