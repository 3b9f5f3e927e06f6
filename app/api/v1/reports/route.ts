import { readJson } from "@/lib/http/limits.ts";
import { parsed } from "@/lib/http/parse.ts";
import { keyRoute } from "@/lib/http/route.ts";
import { takeReport } from "@/lib/status/reports/commands.ts";
import { sourceReport } from "@/lib/status/reports/schema.ts";

export const dynamic = "force-dynamic";

/** A party's report of trouble at a station it runs. The same answer each time the same report comes. */
export const POST = keyRoute(async ({ source, request, now }) =>
  takeReport(source, parsed(sourceReport, await readJson(request)), now),
);
