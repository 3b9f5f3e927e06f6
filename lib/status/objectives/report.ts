import type { PublicIncident, PublicService, PublicSnapshot, PublicWindow } from "../../publication/snapshot.ts";
import { monthSpan } from "../../time/month.ts";
import { type Availability, type Counted, countedIntervals, sharesOf } from "../uptime.ts";
import { type Burn, type FrozenValues, isRestated, monthBands } from "./rules.ts";

/** A month as it was frozen, with its shares. */
export type Frozen = FrozenValues & Pick<Availability, "withWindows" | "withoutWindows"> & { frozenAt: string };

/** One promise in one month. */
export type ReportedBand = {
  /** From what is known now: target, time measured, time away, with announced windows and without. */
  measured: Availability;
  /** The figure that was frozen when the month had ended; null while it runs, and until the night after. */
  frozen: Frozen | null;
  /** Facts came after it was frozen: show `measured` beside it as the restated figure. */
  restated: boolean;
  burn: Burn;
};

export type ReportedService = {
  service: PublicService;
  bands: ReportedBand[];
  /** Every interval that makes `measured.downMs`: by band, `countsMs` adds up to it; those not `announced` to `downOutsideMs`. */
  counted: Counted[];
};

/** Times are ms. */
export type MonthReport = {
  month: string;
  from: number;
  to: number;
  /** How far it is told: the month's end, or now while it runs. */
  until: number;
  running: boolean;
  /** Services with a promise in the month, in the operator's order. */
  services: ReportedService[];
  /** That lasted into the month, oldest first. */
  incidents: PublicIncident[];
  /** Planned for or at work in the month, cancelled ones too, oldest first. */
  windows: PublicWindow[];
};

/**
 * The monthly report of one Danish month (`2026-10`), as the public page and its print draw it: per service and band what was
 * promised, what was measured, and how long it was not available, counted with and without announced windows; the frozen
 * figure and the restated one beside it; the budget and how fast it burns; every interval that counts, so that the sum can be
 * checked by hand; and the month's incidents and windows. Down and partial count, degraded does not. A figure that is null was not
 * measured: draw a dash, never 100 %. Pure, over what is published.
 */
export function monthReport(snapshot: PublicSnapshot, month: string, now: number): MonthReport {
  const { from, to } = monthSpan(month);
  const until = Math.max(from, Math.min(to, now));
  const services = snapshot.services.flatMap((service): ReportedService[] => {
    const bands = monthBands(snapshot, service.code, month, now).map(({ measured, burn }) => {
      const frozen = frozenOf(snapshot, service.code, month, measured.band);
      return { measured, frozen, restated: frozen !== null && isRestated(frozen, measured), burn };
    });
    if (bands.length === 0) return [];
    return [{ service, bands, counted: countedIntervals(snapshot, service.code, from, until) }];
  });
  const within = (start: string, end: string | null) =>
    Date.parse(start) < to && (end === null || Date.parse(end) > from);
  return {
    ...{ month, from, to, until, running: now < to, services },
    incidents: snapshot.incidents.filter((incident) => within(incident.startedAt, incident.resolvedAt)).reverse(),
    windows: snapshot.windows.filter((window) =>
      within(window.actualFrom ?? window.plannedFrom, window.actualTo ?? window.plannedTo),
    ),
  };
}

function frozenOf(snapshot: PublicSnapshot, service: string, month: string, band: string): Frozen | null {
  const figure = snapshot.figures.find((one) => one.service === service && one.month === month && one.band === band);
  if (!figure) return null;
  const { frozenAt, target, totalMs, measuredMs, downMs, windowMs, downOutsideMs } = figure;
  const values = { target, totalMs, measuredMs, downMs, windowMs, downOutsideMs };
  return { frozenAt, ...values, ...sharesOf(values) };
}
