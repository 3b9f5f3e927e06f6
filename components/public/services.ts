import type { Locale } from "../../lib/i18n/locales.ts";
import type { PublicService, PublicSnapshot } from "../../lib/publication/snapshot.ts";
import { statesAt } from "../../lib/status/rules.ts";
import type { ServiceState } from "../../lib/status/shapes.ts";
import { type Availability, availability, type DayCell, dayCells } from "../../lib/status/uptime.ts";
import { addDays, danishDay, danishMidnight } from "../../lib/time/danish.ts";
import { livingAt } from "./front-rules.ts";
import { type Html, html } from "./html.ts";
import { panel, stateMark, type Writer } from "./parts.ts";

export const DAYS = 90;
const HOUR_MS = 3_600_000;

/** From the first of the 90 days until now. */
export const spanOfDays = (now: number) => ({
  from: danishMidnight(addDays(danishDay(now), 1 - DAYS)),
  to: now,
});

const printed = new WeakMap<PublicSnapshot, Map<Locale, { minute: number; panel: Html }>>();

/** Every service with its state, its last 90 days and how it kept its promise. Made once a minute: it is the page's heaviest part. */
export function services(w: Writer): Html {
  const minute = Math.floor(w.now / 60_000);
  const made = printed.get(w.snapshot) ?? new Map<Locale, { minute: number; panel: Html }>();
  printed.set(w.snapshot, made);
  const known = made.get(w.locale);
  if (known?.minute === minute) return known.panel;
  const fresh = { minute, panel: servicesPanel(w) };
  made.set(w.locale, fresh);
  return fresh.panel;
}

function servicesPanel(w: Writer): Html {
  const { t, now, snapshot } = w;
  const { from } = spanOfDays(now);
  const living = livingAt(snapshot, now);
  const states = statesAt(snapshot, now);
  const rows = (kind: PublicService["kind"]) => {
    const mine = living.filter((service) => service.kind === kind);
    if (mine.length === 0) return null;
    return html`<h3 class="svc-group">${t(`services.${kind}`)}</h3><ul>${mine.map((service) =>
      row(w, service, states.get(service.code)?.state ?? "unknown"),
    )}</ul>`;
  };
  const scale = html`<div class="svc--scale svc" aria-hidden="true"><span></span><span></span><span><i>${w.day(from)}</i><i>${t("services.today")}</i></span><span>${t("services.uptime")}</span></div>`;
  return panel(
    "services",
    t("services.title"),
    t("services.legend", { from: w.day(from), to: w.day(now) }),
    html`${scale}${rows("chain")}${rows("station")}<div class="panel-body"><p class="note">${t("services.note")} ${t("services.choose")}</p></div>`,
  );
}

function row(w: Writer, service: PublicService, state: ServiceState): Html {
  const cells = dayCells(w.snapshot, service.code, DAYS, w.now);
  const note = service.note === null ? null : html`<small>${w.words(service.note)}</small>`;
  return html`<li class="svc"><div class="svc__name"><a href="/history?service=${service.code}">${w.words(service.name)}</a>${note}</div><div>${stateMark(w, state)}</div><div>${history(w, cells)}</div><div class="svc__up">${promise(w, service)}</div></li>`;
}

/** How the promise for working hours was kept, with its denominators; the other band stands on the service's own page. */
function promise(w: Writer, service: PublicService): Html {
  const { t, format } = w;
  const { from, to } = spanOfDays(w.now);
  const [band] = availability(w.snapshot, service.code, from, to);
  if (!band) return html`<b>–</b> ${t("services.noPromise")}`;
  const objective = service.objectives.at(-1);
  const hours = band.band === "working" && objective ? hoursOf(objective) : "";
  return html`<b>${format.availability(band.withoutWindows)}</b> ${t(`services.band.${band.band}`, { hours })}<br>${measured(w, band)}`;
}

const two = (hour: number): string => String(hour).padStart(2, "0");
export const hoursOf = ({ workFrom, workTo }: PublicService["objectives"][number]): string =>
  `${two(workFrom)}–${two(workTo)}`;

/** `755 af 758 timer målt · mål 99,8 %`. */
export const measured = ({ t, format }: Writer, { measuredMs, totalMs, target, assumed }: Availability): string =>
  t(assumed ? "services.assumed" : "services.measured", {
    measured: format.number(Math.round(measuredMs / HOUR_MS)),
    total: format.number(Math.round(totalMs / HOUR_MS)),
    target: format.availability(target),
  });

type Run = { state: ServiceState | null; first: number; last: number };

/** Days that follow each other and stand alike. */
function runsOf(cells: readonly DayCell[]): Run[] {
  const runs: Run[] = [];
  for (const [at, { state }] of cells.entries()) {
    const last = runs.at(-1);
    if (last && last.state === state) last.last = at;
    else runs.push({ state, first: at, last: at });
  }
  return runs;
}

/** Height carries the meaning before colour: worse days are taller, a window is an empty frame, no data is dotted. */
const LEVEL: Record<ServiceState, number> = {
  up: 24.5,
  degraded: 22,
  partial: 19.5,
  down: 15,
  window: 0,
  unknown: 27.5,
};

/** A bar a day, the last is today so far. A run of days that stand alike is one dashed stroke: a dash a day. */
export function history(w: Writer, cells: readonly DayCell[]): Html {
  const runs = runsOf(cells);
  const strokes = new Map<ServiceState, string>();
  for (const { state, first, last } of runs) {
    const name = state ?? "unknown";
    const stroke =
      state === "window"
        ? Array.from({ length: last - first + 1 }, (_, n) => `M${8 * (first + n) + 1.8} 17.8h4v9.4h-4z`).join("")
        : `M${8 * first + 1} ${LEVEL[name]}H${8 * last + 6.6}`;
    strokes.set(name, (strokes.get(name) ?? "") + stroke);
  }
  const paths = [...strokes].map(([name, d]) => html`<path data-service="${name}" d="${d}"/>`);
  return html`<svg class="hist" viewBox="0 0 ${8 * cells.length} 30" preserveAspectRatio="none" role="img" aria-label="${told(w, cells, runs)}">${paths}</svg>`;
}

/** The same in words: the days that deviate, and how many have no data. */
function told(w: Writer, cells: readonly DayCell[], runs: readonly Run[]): string {
  const { t, states } = w;
  const dayAt = (at: number) => w.day(danishMidnight(cells[at]?.day ?? ""));
  const deviating = runs.flatMap(({ state, first, last }) => {
    if (state === null || state === "unknown" || state === "up") return [];
    const days = first === last ? dayAt(first) : t("span", { from: dayAt(first), to: dayAt(last) });
    return [`${days} ${states(`service.${state}.label`).toLowerCase()}`];
  });
  const dark = cells.filter(({ state }) => state === null || state === "unknown").length;
  const seen = cells.some(({ state }) => state === "up");
  return t("services.told", {
    days: cells.length,
    deviating: deviating.length === 0 ? t("services.none") : deviating.join(", "),
    dark,
    rest: seen ? t("services.rest") : "",
  });
}
