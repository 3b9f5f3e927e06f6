import type { Finished, Given } from "../../lib/publication/page.ts";
import {
  type MonthReport,
  monthReport,
  type ReportedBand,
  type ReportedService,
} from "../../lib/status/objectives/report.ts";
import { addMonths, isMonth, monthOf } from "../../lib/time/month.ts";
import { monthName } from "./history.ts";
import { monthsOf } from "./history-rules.ts";
import { type Html, html } from "./html.ts";
import { page } from "./layout.ts";
import { missing } from "./missing.ts";
import { crumbs, head, panel, type Writer, writer } from "./parts.ts";
import { pastPost, windowPost } from "./posts.ts";
import { bandName, countedPanel } from "./service.ts";

/** The report of one month, ready to print: how each promise was kept, every interval that counts, and what happened. */
export function report(given: Given): Finished {
  const month = given.match.groups?.["month"] ?? "";
  const { snapshot, now } = given;
  if (!isMonth(month) || month > monthOf(now) || month < (monthsOf(snapshot, now).at(-1) ?? "")) return missing(given);
  const w = writer(given);
  const found = monthReport(snapshot, month, now);
  const title = w.t("report.title", { month: monthName(w, month) });
  return page(given, {
    title,
    main: html`${crumbs(w, [
      { label: w.t("title"), href: "/" },
      { label: w.t("history.title"), href: "/history" },
      { label: monthName(w, month), href: `/history?month=${month}` },
    ])}${head(title, lead(w, found))}${kept(w, found)}${found.services.map(
      (one) => one.counted.length > 0 && counted(w, one),
    )}${happened(w, found)}${months(w, month)}`,
  });
}

/** How many promises were kept: the answer before the table. */
function lead(w: Writer, { services, running, until }: MonthReport): Html {
  const bands = services.flatMap((one) => one.bands.map(({ measured }) => measured));
  const known = bands.filter(({ withoutWindows }) => withoutWindows !== null);
  const held = known.filter(({ withoutWindows, target }) => (withoutWindows ?? 0) >= target);
  const sentence = w.marked("report.lead", { held: held.length, of: known.length });
  const dark = bands.length - known.length;
  return html`${sentence} ${dark > 0 ? w.t("report.dark", { count: dark }) : null} ${
    running ? w.t("report.running", { time: w.dayTime(until) }) : null
  }`;
}

const HEADS = ["service", "band", "target", "without", "with", "measured", "outside", "budget"] as const;

function kept(w: Writer, { services }: MonthReport): Html {
  const { t } = w;
  const head = HEADS.map(
    (name, n) => html`<th scope="col"${n > 1 ? html` class="table-num"` : null}>${t(`report.head.${name}`)}</th>`,
  );
  const rows = services.flatMap((one) => one.bands.map((band) => row(w, one, band)));
  const none = html`<p class="panel-body sub">${t("report.nothing")}</p>`;
  const table = html`<div class="table-scroll" role="region" aria-label="${t("report.kept")}" tabindex="0"><table class="table"><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div><div class="panel-body"><p class="note">${t("report.note")} ${t("services.note")}</p></div>`;
  return panel("kept", t("report.kept"), null, rows.length === 0 ? none : table);
}

/** The frozen figure stands where there is one; what is known now stands below it where late facts made it another. */
function row(w: Writer, { service }: ReportedService, { measured, frozen, restated, burn }: ReportedBand): Html {
  const { t, format } = w;
  const shown = frozen ?? measured;
  const figure = (first: number | null, now: number | null) =>
    html`${format.availability(first)}${restated ? html`<br><span class="quiet">${t("report.restated", { share: format.availability(now) })}</span>` : null}`;
  const cells: [(typeof HEADS)[number], Html | string][] = [
    ["target", format.availability(shown.target)],
    ["without", figure(shown.withoutWindows, measured.withoutWindows)],
    ["with", figure(shown.withWindows, measured.withWindows)],
    ["measured", t("service.of", { part: format.duration(shown.measuredMs), whole: format.duration(shown.totalMs) })],
    ["outside", format.duration(shown.downOutsideMs)],
    [
      "budget",
      burn.used === null
        ? "–"
        : t("service.burnt", {
            percent: format.number(Math.round(100 * burn.used)),
            budget: format.duration(burn.budgetMs),
          }),
    ],
  ];
  const objective = service.objectives.findLast(({ target }) => target[measured.band] === measured.target);
  return html`<tr><th scope="row" class="table-wide"><a href="#of-${service.code}">${w.words(service.name)}</a></th><td data-l="${t("report.head.band")}">${bandName(w, measured, objective)}${
    measured.assumed ? html` <span class="quiet">${t("report.assumed")}</span>` : null
  }</td>${cells.map(([name, value]) => html`<td class="table-num" data-l="${t(`report.head.${name}`)}">${value}</td>`)}</tr>`;
}

/** The intervals of one service, titled by it. */
const counted = (w: Writer, { service, bands, counted }: ReportedService): Html =>
  countedPanel(
    w,
    bands.map(({ measured }) => measured),
    counted,
    {
      id: `of-${service.code}`,
      title: w.t("report.counted", { service: w.words(service.name) }),
    },
  );

function happened(w: Writer, { incidents, windows }: MonthReport): Html {
  const { t } = w;
  const list = (posts: Html[], none: string) =>
    posts.length === 0 ? html`<p class="panel-body sub">${none}</p>` : html`${posts}`;
  const first = panel(
    "incidents",
    t("history.incidents"),
    t("history.count", { count: incidents.length }),
    list(
      incidents.map((one) => pastPost(w, one)),
      t("history.quiet"),
    ),
  );
  const second = panel(
    "windows",
    t("history.windows"),
    t("history.windowCount", { count: windows.length }),
    list(
      windows.map((one) => windowPost(w, one)),
      t("history.noWindows"),
    ),
  );
  return html`${first}${second}`;
}

function months(w: Writer, month: string): Html {
  const links = [addMonths(month, -1), addMonths(month, 1)].flatMap((one) =>
    monthsOf(w.snapshot, w.now).includes(one)
      ? [html`<li><a href="/history/${one}">${monthName(w, one)}</a></li>`]
      : [],
  );
  return panel("months", w.t("report.others"), null, html`<ul class="panel-body months">${links}</ul>`);
}
