import type { z } from "zod";
import { InvalidInputError } from "../errors.ts";
import { fieldsOf, parsed } from "../http/parse.ts";
import { errorHeaders, newRequestId, told } from "../http/problem.ts";
import type { Finished, Given } from "./page.ts";

/** What an address for other systems is made from: no reader, for it is the same for everybody. */
export type DataGiven = Pick<Given, "snapshot" | "now" | "stale" | "query" | "origin">;

/** Data for other systems' pages and programs. */
export const asJson = (body: unknown): Finished => ({
  ...{ type: "application/json; charset=utf-8", open: true },
  body: JSON.stringify(body),
});

/**
 * An address for programs: its query is parsed strictly, and one that is not as agreed is refused as a problem that names
 * the field. `make` may refuse too, by throwing InvalidInputError.
 */
export function answering<Q extends z.ZodType>(
  query: Q,
  make: (given: DataGiven, asked: z.output<Q>) => Finished,
): (given: DataGiven) => Finished {
  return (given) => {
    try {
      return make(given, parsed(query, fieldsOf(given.query)));
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      const requestId = newRequestId();
      const { status, ...rest } = told(error, requestId);
      return {
        ...{ status, type: "application/problem+json", open: true, headers: errorHeaders(error, status, requestId) },
        body: JSON.stringify({ type: "about:blank", status, ...rest, requestId }),
      };
    }
  };
}
