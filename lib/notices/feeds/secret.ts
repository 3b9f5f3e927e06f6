import { createHash, randomBytes } from "node:crypto";
import type { FetchedChannel } from "../../subscriptions/shapes.ts";

/** 256 random bits: a plain hash of them cannot be guessed back. */
const SHAPE = /^[\w-]{43}$/;
const PATHS: Record<FetchedChannel, (secret: string) => string> = {
  atom: (secret) => `/feeds/personal/${secret}.xml`,
  calendar: (secret) => `/calendar/personal/${secret}.ics`,
};

const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** The hash a personal address is known by; null for what is no secret of ours. */
export const knownBy = (secret: string): string | null => (SHAPE.test(secret) ? hashOf(secret) : null);

/** A new personal address: the path that is told this once, what is kept of it, and what it is recognised by. */
export function newPersonal(channel: FetchedChannel): { path: string; secretHash: string; address: string } {
  const secret = randomBytes(32).toString("base64url");
  return {
    path: PATHS[channel](secret),
    ...{ secretHash: hashOf(secret), address: PATHS[channel](`…${secret.slice(-4)}`) },
  };
}
