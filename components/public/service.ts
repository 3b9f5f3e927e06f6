import type { PublicService } from "../../lib/publication/snapshot.ts";
import type { Because } from "../../lib/status/intervals.ts";
import { intervalsOf, statesAt } from "../../lib/status/rules.ts";
import { type Availability, availability, type Counted, countedIntervals, dayCells } from "../../lib/status/uptime.ts";
import { type Html, html } from "./html.ts";
import { panel, stateMark, type Writer } from "./parts.ts";
import { DAYS, history, hoursOf, spanOfDays } from "./services.ts";

/** One service: how it stands, how it kept its promises, and every interval of 90 days, so that the sum can be checked by hand. */
export function serviceParts(w: Writer, service: PublicService): Html {
  const { from, to } = spanOfDays(w.now);
  const bands = availability(w.snapshot, service.code, from, to);
  const counted = countedIntervals(w.snapshot, service.code, from, to);
  return html`${now(w, service)}${promises(w, service, bands)}${
    bands.length === 0 ? null : countedPanel(w, bands, counted)
  }${intervals(w, service, from, to)}`;
}

function now(w: Writer, service: PublicService): Html {
  const { t } = w;
  const standing = statesAt(w.snapshot, w.now).get(service.code);
  const since = standing?.since ? t("service.since", { time: w.dayTime(standing.since) }) : t("service.sinceUnknown");
  const through = service.through.map(
    ({ service: code }, n) => html`${n > 0 ? ", " : ""}<a href="/history?service=${code}">${w.service(code)}</a>`,
  );
  const cells = dayCells(w.snapshot, service.code, DAYS, w.now);
  return panel(
    "state",
    t("service.now"),
    t("services.legend", { from: w.day(spanOfDays(w.now).from), to: w.day(w.now) }),
    html`<div class="panel-body stack"><p>${stateMark(w, standing?.state ?? "unknown")} ${since} ${becauseOf(w, standing?.because ?? [])}</p>${history(w, cells)}${
      through.length === 0 ? null : html`<p class="sub">${t("service.through")} ${through}</p>`
    }</div>`,
  );
}

/** The promise and how it was kept, with announced windows counted and left out side by side. */
function promises(w: Writer, service: PublicService, bands: readonly Availability[]): Html {
  const { t, format } = w;
  if (bands.length === 0)
    return panel("promise", t("service.promise"), null, html`<p class="panel-body sub">${t("services.noPromise")}</p>`);
  const objective = service.objectives.at(-1);
  const heads = ["band", "target", "without", "with", "measured", "away", "outside", "budget"] as const;
  const rows = bands.map((band) => {
    const cells: [(typeof heads)[number], string][] = [
      ["target", format.availability(band.target)],
      ["without", format.availability(band.withoutWindows)],
      ["with", format.availability(band.withWindows)],
      ["measured", t("service.of", { part: format.duration(band.measuredMs), whole: format.duration(band.totalMs) })],
      ["away", format.duration(band.downMs)],
      ["outside", format.duration(band.downOutsideMs)],
      [
        "budget",
        band.burnt === null
          ? "–"
          : t("service.burnt", {
              percent: format.number(Math.round(100 * band.burnt)),
              budget: format.duration(band.budgetMs),
            }),
      ],
    ];
    return html`<tr><th scope="row" class="table-wide">${bandName(w, band, objective)}</th>${cells.map(
      ([name, value]) => html`<td class="table-num" data-l="${t(`service.head.${name}`)}">${value}</td>`,
    )}</tr>`;
  });
  const assumed = bands.some((band) => band.assumed) ? ` ${t("service.assumed")}` : "";
  return panel(
    "promise",
    t("service.promise"),
    null,
    html`<div class="table-scroll" role="region" aria-label="${t("service.promise")}" tabindex="0"><table class="table"><thead><tr>${heads.map(
      (name, n) => html`<th scope="col"${n > 0 ? html` class="table-num"` : null}>${t(`service.head.${name}`)}</th>`,
    )}</tr></thead><tbody>${rows}</tbody></table></div><div class="panel-body"><p class="note">${t("service.source", { source: bands[0]?.source ?? "" })}${assumed} ${t("services.note")}</p></div>`,
  );
}

