import { z } from "zod";
import { route } from "@/lib/http/route.ts";
import { readStanding } from "@/lib/status/standing.ts";

export const GET = route({
  permission: "status:read",
  query: z.strictObject({}),
  handler: ({ viewer, now }) => readStanding(viewer, now),
});
