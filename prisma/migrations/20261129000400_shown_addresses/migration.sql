-- An address as its owner reads it: of a browser the host of its push service, since the rest of it says nothing to anybody.
CREATE FUNCTION access.shown_address(channel "channel", address text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN channel = 'push' THEN split_part(address, '/', 3) ELSE address END
$$;
GRANT EXECUTE ON FUNCTION access.shown_address("channel", text) TO kvit_receiver, kvit_sender, kvit_oversight;
