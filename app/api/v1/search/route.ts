import { NotFoundError } from "@/lib/errors.ts";
import { route } from "@/lib/http/route.ts";
import { searchBody } from "@/lib/ledger/filter.ts";
import { findLetter } from "@/lib/ledger/queries.ts";

/** A typed id goes in a body and never in an address; the answer is the address of the letter's page. */
export const POST = route({
  permission: "journey:read",
  body: searchBody,
  handler: async ({ viewer, body, now }) => {
    const href = await findLetter(viewer, body.id, now);
    if (href === null) throw new NotFoundError();
    return { href };
  },
});
