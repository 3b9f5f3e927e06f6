import type { z } from "zod";
import { InvalidInputError } from "../errors.ts";
import { fieldsOf, parsed } from "../http/parse.ts";
import { errorHeaders, newRequestId, told } from "../http/problem.ts";
import type { PublicSnapshot } from "./snapshot.ts";

/** What one address of the public side is made from: the snapshot, the instant (ms), and what was asked. */
export type Given = {
  snapshot: PublicSnapshot;
  now: number;
  /** The database has been away: the snapshot is the last one there was. */
  stale: boolean;
  query: URLSearchParams;
  /** Where the asker reaches us: `https://status.example.dk`. */
  origin: string;
};

/** A finished answer: what is sent, as text. */
export type Finished = { status?: number; type: string; body: string; headers?: Record<string, string> };

/** Other systems' pages may read it: nothing here belongs to anybody, and no cookie is looked at. */
export const OPEN = { "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" } as const;

export const asJson = (body: unknown, headers: Record<string, string> = OPEN): Finished => ({
  ...{ type: "application/json; charset=utf-8", headers },
  body: JSON.stringify(body),
});

/**
 * An address for programs: its query is parsed strictly, and one that is not as agreed is refused as a problem that names
 * the field. `make` may refuse too, by throwing InvalidInputError.
 */
export function answering<Q extends z.ZodType>(
  query: Q,
  make: (given: Given, asked: z.output<Q>) => Finished,
): (given: Given) => Finished {
  return (given) => {
    try {
      return make(given, parsed(query, fieldsOf(given.query)));
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      const requestId = newRequestId();
      const { status, ...rest } = told(error, requestId);
      return {
        ...{ status, type: "application/problem+json" },
        headers: { ...errorHeaders(error, status, requestId), ...OPEN },
        body: JSON.stringify({ type: "about:blank", status, ...rest, requestId }),
      };
    }
  };
}
