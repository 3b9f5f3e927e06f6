-- A letter whose id is shaped like a person number has no clear id, but its events must go all the same.
DROP INDEX ledger.letter_final;
CREATE INDEX letter_final ON ledger.letter (final_at) WHERE final_at IS NOT NULL AND (sealed_at IS NULL OR letter_id IS NOT NULL);
