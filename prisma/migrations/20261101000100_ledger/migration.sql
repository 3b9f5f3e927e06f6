-- The ledger: events are the truth, everything else is a fold of them. Prisma models only schema public.
CREATE SCHEMA ledger;

-- A letter as its sender wrote it. The key is an HMAC of (id space, sender where the space is legacy, id).
CREATE TABLE ledger.letter (
  letter_key uuid PRIMARY KEY,
  space smallint NOT NULL,
  letter_id text,
  canonical_key uuid,
  sender_location_id int,
  sender_organisation_id int,
  type_id int,
  content text,
  sent_at timestamptz(3),
  receipt_expected boolean,
  conflicting boolean NOT NULL DEFAULT false,
  coarse boolean NOT NULL DEFAULT false,
  attempts int NOT NULL DEFAULT 0,
  final_at timestamptz(3),
  sealed_at timestamptz(3)
);
CREATE INDEX letter_final ON ledger.letter (final_at) WHERE final_at IS NOT NULL AND letter_id IS NOT NULL;

-- A claim that another id names a letter. An envelope points at the letter of its least claim; a converted letter id joins two.
CREATE TABLE ledger.alias (
  alias_key uuid NOT NULL,
  letter_key uuid NOT NULL,
  kind smallint NOT NULL,
  clear text,
  at timestamptz(3) NOT NULL,
  event_key uuid NOT NULL,
  PRIMARY KEY (alias_key, letter_key)
);
CREATE INDEX alias_letter ON ledger.alias (letter_key);

CREATE TABLE ledger.station_event (
  event_key uuid NOT NULL,
  at timestamptz(3) NOT NULL,
  subject_key uuid NOT NULL,
  content_hash bigint NOT NULL,
  source_id int NOT NULL,
  authority smallint NOT NULL,
  station smallint NOT NULL,
  direction smallint NOT NULL,
  kind smallint NOT NULL,
  operator_id int,
  installation_id int,
  sender_location_id int,
  receiver_location_id int,
  copy boolean NOT NULL DEFAULT false,
  type_id int,
  content text,
  stated_sent_at timestamptz(3),
  receipt_expected boolean,
  envelope_id text,
  receipt_key uuid,
  receipt_id text,
  receipt_level smallint,
  receipt_outcome smallint,
  receipt_code text,
  received_at timestamptz(3) NOT NULL,
  PRIMARY KEY (event_key, at)
) PARTITION BY RANGE (at);
CREATE INDEX station_event_subject ON ledger.station_event (subject_key);

-- Subjects (letters, or ids not yet linked) that something has happened to. An applier per shard takes them.
CREATE TABLE ledger.inbox (
  id bigint GENERATED ALWAYS AS IDENTITY,
  shard smallint NOT NULL,
  subject_key uuid NOT NULL,
  at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (shard, id)
);

CREATE TABLE ledger.delivery (
  installation_id int NOT NULL,
  sent_at timestamptz(3) NOT NULL,
  letter_key uuid NOT NULL,
  type_id int NOT NULL,
  sender_organisation_id int NOT NULL,
  receipt_role smallint NOT NULL,
  role_assumed boolean NOT NULL,
  copy boolean NOT NULL,
  receipt_expected boolean NOT NULL,
  state smallint NOT NULL,
  due_at timestamptz(3) NOT NULL,
  warn_at timestamptz(3),
  check_at timestamptz(3),
  decided_at timestamptz(3),
  latency_ms bigint,
  conflicting boolean NOT NULL,
  clock boolean NOT NULL,
  transport smallint NOT NULL,
  transport_at timestamptz(3),
  attempts int NOT NULL,
  resends_allowed int NOT NULL,
  last_station smallint,
  codes text[] NOT NULL,
  leg_slot int[] NOT NULL,
  leg_at timestamptz(3)[] NOT NULL,
  leg_ms bigint[] NOT NULL,
  PRIMARY KEY (installation_id, sent_at, letter_key)
) PARTITION BY RANGE (sent_at);
CREATE INDEX delivery_letter ON ledger.delivery (letter_key);
CREATE INDEX delivery_newest ON ledger.delivery (sent_at DESC, letter_key DESC);
CREATE INDEX delivery_sender ON ledger.delivery (sender_organisation_id, sent_at DESC, letter_key DESC);
CREATE INDEX delivery_trouble ON ledger.delivery (installation_id, state, sent_at DESC, letter_key DESC) WHERE state NOT IN (0, 2);
CREATE INDEX delivery_check ON ledger.delivery (check_at) WHERE check_at IS NOT NULL;
-- What coverage can still change: pending, transient, overdue and unknown.
CREATE INDEX delivery_judged ON ledger.delivery (due_at) WHERE state IN (1, 3, 5, 10);

