import { cookiesOf } from "@/lib/http/cookies.ts";
import { route } from "@/lib/http/route.ts";
import { csvResponse } from "@/lib/http/text-stream.ts";
import { csvWords } from "@/lib/i18n/csv-words.ts";
import { LOCALE_COOKIE, localeOf } from "@/lib/i18n/locales.ts";
import { exportDeliveries } from "@/lib/ledger/queries.ts";
import { readBacklog } from "@/lib/status/backlog/queries.ts";
import { backlogCsvQuery, backlogParams } from "@/lib/status/backlog/schema.ts";

export const GET = route({
  permission: "backlog:read",
  params: backlogParams,
  query: backlogCsvQuery,
  handler: async ({ viewer, params, query, now, request }) => {
    const { days } = await readBacklog(viewer, { ...params, side: query.side }, now);
    const words = await csvWords(localeOf(cookiesOf(request)[LOCALE_COOKIE]));
    return csvResponse(exportDeliveries(viewer, { ...query, ...days, incident: params.number }, words, now), now);
  },
});
