import type { PublicIncident, PublicUpdate, PublicWindow } from "../../lib/publication/snapshot.ts";
import { SEVERITIES, type Severity, TROUBLES, type Trouble } from "../../lib/status/shapes.ts";
import { type Html, html } from "./html.ts";
import { severityMark, stateMark, time, type Writer } from "./parts.ts";

const NEWEST = 3;

/** `23 af 98 kommuner`, where the operator has said how many. */
export const hitOf = ({ t, snapshot }: Writer, { municipalities }: PublicIncident): string | null =>
  municipalities === null ? null : t("hit", { count: municipalities, of: snapshot.municipalities.length });

const joined = (...parts: (string | null)[]): string => parts.filter((part) => part !== null).join(" · ");

/** An incident that is on, with what was said last. */
export function openPost(w: Writer, incident: PublicIncident): Html {
  const { t, states } = w;
  const over = incident.resolvedAt !== null;
  const since = over
    ? t("from", { span: w.span(incident.startedAt, incident.resolvedAt ?? incident.startedAt) })
    : t("since", { time: w.when(incident.startedAt) });
  const next = incident.nextUpdateAt === null || over ? null : t("next", { time: w.when(incident.nextUpdateAt) });
  return html`<article class="post"><h3>${link(w, incident)}</h3><p class="meta">${severityMark(w, incident.severity)}${
    over ? null : stateMark(w, incident.trouble)
  }<span>${states(`phase.${incident.phase}.label`)}</span><span>${joined(since, hitOf(w, incident))}</span><span>${w.services(incident.services)}</span></p>${log(
    w,
    incident.updates.toReversed().slice(0, NEWEST),
  )}${next && html`<p class="note">${next}</p>`}</article>`;
}

/** As grave as it ever was: its last update speaks of the end. */
function gravest({ updates, severity, trouble }: PublicIncident): { severity: Severity; trouble: Trouble } {
  const said = [...updates, { severity, trouble }];
  return {
    severity: SEVERITIES.find((one) => said.some((update) => update.severity === one)) ?? severity,
    trouble: TROUBLES.findLast((one) => said.some((update) => update.trouble === one)) ?? trouble,
  };
}

/** An incident that is over, in three lines at most. */
export function pastPost(w: Writer, incident: PublicIncident): Html {
  const { t } = w;
  const span =
    incident.resolvedAt === null
      ? t("since", { time: w.when(incident.startedAt) })
      : w.span(incident.startedAt, incident.resolvedAt);
  const worst = gravest(incident);
  const cleared =
    incident.backlogClearedAt === null ? null : t("cleared", { time: w.dayTime(incident.backlogClearedAt) });
  return html`<article class="post"><h3>${link(w, incident)}</h3><p class="meta">${severityMark(w, worst.severity)}${stateMark(w, worst.trouble)}<span>${joined(span, hitOf(w, incident), cleared)}</span><span>${w.services(incident.services)}</span></p></article>`;
}

const link = (w: Writer, { number, title }: PublicIncident): Html =>
  html`<a href="/incidents/${number}">${w.words(title)}</a>`;

/** Updates, the newest first as they are given. */
const log = (w: Writer, updates: readonly PublicUpdate[]): Html =>
  html`<ol class="log">${updates.map(
    ({ statedAt, text, correctedAt }) =>
      html`<li>${time(statedAt, w.when(statedAt))}${w.words(text)}${
        correctedAt === null
          ? null
          : html` <span class="quiet">${w.t("corrected", { time: w.when(correctedAt) })}</span>`
      }</li>`,
  )}</ol>`;

/** A window: when, what happens to messages meanwhile, how many it is thought to hit, and what of it was changed. */
export function windowPost(w: Writer, window: PublicWindow): Html {
  const { t } = w;
  const { plannedFrom, plannedTo, actualFrom, actualTo, phase, traffic, expected, measured } = window;
  const ended = phase === "ended";
  const word = t(`window.phase.${phase}`);
  const count = ended ? measured : expected;
  const meanwhile = joined(
    t(`window.traffic.${traffic}`),
    count === null ? null : t(ended ? "window.measured" : "window.expected", { count }),
  );
  const title = w.words(window.title);
  // What the title says already is not said twice.
  const about = joined(
    ...[t(`window.class.${window.windowClass}`), w.services(window.services)].map((one) =>
      title.toLowerCase().includes(one.toLowerCase()) ? null : one,
    ),
  );
  const span = w.span(ended ? (actualFrom ?? plannedFrom) : plannedFrom, ended ? (actualTo ?? plannedTo) : plannedTo);
  const note = window.note === null ? null : w.words(window.note);
  const before = changed(w, window);
  return html`<article class="post"><h3>${title}</h3><p class="meta">${
    phase === "cancelled" ? html`<span class="state">${word}</span>` : stateMark(w, "window", word)
  }<span>${span}</span>${before && html`<span>${before}</span>`}${about === "" ? null : html`<span>${about}</span>`}<span>${meanwhile}</span></p>${note && html`<p class="sub">${note}</p>`}${w.signedIn ? whyOf(w, window) : null}</article>`;
}

/** A window has no page of its own: who was told, and why one was or was not, is asked where it stands. */
const whyOf = (w: Writer, { uid }: PublicWindow): Html =>
  html`<p class="sub"><a href="/told/window/${uid}">${w.say("told")("link")}</a> · <a href="/subscriptions/why/window/${uid}">${w.say("subscriptions")("why.link")}</a></p>`;

/** `Flyttet fra 29. nov. 22:00`, of the last change of its time. */
function changed(w: Writer, { changes }: PublicWindow): string | null {
  const at = changes.findLastIndex(({ kind }) => kind === "moved" || kind === "prolonged" || kind === "shortened");
  const [change, before] = [changes[at], changes[at - 1]];
  if (!change || !before) return null;
  if (before.plannedFrom === change.plannedFrom && before.plannedTo === change.plannedTo) return null;
  return w.t(`window.changed.${change.kind}`, { span: w.span(before.plannedFrom, before.plannedTo) });
}
