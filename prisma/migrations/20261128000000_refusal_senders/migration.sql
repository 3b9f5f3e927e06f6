-- A sender that stands here may come from a message that could not be read: a location number, or '' where none is known.
ALTER TABLE ledger.conformance ADD CONSTRAINT conformance_sender_is_a_gln CHECK (sender_gln ~ '^(\d{13})?$');
