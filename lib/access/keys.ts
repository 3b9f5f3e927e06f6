import { createHash, randomBytes } from "node:crypto";
import { ownerPool } from "../db/pool.ts";
import type { Station } from "../ledger/states.ts";

/** One thing a source may report: every field that is set narrows it. */
export type SourceScope = {
  station: Station | null;
  organisationId: number | null;
  systemId: number | null;
  installationId: number | null;
  /** It also vouches for these receipts. */
  receipts: boolean;
};
export type SourceWithScopes = {
  id: number;
  code: string;
  organisationId: number;
  heartbeatSeconds: number;
  scopes: SourceScope[];
};

const CACHE_MS = 10_000;
const CACHE_SIZE = 1_000;
/** A key is 256 random bits, so a plain hash of it cannot be guessed back. */
const SHAPE = /^kvit_[A-Za-z0-9_-]{43}$/;

const cache = new Map<string, { until: number; source: Promise<SourceWithScopes | null> }>();

const hashOf = (key: string): string => createHash("sha256").update(key).digest("hex");

/** A new key of a source, told this once; only its hash is kept. */
export async function createKey(sourceId: number): Promise<string> {
  const key = `kvit_${randomBytes(32).toString("base64url")}`;
  await ownerPool().query("INSERT INTO source_key (source_id, prefix, hash) VALUES ($1, $2, $3)", [
    sourceId,
    key.slice(0, 12),
    hashOf(key),
  ]);
  return key;
}

/** The source a bearer key belongs to and what it may report; null for no key of ours. A change is seen within 10 s. */
export function sourceOfKey(bearer: string, now: number = Date.now()): Promise<SourceWithScopes | null> {
  if (!SHAPE.test(bearer)) return Promise.resolve(null);
  const hash = hashOf(bearer);
  const known = cache.get(hash);
  if (known && known.until > now) return known.source;
  if (cache.size >= CACHE_SIZE) cache.clear();
  const source = lookUp(hash);
  cache.set(hash, { until: now + CACHE_MS, source });
  // A database that could not be asked has not said no.
  source.catch(() => cache.delete(hash));
  return source;
}

async function lookUp(hash: string): Promise<SourceWithScopes | null> {
  const { rows } = await ownerPool().query<SourceWithScopes>(
    `SELECT s.id, s.code, s.organisation_id AS "organisationId", s.heartbeat_seconds AS "heartbeatSeconds",
       coalesce((SELECT json_agg(json_build_object('station', c.station, 'organisationId', c.organisation_id,
         'systemId', c.system_id, 'installationId', c.installation_id, 'receipts', c.receipts) ORDER BY c.id)
         FROM source_scope c WHERE c.source_id = s.id), '[]') AS scopes
     FROM source_key k JOIN source s ON s.id = k.source_id WHERE k.hash = $1 AND k.revoked_at IS NULL`,
    [hash],
  );
  return rows[0] ?? null;
}
