import { route } from "@/lib/http/route.ts";
import { readQuarantine } from "@/lib/intake/messages/queries.ts";
import { quarantineQuery } from "@/lib/intake/messages/shapes.ts";

export const GET = route({
  permission: "quarantine:read",
  query: quarantineQuery,
  handler: ({ viewer, query, now }) => readQuarantine(viewer, query, now),
});
