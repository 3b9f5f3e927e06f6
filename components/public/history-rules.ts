import type { PublicIncident, PublicSnapshot } from "../../lib/publication/snapshot.ts";
import { SEVERITIES, type Severity } from "../../lib/status/shapes.ts";
import { addMonths, isMonth, monthOf, monthSpan } from "../../lib/time/month.ts";

const AT_ONCE = 50;

/** What of the history is asked for; what makes no sense is not asked for. */
export type Asked = {
  /** A month is shown only where nothing is searched for. */
  month: string;
  text: string;
  severity: Severity | null;
  service: string | null;
  before: string | null;
};

export function askedOf(query: URLSearchParams, snapshot: PublicSnapshot, now: number): Asked {
  const month = query.get("month") ?? "";
  const severity = SEVERITIES.find((one) => one === query.get("severity")) ?? null;
  const service = snapshot.services.find(({ code }) => code === query.get("service"))?.code ?? null;
  return {
    ...{ severity, service, before: query.get("before") },
    month: isMonth(month) ? month : monthOf(now),
    text: (query.get("q") ?? "").slice(0, 100),
  };
}

/** Whether anything is searched for, so that all years are shown and not one month. */
export const isSearch = ({ text, severity, service }: Asked): boolean =>
  text !== "" || severity !== null || service !== null;

/** The incidents that are asked for, newest first; `older` is the number to go on before, null at the end. */
export function foundIn(
  snapshot: PublicSnapshot,
  asked: Asked,
): { incidents: PublicIncident[]; total: number; older: string | null } {
  const all = snapshot.incidents.filter(isSearch(asked) ? matching(snapshot, asked) : touching(asked.month));
  const start = all.findIndex(({ number }) => number === asked.before) + 1;
  const incidents = all.slice(start, start + AT_ONCE);
  const more = start + AT_ONCE < all.length;
  return { incidents, total: all.length, older: more ? (incidents.at(-1)?.number ?? null) : null };
}

function matching(snapshot: PublicSnapshot, { text, severity, service }: Asked) {
  const words = text.toLocaleLowerCase("da").split(/\s+/).filter(Boolean);
  const stations = snapshot.services.find(({ code }) => code === service)?.through ?? [];
  const services = service === null ? null : new Set([service, ...stations.map((one) => one.service)]);
  return (incident: PublicIncident): boolean => {
    if (severity !== null && incident.severity !== severity) return false;
    if (services && !incident.services.some((code) => services.has(code))) return false;
    if (words.length === 0) return true;
    const all = textOf(incident);
    return words.every((word) => all.includes(word));
  };
}

const searched = new WeakMap<PublicIncident, string>();
/** Everything that was said of an incident, in both languages. */
function textOf(incident: PublicIncident): string {
  let text = searched.get(incident);
  if (text === undefined) {
    const { number, title, updates, followUp } = incident;
    const said = [title, ...updates.map((update) => update.text), followUp?.cause, followUp?.measures];
    text = [number, ...said.flatMap((words) => (words ? [words.da, words.en] : []))].join(" ").toLocaleLowerCase("da");
    searched.set(incident, text);
  }
  return text;
}

/** Those that lasted into a month. */
function touching(month: string) {
  const { from, to } = monthSpan(month);
  return ({ startedAt, resolvedAt }: PublicIncident): boolean =>
    Date.parse(startedAt) < to && (resolvedAt === null || Date.parse(resolvedAt) >= from);
}

/** The months of the history, newest first: from the first incident, window or frozen figure until now. */
export function monthsOf({ incidents, windows, figures }: PublicSnapshot, now: number): string[] {
  const last = monthOf(now);
  const begun = [incidents.at(-1)?.startedAt, windows[0]?.plannedFrom].flatMap((time) =>
    time === undefined ? [] : [monthOf(Date.parse(time))],
  );
  const first = [...begun, ...figures.slice(0, 1).map(({ month }) => month), last].sort()[0] ?? last;
  const months: string[] = [];
  for (let month = last; month >= first && months.length < 600; month = addMonths(month, -1)) months.push(month);
  return months;
}
