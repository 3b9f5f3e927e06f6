import { cookiesOf } from "@/lib/http/cookies.ts";
import { route } from "@/lib/http/route.ts";
import { csvResponse } from "@/lib/http/text-stream.ts";
import { csvWords } from "@/lib/i18n/csv-words.ts";
import { LOCALE_COOKIE, localeOf } from "@/lib/i18n/locales.ts";
import { exportApiQuery } from "@/lib/ledger/filter.ts";
import { exportDeliveries } from "@/lib/ledger/queries.ts";

export const GET = route({
  permission: "deliveries:export",
  query: exportApiQuery,
  handler: async ({ viewer, query, now, request }) => {
    const words = await csvWords(localeOf(cookiesOf(request)[LOCALE_COOKIE]));
    return csvResponse(exportDeliveries(viewer, query, words, now), now);
  },
});
