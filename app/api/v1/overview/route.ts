import { route } from "@/lib/http/route.ts";
import { receiptApiQuery } from "@/lib/ledger/filter.ts";
import { readOverview } from "@/lib/ledger/queries.ts";

export const GET = route({
  permission: "overview:read",
  query: receiptApiQuery,
  handler: ({ viewer, query, now }) => readOverview(viewer, query, now),
});
