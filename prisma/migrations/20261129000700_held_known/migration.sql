-- Whoever may read what was said may know that it is held back: so its own organisation can be told why nothing came.
GRANT SELECT (held_at) ON "signal" TO kvit_receiver, kvit_sender;
