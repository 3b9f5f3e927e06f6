import type { Finished, Given } from "../../lib/publication/page.ts";
import { html } from "./html.ts";
import { page } from "./layout.ts";
import { head, writer } from "./parts.ts";

const STATUSES = { cross_site: 403, gone: 404, too_large: 413, away: 503 } as const;

/** A page that says why it did nothing. */
export function refused(given: Given, why: keyof typeof STATUSES): Finished {
  const w = writer(given);
  const say = w.say("subscribe");
  const title = say(`refused.${why}.title`);
  const to = why === "gone" ? ["/subscribe", say("title")] : ["/", say("sent.back")];
  const made = page(given, {
    ...{ status: STATUSES[why], title },
    main: html`${head(title, say(`refused.${why}.text`))}<a class="button" href="${to[0]}">${to[1]}</a>`,
  });
  return why === "away" ? { ...made, headers: { "retry-after": "10" } } : made;
}