export const bandName = (
  { t }: Writer,
  { band }: Pick<Availability, "band">,
  objective: PublicService["objectives"][number] | undefined,
): string => t(`services.band.${band}`, { hours: objective ? hoursOf(objective) : "" });

/** Every interval that counts as away, with the sums that the table above shows. */
export function countedPanel(
  w: Writer,
  bands: readonly Availability[],
  counted: readonly Counted[],
  { id, title } = { id: "counted", title: w.t("service.counted") },
): Html {
  const { t } = w;
  const outside = bands.reduce((sum, band) => sum + band.downOutsideMs, 0);
  const away = bands.reduce((sum, band) => sum + band.downMs, 0);
  const none = html`<p class="panel-body sub">${t("service.noCounted")}</p>`;
  return panel(
    id,
    title,
    t("service.countedAside"),
    counted.length === 0
      ? none
      : html`<table class="table"><thead><tr><th scope="col">${t("service.head.when")}</th><th scope="col">${t("service.head.state")}</th><th scope="col">${t("service.head.why")}</th><th scope="col">${t("service.head.band")}</th><th scope="col" class="table-num">${t("service.head.counts")}</th></tr></thead><tbody>${counted.map((one) => countedRow(w, one))}</tbody><tfoot><tr><th scope="row" colspan="4" class="table-wide">${t("service.sum")}</th><td class="table-num">${exact(away)}</td></tr><tr><th scope="row" colspan="4" class="table-wide">${t("service.sumOutside")}</th><td class="table-num">${exact(outside)}</td></tr></tfoot></table>`,
  );
}

const countedRow = (w: Writer, one: Counted): Html =>
  html`<tr><th scope="row" class="table-wide">${w.span(one.from, one.to)}</th><td data-l="${w.t("service.head.state")}">${stateMark(w, one.state)}</td><td data-l="${w.t("service.head.why")}">${becauseOf(w, one.because)}${
    one.announced ? html` <span class="quiet">${w.t("service.announced")}</span>` : null
  }</td><td data-l="${w.t("service.head.band")}">${w.t(`service.band.${one.band}`)}</td><td class="table-num" data-l="${w.t("service.head.counts")}">${exact(one.countsMs)}</td></tr>`;

/** Hours, minutes and seconds: a sum that is checked by hand is not rounded. */
function exact(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** Every interval of the 90 days, newest first. */
function intervals(w: Writer, service: PublicService, from: number, to: number): Html {
  const { t, format } = w;
  const rows = intervalsOf(w.snapshot, service.code, from, to)
    .toReversed()
    .map(
      (one) =>
        html`<tr><th scope="row" class="table-wide">${w.span(one.from, one.to)}</th><td data-l="${t("service.head.state")}">${stateMark(w, one.state)}</td><td data-l="${t("service.head.why")}">${becauseOf(w, one.because)}</td><td class="table-num" data-l="${t("service.head.length")}">${format.duration(one.to - one.from)}</td></tr>`,
    );
  return panel(
    "intervals",
    t("service.intervals"),
    t("service.intervalsAside", { count: rows.length, from: w.day(from) }),
    html`<table class="table"><thead><tr><th scope="col">${t("service.head.when")}</th><th scope="col">${t("service.head.state")}</th><th scope="col">${t("service.head.why")}</th><th scope="col" class="table-num">${t("service.head.length")}</th></tr></thead><tbody>${rows}</tbody></table>`,
  );
}

/** Why: incidents by their page, windows by their title, stations by their own history. */
function becauseOf(w: Writer, because: readonly Because[]): Html {
  const { snapshot, t } = w;
  const parts = because.map((one): Html => {
    if (one.kind === "incident") {
      const incident = snapshot.incidents.find(({ number }) => number === one.number);
      return html`<a href="/incidents/${one.number}">${incident ? w.words(incident.title) : one.number}</a>`;
    }
    if (one.kind === "through")
      return html`${t("service.via")} <a href="/history?service=${one.service}">${w.service(one.service)}</a>`;
    const window = snapshot.windows.find(({ uid }) => uid === one.uid);
    return html`${window ? w.words(window.title) : t("service.window")}`;
  });
  return html`${parts.map((part, n) => html`${n > 0 ? ", " : ""}${part}`)}`;
}
