import { type Html, html } from "./html.ts";
import type { Writer } from "./parts.ts";

/** What other systems read of the status, in the reader's language; narrowed to a place where that makes a difference. */
export function followLinks({ t, locale }: Writer, place: { municipality?: string }): Html[] {
  const language = locale === "da" ? {} : { lang: locale };
  // Windows and the badge are of services: every place has the same.
  return (
    [
      ["/feeds/atom.xml", "Atom", place],
      ["/feeds/rss.xml", "RSS", place],
      ["/feeds/feed.json", "JSON", place],
      ["/calendar.ics", t("follow.calendar"), {}],
      ["/badge.svg", t("follow.badge"), {}],
      ["/embed/banner", t("follow.banner"), place],
    ] as const
  ).map(([path, name, narrowed]) => {
    const query = new URLSearchParams({ ...narrowed, ...language });
    return html`<a class="button button-quiet" href="${path}${query.size > 0 ? `?${query}` : ""}">${name}</a>`;
  });
}