-- A letter that cannot be counted yet because nobody has stated when it was sent.
CREATE TABLE ledger.waiting (
  letter_key uuid NOT NULL,
  installation_id int NOT NULL,
  sender_organisation_id int NOT NULL,
  PRIMARY KEY (letter_key, installation_id)
);
CREATE INDEX waiting_installation ON ledger.waiting (installation_id);

CREATE TABLE ledger.receipt (
  letter_key uuid NOT NULL,
  receipt_key uuid NOT NULL,
  receipt_id text,
  installation_id int,
  orphan boolean NOT NULL,
  level smallint NOT NULL,
  outcome smallint NOT NULL,
  code text,
  stated_at timestamptz(3) NOT NULL,
  station smallint NOT NULL,
  source_id int NOT NULL,
  reports int NOT NULL,
  conflicting boolean NOT NULL,
  PRIMARY KEY (letter_key, receipt_key)
);
CREATE INDEX receipt_orphan ON ledger.receipt (source_id, stated_at) WHERE orphan;

-- A count per state and per latency bin, by (bucket, installation, type, sender organisation, receipt role).
CREATE TABLE ledger.rollup_hour (
  bucket timestamptz(0) NOT NULL,
  installation_id int NOT NULL,
  type_id int NOT NULL,
  sender_organisation_id int NOT NULL,
  receipt_role smallint NOT NULL,
  n_not_due int NOT NULL DEFAULT 0,
  n_pending int NOT NULL DEFAULT 0,
  n_ok int NOT NULL DEFAULT 0,
  n_transient int NOT NULL DEFAULT 0,
  n_fatal int NOT NULL DEFAULT 0,
  n_overdue int NOT NULL DEFAULT 0,
  n_late_ok int NOT NULL DEFAULT 0,
  n_late_negative int NOT NULL DEFAULT 0,
  n_repudiated int NOT NULL DEFAULT 0,
  n_lost int NOT NULL DEFAULT 0,
  n_unknown int NOT NULL DEFAULT 0,
  lat_0 int NOT NULL DEFAULT 0,
  lat_1 int NOT NULL DEFAULT 0,
  lat_2 int NOT NULL DEFAULT 0,
  lat_3 int NOT NULL DEFAULT 0,
  lat_4 int NOT NULL DEFAULT 0,
  lat_5 int NOT NULL DEFAULT 0,
  lat_6 int NOT NULL DEFAULT 0,
  lat_7 int NOT NULL DEFAULT 0,
  lat_8 int NOT NULL DEFAULT 0,
  lat_9 int NOT NULL DEFAULT 0,
  lat_10 int NOT NULL DEFAULT 0,
  lat_11 int NOT NULL DEFAULT 0,
  lat_12 int NOT NULL DEFAULT 0,
  lat_13 int NOT NULL DEFAULT 0,
  lat_14 int NOT NULL DEFAULT 0,
  lat_15 int NOT NULL DEFAULT 0,
  lat_16 int NOT NULL DEFAULT 0,
  lat_17 int NOT NULL DEFAULT 0,
  lat_18 int NOT NULL DEFAULT 0,
  lat_19 int NOT NULL DEFAULT 0,
  PRIMARY KEY (installation_id, bucket, type_id, sender_organisation_id, receipt_role)
);
CREATE INDEX rollup_hour_bucket ON ledger.rollup_hour (bucket);
CREATE INDEX rollup_hour_sender ON ledger.rollup_hour (sender_organisation_id, bucket);
CREATE TABLE ledger.rollup_day (
  bucket date NOT NULL,
  installation_id int NOT NULL,
  type_id int NOT NULL,
  sender_organisation_id int NOT NULL,
  receipt_role smallint NOT NULL,
  n_not_due int NOT NULL DEFAULT 0,
  n_pending int NOT NULL DEFAULT 0,
  n_ok int NOT NULL DEFAULT 0,
  n_transient int NOT NULL DEFAULT 0,
  n_fatal int NOT NULL DEFAULT 0,
  n_overdue int NOT NULL DEFAULT 0,
  n_late_ok int NOT NULL DEFAULT 0,
  n_late_negative int NOT NULL DEFAULT 0,
  n_repudiated int NOT NULL DEFAULT 0,
  n_lost int NOT NULL DEFAULT 0,
  n_unknown int NOT NULL DEFAULT 0,
  lat_0 int NOT NULL DEFAULT 0,
  lat_1 int NOT NULL DEFAULT 0,
  lat_2 int NOT NULL DEFAULT 0,
  lat_3 int NOT NULL DEFAULT 0,
  lat_4 int NOT NULL DEFAULT 0,
  lat_5 int NOT NULL DEFAULT 0,
  lat_6 int NOT NULL DEFAULT 0,
  lat_7 int NOT NULL DEFAULT 0,
  lat_8 int NOT NULL DEFAULT 0,
  lat_9 int NOT NULL DEFAULT 0,
  lat_10 int NOT NULL DEFAULT 0,
  lat_11 int NOT NULL DEFAULT 0,
  lat_12 int NOT NULL DEFAULT 0,
  lat_13 int NOT NULL DEFAULT 0,
  lat_14 int NOT NULL DEFAULT 0,
  lat_15 int NOT NULL DEFAULT 0,
  lat_16 int NOT NULL DEFAULT 0,
  lat_17 int NOT NULL DEFAULT 0,
  lat_18 int NOT NULL DEFAULT 0,
  lat_19 int NOT NULL DEFAULT 0,
  PRIMARY KEY (installation_id, bucket, type_id, sender_organisation_id, receipt_role)
);
CREATE INDEX rollup_day_bucket ON ledger.rollup_day (bucket);
CREATE INDEX rollup_day_sender ON ledger.rollup_day (sender_organisation_id, bucket);
-- The same without the sender: what long periods read.
CREATE TABLE ledger.rollup_day_total (
  bucket date NOT NULL,
  installation_id int NOT NULL,
  type_id int NOT NULL,
  receipt_role smallint NOT NULL,
  n_not_due int NOT NULL DEFAULT 0,
  n_pending int NOT NULL DEFAULT 0,
  n_ok int NOT NULL DEFAULT 0,
  n_transient int NOT NULL DEFAULT 0,
  n_fatal int NOT NULL DEFAULT 0,
  n_overdue int NOT NULL DEFAULT 0,
  n_late_ok int NOT NULL DEFAULT 0,
  n_late_negative int NOT NULL DEFAULT 0,
  n_repudiated int NOT NULL DEFAULT 0,
  n_lost int NOT NULL DEFAULT 0,
  n_unknown int NOT NULL DEFAULT 0,
  lat_0 int NOT NULL DEFAULT 0,
  lat_1 int NOT NULL DEFAULT 0,
  lat_2 int NOT NULL DEFAULT 0,
  lat_3 int NOT NULL DEFAULT 0,
  lat_4 int NOT NULL DEFAULT 0,
  lat_5 int NOT NULL DEFAULT 0,
  lat_6 int NOT NULL DEFAULT 0,
  lat_7 int NOT NULL DEFAULT 0,
  lat_8 int NOT NULL DEFAULT 0,
  lat_9 int NOT NULL DEFAULT 0,
  lat_10 int NOT NULL DEFAULT 0,
  lat_11 int NOT NULL DEFAULT 0,
  lat_12 int NOT NULL DEFAULT 0,
  lat_13 int NOT NULL DEFAULT 0,
  lat_14 int NOT NULL DEFAULT 0,
  lat_15 int NOT NULL DEFAULT 0,
  lat_16 int NOT NULL DEFAULT 0,
  lat_17 int NOT NULL DEFAULT 0,
  lat_18 int NOT NULL DEFAULT 0,
  lat_19 int NOT NULL DEFAULT 0,
  PRIMARY KEY (installation_id, bucket, type_id, receipt_role)
);
CREATE INDEX rollup_day_total_bucket ON ledger.rollup_day_total (bucket);
CREATE TABLE ledger.rollup_leg (
  bucket timestamptz(0) NOT NULL,
  direction smallint NOT NULL,
  station smallint NOT NULL,
  operator_id int NOT NULL,
  installation_id int NOT NULL,
  sender_organisation_id int NOT NULL,
  receipt_role smallint NOT NULL,
  n int NOT NULL DEFAULT 0,
  lat_0 int NOT NULL DEFAULT 0,
  lat_1 int NOT NULL DEFAULT 0,
  lat_2 int NOT NULL DEFAULT 0,
  lat_3 int NOT NULL DEFAULT 0,
  lat_4 int NOT NULL DEFAULT 0,
  lat_5 int NOT NULL DEFAULT 0,
  lat_6 int NOT NULL DEFAULT 0,
  lat_7 int NOT NULL DEFAULT 0,
  lat_8 int NOT NULL DEFAULT 0,
  lat_9 int NOT NULL DEFAULT 0,
  lat_10 int NOT NULL DEFAULT 0,
  lat_11 int NOT NULL DEFAULT 0,
  lat_12 int NOT NULL DEFAULT 0,
  lat_13 int NOT NULL DEFAULT 0,
  lat_14 int NOT NULL DEFAULT 0,
  lat_15 int NOT NULL DEFAULT 0,
  lat_16 int NOT NULL DEFAULT 0,
  PRIMARY KEY (bucket, installation_id, direction, station, operator_id, sender_organisation_id, receipt_role)
);
CREATE TABLE ledger.rollup_code (
  bucket date NOT NULL,
  installation_id int NOT NULL,
  type_id int NOT NULL,
  sender_organisation_id int NOT NULL,
  receipt_role smallint NOT NULL,
  code text NOT NULL,
  n int NOT NULL DEFAULT 0,
  PRIMARY KEY (installation_id, bucket, type_id, sender_organisation_id, receipt_role, code)
);
CREATE INDEX rollup_code_bucket ON ledger.rollup_code (bucket);

