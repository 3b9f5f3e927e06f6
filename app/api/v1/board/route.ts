import { z } from "zod";
import { route } from "@/lib/http/route.ts";
import { readBoard } from "@/lib/ledger/queries.ts";

export const GET = route({
  permission: "board:read",
  query: z.strictObject({}),
  handler: ({ viewer, now }) => readBoard(viewer, now),
});
