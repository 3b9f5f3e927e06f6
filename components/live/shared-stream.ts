import type { Source } from "./connection.ts";

const SAID = ["open", "ping", "changed", "closed", "error"] as const;
const HELLO = "hello";
/** As long as it takes, at most, from reading a page to listening for its changes. */
const RECENT_MS = 5_000;

/**
 * One stream for all tabs of a browser: it opens six connections to a host over HTTP/1.1, so that with a stream in each of six
 * tabs the seventh would wait for its page for ever. Whichever tab holds the lock has the stream and passes on what it says;
 * when it goes, the next one opens its own. `name` is of whoever listens, since others hear of other changes. A browser without
 * locks, which are kept from plain HTTP, has a stream in each tab.
 */
export function sharedStream(name: string, open: () => Source): Source {
  if (!("locks" in navigator)) return open();
  const channel = new BroadcastChannel(name);
  const heard = new EventTarget();
  const leaving = new AbortController();

  const lead = () =>
    new Promise<void>((release) => {
      const source = open();
      let lives = false;
      let changedAt = Number.NEGATIVE_INFINITY;
      for (const said of SAID)
        source.addEventListener(said, () => {
          lives = said !== "error";
          if (said === "changed") changedAt = Date.now();
          // A stream that was lost is for each tab to find out: the next one tries before anybody calls it cut.
          if (lives) channel.postMessage(said);
          heard.dispatchEvent(new Event(said));
        });
      channel.onmessage = ({ data }) => {
        if (data === HELLO && lives) channel.postMessage(Date.now() - changedAt < RECENT_MS ? "changed" : "ping");
      };
      leaving.signal.addEventListener("abort", () => {
        source.close();
        release();
      });
    });

  channel.onmessage = ({ data }) => {
    if (SAID.includes(data)) heard.dispatchEvent(new Event(data));
  };
  channel.postMessage(HELLO);
  // It only fails for a tab that left while it waited for its turn.
  navigator.locks.request(name, { signal: leaving.signal }, lead).catch(() => {});
  return {
    addEventListener: (said, listener) => heard.addEventListener(said, listener),
    close: () => {
      leaving.abort();
      channel.close();
    },
  };
}
