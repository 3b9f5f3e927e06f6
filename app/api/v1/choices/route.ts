import { z } from "zod";
import { route } from "@/lib/http/route.ts";
import { readChoices } from "@/lib/ledger/queries.ts";

export const GET = route({
  permission: "overview:read",
  query: z.strictObject({}),
  handler: ({ viewer, now }) => readChoices(viewer, now),
});
