import type { Finished, Given } from "../../lib/publication/page.ts";
import type { PublicIncident } from "../../lib/publication/snapshot.ts";
import { PHASES } from "../../lib/status/shapes.ts";
import { monthOf } from "../../lib/time/month.ts";
import { type Html, html } from "./html.ts";
import { page } from "./layout.ts";
import { missing } from "./missing.ts";
import { crumbs, head, panel, paragraphs, severityMark, stateMark, time, type Writer, writer } from "./parts.ts";
import { hitOf } from "./posts.ts";

/** One incident: how far it has come, what was said, whom it hits, and what was learned. One that was merged is its other. */
export function incident(given: Given): Finished {
  const number = given.match.groups?.["number"] ?? "";
  const found = given.snapshot.incidents.find(
    (one) => one.number === number || one.merged.some((other) => other.number === number),
  );
  if (!found) return missing(given);
  const w = writer(given);
  const title = w.words(found.title);
  const trail = crumbs(w, [
    { label: w.t("title"), href: "/" },
    { label: w.t("history.title"), href: `/history?month=${month(found)}` },
  ]);
  return page(given, {
    title: w.t("incident.titled", { number: found.number, title }),
    main: html`${trail}${head(title, lead(w, found), given.signedIn ? told(w, found) : null)}${facts(w, found)}<div class="cols" data-cols="half">${updates(w, found)}<div class="stack">${impacts(w, found)}${followUp(w, found)}</div></div>`,
  });
}

/** Who else was told, and why one was or was not, is for those who are signed in. */
const told = (w: Writer, { number }: PublicIncident): Html =>
  html`<p class="sub"><a href="/told/incident/${number}">${w.say("told")("link")}</a> · <a href="/subscriptions/why/incident/${number}">${w.say("subscriptions")("why.link")}</a></p>`;

const month = ({ startedAt }: PublicIncident): string => monthOf(Date.parse(startedAt));

function lead(w: Writer, one: PublicIncident): Html {
  const { t, format } = w;
  const hit = hitOf(w, one);
  const over = one.resolvedAt;
  const span =
    over === null
      ? w.marked("incident.since", { time: w.dayTime(one.startedAt) })
      : w.marked("incident.over", {
          span: w.span(one.startedAt, over),
          duration: format.duration(Date.parse(over) - Date.parse(one.startedAt)),
        });
  const next =
    one.nextUpdateAt === null || over !== null ? null : w.marked("headline.next", { time: w.when(one.nextUpdateAt) });
  return html`${span} ${hit === null ? t("incident.notSaid") : t(over === null ? "incident.hit" : "incident.wasHit", { hit })} ${next}`;
}

function facts(w: Writer, one: PublicIncident): Html {
  const { t, states } = w;
  const at = PHASES.indexOf(one.phase);
  const phases = PHASES.map((phase, n) => {
    const mark = n === at ? html` aria-current="step"` : n < at ? html` data-done` : null;
    return html`<li${mark}><span class="progress-dot" aria-hidden="true"></span>${states(`phase.${phase}.label`)}</li>`;
  });
  const rows: [string, Html | string | null][] = [
    [t("incident.number"), one.number],
    [t("incident.severity"), severityMark(w, one.severity)],
    [
      t("incident.state"),
      one.resolvedAt === null
        ? stateMark(w, one.trouble)
        : t("incident.wasState", { state: states(`service.${one.trouble}.label`).toLowerCase() }),
    ],
    [
      t("incident.services"),
      html`${one.services.map((code, n) => html`${n > 0 ? ", " : ""}<a href="/history?service=${code}">${w.service(code)}</a>`)}`,
    ],
    [t("incident.cause"), states(`cause.${one.causeClass}`)],
    [t("incident.detected"), time(one.detectedAt, w.dayTime(one.detectedAt))],
    [
      t("incident.cleared"),
      one.backlogClearedAt === null ? null : time(one.backlogClearedAt, w.dayTime(one.backlogClearedAt)),
    ],
    [t("incident.merged"), one.merged.length === 0 ? null : one.merged.map((other) => other.number).join(", ")],
  ];
  const list = rows.flatMap(([name, value]) =>
    value === null ? [] : [html`<div><dt>${name}</dt><dd>${value}</dd></div>`],
  );
  return html`<section class="panel" aria-label="${t("incident.facts")}"><ol class="progress-phases" aria-label="${t("incident.phases")}">${phases}</ol><dl class="facts">${list}</dl></section>`;
}

function updates(w: Writer, one: PublicIncident): Html {
  const { t, states } = w;
  const entries = one.updates.toReversed().map((update) => {
    const late =
      update.publishedAt.slice(0, 16) === update.statedAt.slice(0, 16)
        ? null
        : t("incident.published", { time: w.dayTime(update.publishedAt) });
    const corrected = update.correctedAt === null ? null : t("corrected", { time: w.dayTime(update.correctedAt) });
    return html`<li><p class="meta">${time(update.statedAt, w.dayTime(update.statedAt))}${severityMark(w, update.severity)}<span>${states(`phase.${update.phase}.label`)}</span>${late && html`<span>${late}</span>`}${corrected && html`<span>${corrected}</span>`}</p>${paragraphs(w.words(update.text))}</li>`;
  });
  return panel(
    "updates",
    t("incident.updates"),
    t("incident.newest"),
    html`<div class="panel-body"><ol class="log">${entries}</ol></div>`,
  );
}

function impacts(w: Writer, one: PublicIncident): Html {
  const { t, states, snapshot } = w;
  const names = new Map(snapshot.municipalities.map(({ code, name }) => [code, name]));
  const hit = hitOf(w, one);
  const shown = t("incident.shown", { count: one.impacts.length });
  const rows = one.impacts.map(
    ({ municipality, effect, from, to }) =>
      html`<tr><th scope="row">${names.get(municipality) ?? municipality}</th><td data-l="${t("incident.effect")}">${states(`effect.${effect}`)}</td><td data-l="${t("incident.from")}">${w.dayTime(from)}</td><td data-l="${t("incident.to")}">${to === null ? t("incident.still") : w.dayTime(to)}</td></tr>`,
  );
  const table = html`<table class="table"><thead><tr><th scope="col">${t("incident.municipality")}</th><th scope="col">${t("incident.effect")}</th><th scope="col">${t("incident.from")}</th><th scope="col">${t("incident.to")}</th></tr></thead><tbody>${rows}</tbody></table>`;
  const none = html`<p class="panel-body sub">${t("incident.noImpacts")}</p>`;
  return panel(
    "impacts",
    t("incident.impacts"),
    hit === null || rows.length === 0 ? hit : `${shown} · ${hit}`,
    rows.length === 0 ? none : table,
  );
}

function followUp(w: Writer, { followUp }: PublicIncident): Html | null {
  if (followUp === null) return null;
  const { t } = w;
  return panel(
    "follow-up",
    t("incident.followUp"),
    w.dayTime(followUp.at),
    html`<div class="panel-body stack"><h3>${t("incident.why")}</h3>${paragraphs(w.words(followUp.cause))}<h3>${t("incident.measures")}</h3>${paragraphs(w.words(followUp.measures))}</div>`,
  );
}