-- The times a source says it has reported completely, and its claims in the order they were made.
CREATE TABLE ledger.coverage (
  source_id int PRIMARY KEY,
  seen tstzmultirange NOT NULL
);
CREATE TABLE ledger.coverage_claim (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source_id int NOT NULL,
  during tstzrange NOT NULL,
  withdrawn boolean NOT NULL,
  at timestamptz(3) NOT NULL DEFAULT now()
);

-- What could not be read: never the body.
CREATE TABLE ledger.quarantine (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source_id int NOT NULL,
  at timestamptz(3) NOT NULL,
  size int NOT NULL,
  hash uuid NOT NULL,
  reason text NOT NULL,
  position text,
  closed_at timestamptz(3)
);
CREATE INDEX quarantine_open ON ledger.quarantine (source_id) WHERE closed_at IS NULL;

-- The nightly proof: a day folded anew and compared with its rollups.
CREATE TABLE ledger.proof (
  day date PRIMARY KEY,
  checked_at timestamptz(3) NOT NULL,
  deliveries int NOT NULL,
  differences int NOT NULL
);

CREATE TABLE ledger.worker_beat (
  name text PRIMARY KEY,
  at timestamptz(3) NOT NULL
);

-- A month of events and a month of deliveries each have a partition, row security on from the start, no grants of their own.
CREATE FUNCTION ledger.ensure_partition(parent text, name text, lower text, upper text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF to_regclass(format('ledger.%I', name)) IS NULL THEN
    EXECUTE format('CREATE TABLE ledger.%I PARTITION OF ledger.%I FOR VALUES FROM (%s) TO (%L)', name, parent, lower, upper);
    EXECUTE format('ALTER TABLE ledger.%I ENABLE ROW LEVEL SECURITY', name);
  END IF;
END $$;

-- Every month from the first to the one that holds `until`, in UTC. Answers how many partitions stand ready after `since`.
CREATE FUNCTION ledger.ensure_partitions(since timestamptz, until timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  month timestamp := '2026-01-01';
  parent text;
  ready int := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(718281828);
  FOREACH parent IN ARRAY ARRAY['station_event', 'delivery'] LOOP
    PERFORM ledger.ensure_partition(parent, parent || '_before', 'MINVALUE', '2026-01-01T00:00:00Z');
  END LOOP;
  WHILE month <= until AT TIME ZONE 'UTC' LOOP
    FOREACH parent IN ARRAY ARRAY['station_event', 'delivery'] LOOP
      PERFORM ledger.ensure_partition(parent, parent || to_char(month, '_YYYY_MM'),
        quote_literal(to_char(month, 'YYYY-MM-DD"T00:00:00Z"')), to_char(month + interval '1 month', 'YYYY-MM-DD"T00:00:00Z"'));
    END LOOP;
    IF month > since AT TIME ZONE 'UTC' THEN ready := ready + 1; END IF;
    month := month + interval '1 month';
  END LOOP;
  RETURN ready;
END $$;
SELECT ledger.ensure_partitions('2026-01-01T00:00:00Z', '2027-03-31T00:00:00Z');
