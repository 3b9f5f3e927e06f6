import type { Finished, Given } from "../../lib/publication/page.ts";
import { SEVERITIES } from "../../lib/status/shapes.ts";
import { addMonths, monthOf, monthSpan } from "../../lib/time/month.ts";
import { type Asked, askedOf, foundIn, isSearch, monthsOf } from "./history-rules.ts";
import { Html, html } from "./html.ts";
import { page } from "./layout.ts";
import { crumbs, head, panel, type Writer, writer } from "./parts.ts";
import { pastPost, windowPost } from "./posts.ts";
import { serviceParts } from "./service.ts";

/** What happened before: month by month, searched by text, service and severity, and one service with all its intervals. */
export function history(given: Given): Finished {
  const w = writer(given);
  const asked = askedOf(given.query, given.snapshot, given.now);
  const one = given.snapshot.services.find(({ code }) => code === asked.service);
  const title = one ? w.words(one.name) : isSearch(asked) ? w.t("history.found") : monthName(w, asked.month);
  return page(given, {
    title: w.t("history.titled", { title }),
    main: html`${crumbs(w, [
      { label: w.t("title"), href: "/" },
      ...(one ? [{ label: w.t("history.title"), href: "/history" }] : []),
    ])}${head(w.t("history.titled", { title }), w.t("history.lead"))}${search(w, asked)}${
      one ? serviceParts(w, one) : null
    }${incidents(w, asked)}${isSearch(asked) ? null : windows(w, asked.month)}${months(w)}`,
  });
}

/** `november 2026`. */
export const monthName = ({ format }: Writer, month: string): string => format.month(month);

const chosen = (is: boolean): Html | null => (is ? Html.trusted(" selected") : null);

function search(w: Writer, asked: Asked): Html {
  const { t, states, snapshot } = w;
  const services = snapshot.services.map(
    ({ code, name }) => html`<option value="${code}"${chosen(code === asked.service)}>${w.words(name)}</option>`,
  );
  const severities = SEVERITIES.map(
    (one) => html`<option value="${one}"${chosen(one === asked.severity)}>${states(`severity.${one}.label`)}</option>`,
  );
  return html`<section class="panel" aria-label="${t("history.search")}"><form class="search" action="/history" method="get"><div class="field"><label for="q">${t("history.text")}</label><input type="search" id="q" name="q" maxlength="100" value="${asked.text}"></div><div class="field"><label for="service">${t("history.service")}</label><select id="service" name="service"><option value="">${t("history.any")}</option>${services}</select></div><div class="field"><label for="severity">${t("history.severity")}</label><select id="severity" name="severity"><option value="">${t("history.any")}</option>${severities}</select></div><button class="button button-go">${t("history.find")}</button></form></section>`;
}

function incidents(w: Writer, asked: Asked): Html {
  const { t } = w;
  const { incidents: found, total, older } = foundIn(w.snapshot, asked);
  const searching = isSearch(asked);
  const next = new URLSearchParams({
    ...(asked.text === "" ? {} : { q: asked.text }),
    ...(asked.service === null ? {} : { service: asked.service }),
    ...(asked.severity === null ? {} : { severity: asked.severity }),
    ...(searching ? {} : { month: asked.month }),
    ...(older === null ? {} : { before: older }),
  });
  const more =
    older === null
      ? null
      : html`<p class="panel-body"><a href="/history?${next.toString()}">${t("history.older")}</a></p>`;
  const none = html`<p class="panel-body sub">${t(searching ? "history.nothing" : "history.quiet")}</p>`;
  const head = searching ? t("history.count", { count: total }) : aside(w, asked.month, total);
  const list = html`${found.map((one) => pastPost(w, one))}${more}`;
  return panel("incidents", t("history.incidents"), head, found.length === 0 ? none : list);
}

/** How many there were, the months beside it, and its report. */
function aside(w: Writer, month: string, total: number): Html {
  const { t } = w;
  const step = (to: string, name: string) => html` · <a href="/history?month=${to}">${name}</a>`;
  const before = addMonths(month, -1);
  const after = addMonths(month, 1);
  return html`${t("history.count", { count: total })}${step(before, monthName(w, before))}${
    after <= monthOf(w.now) ? step(after, monthName(w, after)) : null
  } · <a href="/history/${month}">${t("history.report")}</a>`;
}

function windows(w: Writer, month: string): Html {
  const { t, snapshot } = w;
  const { from, to } = monthSpan(month);
  const found = snapshot.windows.filter((one) => {
    const start = Date.parse(one.actualFrom ?? one.plannedFrom);
    return start < to && Date.parse(one.actualTo ?? one.plannedTo) > from;
  });
  const none = html`<p class="panel-body sub">${t("history.noWindows")}</p>`;
  return panel(
    "windows",
    t("history.windows"),
    t("history.windowCount", { count: found.length }),
    found.length === 0 ? none : html`${found.map((one) => windowPost(w, one))}`,
  );
}

function months(w: Writer): Html {
  const { t } = w;
  const links = monthsOf(w.snapshot, w.now).map(
    (month) => html`<li><a href="/history?month=${month}">${monthName(w, month)}</a></li>`,
  );
  return panel("months", t("history.months"), null, html`<ul class="panel-body months">${links}</ul>`);
}
