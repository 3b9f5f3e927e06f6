import { bannerOf } from "../../lib/publication/banner/rules.ts";
import type { Finished, Given } from "../../lib/publication/page.ts";
import { worst } from "../../lib/status/rules.ts";
import { concerns } from "./concerns.ts";
import { followLinks } from "./follow-links.ts";
import { type Answer, answerFor, type Front, frontOf } from "./front-rules.ts";
import { Html, html } from "./html.ts";
import { page } from "./layout.ts";
import { line } from "./line.ts";
import { glyph, panel, stateMark, type Writer, writer } from "./parts.ts";
import { hitOf, openPost, pastPost, windowPost } from "./posts.ts";
import { services } from "./services.ts";

/** The front page: what is wrong, where, whom it hits, what is planned, and how it has been for 90 days. */
export function front(given: Given): Finished {
  const w = writer(given);
  const now = frontOf(given.snapshot, w.now);
  const chosen = given.snapshot.municipalities.find(({ code }) => code === given.query.get("municipality")) ?? null;
  return page(given, {
    title: w.t("title"),
    say: html`${headline(w, now, given.stale)}${line(w)}`,
    main: html`${given.signedIn && concerns(w, given.signedIn)}${municipality(w, chosen)}${current(w, now)}${planned(w, now)}${services(w)}<div class="cols" data-cols="half">${before(w, now)}${follow(w, given, chosen)}</div>`,
  });
}

type Municipality = Given["snapshot"]["municipalities"][number];

/** One sentence with its figures, and what it means. */
function headline(w: Writer, front: Front, stale: boolean): Html {
  const { t } = w;
  const [first, ...more] = front.open;
  if (first) {
    const hit = hitOf(w, first);
    const title = w.words(first.title);
    const sentence =
      more.length > 0
        ? t("headline.several", { count: more.length + 1 })
        : hit === null
          ? title
          : t("headline.hit", { hit, title });
    const last = first.updates.at(-1);
    const facts = [
      w.marked("headline.since", {
        time: w.when(first.startedAt),
        services: w.services(first.services),
        state: w.states(`service.${first.trouble}.label`).toLowerCase(),
      }),
      last ? html`${w.words(last.text)}` : null,
      first.nextUpdateAt === null ? null : w.marked("headline.next", { time: w.when(first.nextUpdateAt) }),
    ];
    const about = more.length > 0 ? html`<b>${hit === null ? title : t("headline.hit", { hit, title })}.</b> ` : null;
    return said(first.trouble, sentence, html`${about}${facts.map((fact) => fact && html`${fact} `)}`);
  }
  const [window] = front.working;
  if (window) {
    const until = t("headline.until", { time: w.when(window.plannedTo) });
    const meanwhile = t(`window.traffic.${window.traffic}`);
    return said(
      "window",
      t("headline.window", { services: w.services(window.services) }),
      html`${until} ${meanwhile}. ${t("headline.noIncident")}`,
    );
  }
  const of = front.states.length;
  const up = front.states.filter(({ state }) => state === "up").length;
  const dark = front.states.filter(({ state }) => state === "unknown").length;
  const parts = [
    t("headline.noIncident"),
    dark === 0 ? null : t("headline.dark", { count: dark, of }),
    front.clearing[0] ? t("headline.clearing", { title: w.words(front.clearing[0].title) }) : null,
  ];
  const sentence =
    dark === of
      ? t("headline.unknown")
      : t(stale ? "headline.then" : "headline.up", { count: up, of, time: w.when(w.now) });
  return said(
    worst(front.states.map(({ state }) => state)),
    sentence,
    html`${parts.filter((part) => part !== null).join(" ")}`,
  );
}

const said = (state: Front["states"][number]["state"], sentence: string, more: Html): Html =>
  html`<div class="say" data-service="${state}"><h1><span class="say__sign">${glyph(`sv-${state}`)}</span><span>${sentence}</span></h1><p>${more}</p></div>`;

