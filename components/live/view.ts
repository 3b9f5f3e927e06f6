import type { LivePhase } from "./phase.ts";

export type LiveView = { name: LivePhase | "failed"; at: string };

/**
 * What the reader is told about freshness, and as of when. While the connection lives and nothing has changed, the data
 * hold as of its latest sign of life; when it is cut or a fetch failed, only as of the data's own time.
 */
export function liveView(live: { phase: LivePhase; at: string | null }, asOf: string, failed: boolean): LiveView {
  if (live.phase === "ended" || live.phase === "cut") return { name: live.phase, at: asOf };
  if (failed) return { name: "failed", at: asOf };
  if (live.phase === "paused") return { name: "paused", at: live.at ?? asOf };
  const later = live.at !== null && Date.parse(live.at) > Date.parse(asOf) ? live.at : asOf;
  return { name: "live", at: later };
}
