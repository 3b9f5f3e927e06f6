import { SILENCE_MS, waitBeforeTry } from "./phase.ts";

type Heard = {
  /** Something the reader may see has changed; also said after a gap, since nobody knows what was missed in it. */
  changed: () => void;
  /** The connection is known to work at this instant. */
  alive: () => void;
  cut: () => void;
  /** The reader's rights changed: no further try. */
  ended: () => void;
};
/** What says that something has changed: an EventSource, or one that is shared. */
export type Source = { addEventListener: (said: string, listener: () => void) => void; close: () => void };

/**
 * Listens to the stream of changes and outlives lost connections, sleeping machines and restarts of the server.
 * Answers how to stop. Each loss is followed by another try, later and later up to half a minute.
 */
export function listen(open: () => Source, heard: Heard): () => void {
  let source: Source | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let missed = false;

  const stop = () => {
    clearTimeout(silence);
    clearTimeout(retry);
    source?.close();
  };
  const lost = () => {
    stop();
    failures += 1;
    missed = true;
    heard.cut();
    retry = setTimeout(start, waitBeforeTry(failures));
  };
  const sign = () => {
    clearTimeout(silence);
    silence = setTimeout(lost, SILENCE_MS);
    failures = 0;
    heard.alive();
    if (missed) heard.changed();
    missed = false;
  };
  function start() {
    source = open();
    silence = setTimeout(lost, SILENCE_MS);
    source.addEventListener("open", sign);
    source.addEventListener("ping", sign);
    source.addEventListener("changed", () => {
      sign();
      heard.changed();
    });
    source.addEventListener("closed", () => {
      stop();
      heard.ended();
    });
    source.addEventListener("error", lost);
  }
  start();
  return stop;
}
