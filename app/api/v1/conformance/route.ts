import { route } from "@/lib/http/route.ts";
import { readConformance } from "@/lib/intake/messages/queries.ts";
import { conformanceQuery } from "@/lib/intake/messages/shapes.ts";

export const GET = route({
  permission: "conformance:read",
  query: conformanceQuery,
  handler: ({ viewer, query, now }) => readConformance(viewer, query, now),
});
