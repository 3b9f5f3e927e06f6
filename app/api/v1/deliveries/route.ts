import { route } from "@/lib/http/route.ts";
import { deliveryApiQuery } from "@/lib/ledger/filter.ts";
import { readDeliveries } from "@/lib/ledger/queries.ts";

export const GET = route({
  permission: "deliveries:read",
  query: deliveryApiQuery,
  handler: ({ viewer, query, now }) => readDeliveries(viewer, query, now),
});
