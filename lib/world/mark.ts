import { ownerPool } from "../db/pool.ts";

const ASK_AGAIN_MS = 60_000;
let known: { demo: boolean; until: number } | undefined;

/** Whether the database holds the demo world; a demo stays one, anything else is asked again after a minute. */
export async function isDemo(now: number = Date.now()): Promise<boolean> {
  if (known && (known.demo || now < known.until)) return known.demo;
  const { rowCount } = await ownerPool().query("SELECT FROM meta WHERE key = 'demo' AND value = 'true'");
  known = { demo: rowCount === 1, until: now + ASK_AGAIN_MS };
  return known.demo;
}
