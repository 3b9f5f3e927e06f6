import { route } from "@/lib/http/route.ts";
import { installationParams, installationQuery } from "@/lib/ledger/filter.ts";
import { readInstallation } from "@/lib/ledger/queries.ts";

export const GET = route({
  permission: "overview:read",
  params: installationParams,
  query: installationQuery,
  handler: ({ viewer, params, query, now }) => readInstallation(viewer, params.id, query, now),
});
