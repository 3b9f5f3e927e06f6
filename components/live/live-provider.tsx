"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { listen } from "./connection.ts";
import { inTurn } from "./in-turn.ts";
import type { LivePhase } from "./phase.ts";
import { sharedStream } from "./shared-stream.ts";
import { whileSeen } from "./while-seen.ts";

type Live = {
  phase: LivePhase;
  /** When the connection last gave a sign of life, or the reader paused; ISO 8601. Null before the first sign. */
  at: string | null;
  pause: () => void;
  resume: () => void;
};
const LiveContext = createContext<Live | null>(null);

const FRESH_MS = 5_000;
/**
 * Periods slide and sources report further also while nothing happens. As often as the board's buckets are long, so that
 * 50 idle pages, asking for the board and for themselves, cost less than a query a second.
 */
export const SLIDE_MS = 5 * 60_000;

/**
 * One connection for all signed-in pages of a browser, kept while the reader goes from page to page. A change makes every
 * query on the page ask again; while paused, or behind another tab, nothing is asked for. `of` is whoever listens.
 */
export function LiveProvider({ of, children }: { of: string; children: ReactNode }) {
  const [queries] = useState(
    () =>
      new QueryClient({ defaultOptions: { queries: { staleTime: FRESH_MS, refetchOnWindowFocus: false, retry: 1 } } }),
  );
  const [paused, setPaused] = useState(false);
  const [phase, setPhase] = useState<Exclude<LivePhase, "paused">>("live");
  const [at, setAt] = useState<string | null>(null);
  const ended = phase === "ended";

  useEffect(() => {
    if (paused || ended) return;
    const changed = inTurn(() => queries.invalidateQueries());
    return whileSeen(document, (late) => {
      if (late) changed();
      return listen(() => sharedStream(`changes of ${of}`, () => new EventSource("/api/v1/stream")), {
        changed,
        alive: () => {
          setPhase("live");
          setAt(new Date().toISOString());
        },
        cut: () => setPhase("cut"),
        ended: () => setPhase("ended"),
      });
    });
  }, [paused, ended, queries, of]);

  const live = useMemo<Live>(
    () => ({
      phase: paused ? "paused" : phase,
      at,
      pause: () => {
        setAt(new Date().toISOString());
        setPaused(true);
      },
      resume: () => {
        setPaused(false);
        void queries.invalidateQueries();
      },
    }),
    [paused, phase, at, queries],
  );
  return (
    <QueryClientProvider client={queries}>
      <LiveContext value={live}>{children}</LiveContext>
    </QueryClientProvider>
  );
}

/** The page's connection. Only below `LiveProvider`, which the signed-in layout is. */
export function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === null) throw new Error("useLive needs LiveProvider");
  return live;
}
