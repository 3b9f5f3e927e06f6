import type { Board } from "@/lib/ledger/shapes.ts";
import type { ShellStanding } from "@/lib/status/standing.ts";

/** An answer of the API that is not the data: its case id, where it gave one. */
export class FetchFailed extends Error {
  readonly caseId: string | undefined;

  constructor(status: number, caseId: string | undefined) {
    super(`The server answered ${status}`);
    this.caseId = caseId;
  }
}

/** Reads JSON from our own API. The address is a path with its query; errors carry the request's id, never its body. */
export async function fetchJson<T>(path: string, signal: AbortSignal): Promise<T> {
  const answer = await fetch(path, { signal, headers: { accept: "application/json" } });
  if (answer.ok) return answer.json();
  const problem: { requestId?: unknown } = await answer.json().catch(() => ({}));
  throw new FetchFailed(answer.status, typeof problem.requestId === "string" ? problem.requestId : undefined);
}

export const boardKey = ["board"] as const;
export const fetchBoard = ({ signal }: { signal: AbortSignal }) => fetchJson<Board>("/api/v1/board", signal);

export const standingKey = ["standing"] as const;
export const fetchStanding = ({ signal }: { signal: AbortSignal }) =>
  fetchJson<ShellStanding>("/api/v1/standing", signal);
