-- Subscribing to the public status without an account.
-- CreateTable
CREATE TABLE "subscriber_mail" (
    "id" UUID NOT NULL,
    "address" TEXT,
    "locale" TEXT,
    "wish" JSONB,
    "endpoint_id" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "subscriber_mail_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "allowance" (
    "key" BYTEA NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "used" INTEGER NOT NULL,

    CONSTRAINT "allowance_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "subscriber_mail_not_before_idx" ON "subscriber_mail"("not_before");

-- AddForeignKey
ALTER TABLE "subscriber_mail" ADD CONSTRAINT "subscriber_mail_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- What Prisma's schema cannot say.
ALTER TABLE "subscriber_mail" ADD CONSTRAINT "subscriber_mail_kind" CHECK (
  ("endpoint_id" IS NULL) = ("wish" IS NOT NULL) AND ("wish" IS NULL) = ("address" IS NULL) AND ("wish" IS NULL) = ("locale" IS NULL));
-- An address without an account subscribes once; one that is forgotten is empty.
CREATE UNIQUE INDEX "endpoint_without_account" ON "endpoint" (lower("address")) WHERE "organisation_id" IS NULL AND "channel" = 'email' AND "address" <> '';

-- Nobody reads who asks, and nobody lists who subscribes without an account: not the operator either, who gets a number.
ALTER TABLE "subscriber_mail" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "allowance" ENABLE ROW LEVEL SECURITY;
DROP POLICY oversight ON "subscription";
DROP POLICY oversight ON "subscription_filter";
DROP POLICY oversight ON "subscription_endpoint";
DROP POLICY oversight ON "endpoint";
CREATE POLICY oversight ON "subscription" FOR SELECT TO kvit_oversight
  USING ((SELECT access.viewer_organisation()) IS NOT NULL AND organisation_id IS NOT NULL);
CREATE POLICY oversight ON "endpoint" FOR SELECT TO kvit_oversight
  USING ((SELECT access.viewer_organisation()) IS NOT NULL AND organisation_id IS NOT NULL);
-- The subscriptions they belong to are read under the policy above.
CREATE POLICY oversight ON "subscription_filter" FOR SELECT TO kvit_oversight USING (subscription_id IN (SELECT s.id FROM "subscription" s));
CREATE POLICY oversight ON "subscription_endpoint" FOR SELECT TO kvit_oversight USING (subscription_id IN (SELECT s.id FROM "subscription" s));

-- As before, but a notice counts also where its subscription is not to be seen.
CREATE OR REPLACE VIEW access.told WITH (security_invoker = true) AS
  SELECT g.thread, g.incident_id, g.kind::text AS kind, g.id AS signal_id, n.id AS notice_id, n.organisation_id,
    CASE WHEN cardinality(g.installation_ids) > 0 THEN n.organisation_id = ANY (g.municipality_ids || g.region_ids || g.vendor_ids) END AS hit,
    n.at, CASE WHEN g.moment <> 'resolved' THEN s.confirm_minutes END AS confirm_minutes, n.confirmed_at, n.escalated_at, e.channel::text AS channel, coalesce(j.second, false) AS second,
    CASE WHEN g.held_at IS NOT NULL AND d.state = 'waiting' THEN 'held' ELSE coalesce(c.state, d.state)::text END AS state,
    coalesce(c.why, d.why) AS why, coalesce(c.not_before, d.not_before) AS not_before, coalesce(c.sent_at, d.sent_at) AS sent_at
  FROM "signal" g JOIN "notice" n ON n.signal_id = g.id LEFT JOIN "subscription" s ON s.id = n.subscription_id
    LEFT JOIN "dispatch" d ON d.notice_id = n.id LEFT JOIN "dispatch" c ON c.id = d.gathered_in
    LEFT JOIN "endpoint" e ON e.id = d.endpoint_id
    LEFT JOIN "subscription_endpoint" j ON j.subscription_id = n.subscription_id AND j.endpoint_id = d.endpoint_id;
