import { claimsOf, viewerOf } from "../../lib/access/claims.ts";
import { ownsSources } from "../../lib/intake/messages/queries.ts";
import { log } from "../../lib/log.ts";
import type { SignedIn } from "../../lib/publication/page.ts";
import { readStanding } from "../../lib/status/standing.ts";

/** The public page does not wait longer for a database that is away. */
const WITHIN_MS = 1_500;

/** Who looks, and what concerns them; null for nobody, and where the database does not say so in time. */
export async function signedInAs(cookies: Record<string, string>, now: Date): Promise<SignedIn | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, WITHIN_MS, null);
  });
  try {
    return await Promise.race([read(cookies, now), late]);
  } catch (error) {
    log.warn({ event: "signed_in_not_read", error });
    return null;
  } finally {
    clearTimeout(timer);
  }
}

async function read(cookies: Record<string, string>, now: Date): Promise<SignedIn | null> {
  const viewer = await viewerOf(await claimsOf((name) => cookies[name]), now);
  if (!viewer) return null;
  const [{ concerns }, owns] = await Promise.all([readStanding(viewer, now), ownsSources(viewer)]);
  return { viewer, ownsSources: owns, concerns };
}