/** "Is my municipality hit?", answered from what is published only. */
function municipality(w: Writer, chosen: Municipality | null): Html {
  const { t, snapshot } = w;
  const options = snapshot.municipalities.map(
    ({ code, name }) =>
      html`<option value="${code}"${code === chosen?.code ? Html.trusted(" selected") : null}>${name}</option>`,
  );
  const out = chosen
    ? answer(w, chosen, answerFor(snapshot, chosen.code, w.now))
    : html`<p class="sub">${t("mine.ask")}</p>`;
  return html`<section class="panel"><div class="pick"><form action="/" method="get"><div class="field"><label for="municipality">${t("mine.label")}</label><select id="municipality" name="municipality"><option value="">${t("mine.choose")}</option>${options}</select></div><button class="button button-go">${t("mine.show")}</button></form><div class="pick__out">${out}</div></div></section>`;
}

const OF_EFFECT = { none: "up", delayed: "degraded", lost: "down", unknown: "unknown" } as const;

function answer(w: Writer, { name }: Municipality, found: Answer): Html {
  const { t, states, snapshot } = w;
  const asOf = t("mine.asOf", { time: w.when(snapshot.asOf) });
  if (found.kind === "named") {
    const [first] = found.hits;
    const mark = first ? stateMark(w, OF_EFFECT[first.effect], states(`effect.${first.effect}`)) : null;
    const lines = found.hits.map(
      ({ incident, effect, from }) =>
        html`<p class="sub">${t("mine.hit", { effect: states(`effect.${effect}`), time: w.when(from) })} <a href="/incidents/${incident.number}">${w.words(incident.title)}</a></p>`,
    );
    return html`<h2>${t("mine.named", { name })} ${mark}</h2>${lines}<p class="note">${asOf}</p>`;
  }
  const incidents = found.kind === "nothing" ? [] : found.incidents;
  const links = incidents.map(
    ({ number, title }) => html`<p class="sub"><a href="/incidents/${number}">${w.words(title)}</a></p>`,
  );
  return html`<h2>${t(`mine.${found.kind}`, { name })}</h2><p class="sub">${t(`mine.${found.kind}Text`, { count: incidents.length })}</p>${links}<p class="note">${asOf}</p>`;
}

function current(w: Writer, { open, clearing, working }: Front): Html {
  const posts = [...[...open, ...clearing].map((one) => openPost(w, one)), ...working.map((one) => windowPost(w, one))];
  const none = html`<p class="panel-body sub">${w.t("now.none")}</p>`;
  return panel(
    "now",
    w.t("now.title"),
    html`${w.t("now.aside", { incidents: open.length, windows: working.length })} · <a href="/subscribe">${w.t("follow.email")}</a>`,
    posts.length === 0 ? none : html`${posts}`,
  );
}

function planned(w: Writer, { planned, later }: Front): Html {
  const { t } = w;
  const aside = html`${t("planned.aside", { count: planned.length })}${later > 0 ? ` · ${t("planned.later", { count: later })}` : ""} · <a href="/calendar.ics">${t("planned.calendar")}</a>`;
  const none = html`<p class="panel-body sub">${t("planned.none")}</p>`;
  return panel(
    "planned",
    t("planned.title"),
    aside,
    planned.length === 0 ? none : html`${planned.map((one) => windowPost(w, one))}`,
  );
}

function before(w: Writer, { before }: Front): Html {
  const { t } = w;
  const none = html`<p class="panel-body sub">${t("before.none")}</p>`;
  return panel(
    "before",
    t("before.title"),
    html`<a href="/history">${t("before.all")}</a>`,
    before.length === 0 ? none : html`${before.map((one) => pastPost(w, one))}`,
  );
}

/** The ways to hear of it elsewhere, for the chosen municipality where there is one. */
function follow(w: Writer, given: Given, chosen: Municipality | null): Html {
  const { t, locale } = w;
  const place = chosen ? { municipality: chosen.code } : {};
  const bar = bannerOf(given, { lang: locale, ...place });
  const preview =
    bar.lines.length === 0
      ? html`<p class="sub">${t("follow.noBanner")}</p>`
      : html`<div class="banner shown">${bar.lines.map(
          ({ state, who, text, when }) =>
            html`<p>${glyph(`sv-${state}`)}<span><b>${who}:</b> ${text} ${when}</span></p>`,
        )}</div>`;
  return panel(
    "follow",
    t("follow.title"),
    chosen && t("follow.for", { name: chosen.name }),
    html`<div class="panel-body stack"><div class="btnrow"><a class="button" href="/subscribe${chosen ? `?municipality=${chosen.code}` : ""}">${t("follow.email")}</a>${followLinks(w, place)}</div>${preview}<p class="note">${t("follow.note")}</p></div>`,
  );
}
