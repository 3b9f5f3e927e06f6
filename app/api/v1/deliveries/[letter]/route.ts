import { route } from "@/lib/http/route.ts";
import { letterParams } from "@/lib/ledger/filter.ts";
import { readJourney } from "@/lib/ledger/queries.ts";

export const GET = route({
  permission: "journey:read",
  params: letterParams,
  handler: ({ viewer, params, now }) => readJourney(viewer, params.letter, now),
});
