import { route } from "@/lib/http/route.ts";
import { readBacklog } from "@/lib/status/backlog/queries.ts";
import { backlogParams, backlogQuery } from "@/lib/status/backlog/schema.ts";

export const GET = route({
  permission: "backlog:read",
  params: backlogParams,
  query: backlogQuery,
  handler: ({ viewer, params, query, now }) => readBacklog(viewer, { ...params, ...query }, now),
});
