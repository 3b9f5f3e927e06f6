import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";

const RECONNECT_MS = 500;

/**
 * Hears one channel on a connection of its own, and goes on hearing after the database has been away. `heard` is called
 * with each payload, and with null whenever the connection has been made anew, since something may have been missed;
 * `lost` whenever it ends by itself.
 */
export function listen(
  connectionString: string,
  channel: string,
  heard: (payload: string | null) => void,
  lost: () => void = () => undefined,
): { stop: () => Promise<void> } {
  let stopped = false;
  let client: pg.Client | undefined;

  async function connect(): Promise<void> {
    while (!stopped) {
      const next = new pg.Client({ connectionString, keepAlive: true });
      const ended = new Promise<void>((resolve) => {
        next.on("error", () => resolve());
        next.on("end", () => resolve());
      });
      next.on("notification", (message) => heard(message.payload ?? ""));
      try {
        await next.connect();
        await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
        client = next;
        // Told to stop while it was connecting: nobody else will end it.
        if (stopped) await next.end();
        else heard(null);
        await ended;
        if (!stopped) lost();
      } catch {
        await next.end().catch(() => {});
      }
      if (!stopped) await wait(RECONNECT_MS);
    }
  }

  const running = connect();
  return {
    stop: async () => {
      stopped = true;
      await client?.end().catch(() => {});
      await running;
    },
  };
}
