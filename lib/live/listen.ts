import pg from "pg";
import { databaseUrl } from "../env.ts";
import { log } from "../log.ts";

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;

/**
 * Listens on channel `ledger` over one connection, and again after it is lost. `heard` gets each payload; `back` is called
 * when listening starts anew, as nobody knows what was missed. Answers how to stop.
 */
export function listenToLedger(heard: (payload: string) => void, back: () => void): () => Promise<void> {
  let client: pg.Client | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let stopped = false;
  let missed = false;

  async function start(): Promise<void> {
    const connecting = new pg.Client({
      connectionString: databaseUrl(),
      keepAlive: true,
      application_name: "kvitteringsoverblik live",
    });
    client = connecting;
    const lost = () => {
      if (client !== connecting || stopped) return;
      client = undefined;
      missed = true;
      failures += 1;
      connecting.end().catch(() => {});
      log.warn({ event: "live_connection_lost", failures });
      retry = setTimeout(start, Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LAST_RETRY_MS));
      retry.unref();
    };
    connecting.on("error", lost);
    connecting.on("end", lost);
    connecting.on("notification", ({ payload }) => heard(payload ?? ""));
    try {
      await connecting.connect();
      await connecting.query("LISTEN ledger");
      failures = 0;
      if (missed) back();
      missed = false;
    } catch {
      lost();
    }
  }
  void start();
  return async () => {
    stopped = true;
    clearTimeout(retry);
    await client?.end();
  };
}
