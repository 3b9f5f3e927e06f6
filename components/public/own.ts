import type { Finished, Given } from "../../lib/publication/page.ts";
import type { OwnPage } from "../../lib/subscriptions/public/shapes.ts";
import { type Html, html } from "./html.ts";
import { page as document } from "./layout.ts";
import { head, panel, time, type Writer, writer } from "./parts.ts";
import { trail } from "./subscribe.ts";
import { type Filled, type FormProblem, problemBox, wishFields } from "./wish-form.ts";

type Shown = {
  token: string;
  page: OwnPage;
  filled: Filled;
  /** Of what the form was opened on. */
  version: number;
  problem: (FormProblem & { status: number }) | null;
};

const DONE = ["confirmed", "saved", "back"];

/** One's own page: what was asked for and how it stands. It shows; only its buttons do anything. */
export function ownPage(given: Given, shown: Shown): Finished {
  const { token, page, problem } = shown;
  const w = writer(given);
  const say = w.say("subscribe");
  const { standing } = page;
  const until = page.forgottenAt === null ? "" : w.day(page.forgottenAt);
  const done = given.query.get("done") ?? "";
  const title = standing === "on" ? say("own.title") : say(`own.${standing}.title`);
  const parts =
    standing === "on"
      ? html`${asked(w, page)}${change(w, shown)}<div class="cols" data-cols="half">${received(w, page)}${leave(w, token)}</div>`
      : html`<div class="stack">${asked(w, page)}<div>${deed(token, standing === "left" ? "back" : "confirm", say(`own.${standing}.button`), "button button-go")}</div><p class="note">${say(`own.${standing}.note`, { time: until })}</p></div>`;
  return document(given, {
    title,
    ...(problem ? { status: problem.status } : {}),
    main: html`${trail(w)}${
      standing === "on" && problem === null && DONE.includes(done)
        ? html`<p class="told" role="status">${say(`own.done.${done}`)}</p>`
        : null
    }${head(title, say(`own.${standing}.lead`, { time: until }))}${problem && problemBox(w, problem, "unsaved")}${parts}`,
  });
}

const deed = (token: string, name: string, words: string, look: string): Html =>
  html`<form action="/subscribe/${token}" method="post"><button class="${look}" name="do" value="${name}">${words}</button></form>`;

const asked = (w: Writer, { sentence }: OwnPage): Html =>
  panel("asked", w.say("subscribe")("own.asked"), null, html`<p class="panel-body">${w.words(sentence)}</p>`);

function change(w: Writer, { token, filled, version, problem }: Shown): Html {
  const say = w.say("subscribe");
  return panel(
    "change",
    say("own.change"),
    null,
    html`<div class="panel-body"><form class="ask" action="/subscribe/${token}" method="post" novalidate><input type="hidden" name="version" value="${version}">${wishFields(w, filled, problem)}<button class="button button-go" name="do" value="save">${say("own.save")}</button></form></div>`,
  );
}

function received(w: Writer, { received }: OwnPage): Html {
  const say = w.say("subscribe");
  const notices = w.say("notices");
  const rows = received.map(({ at, title, kind, moment, href }) => {
    const what = notices(`${kind === "window" ? "windowMoment" : "moment"}.${moment}`);
    return html`<li><a href="${href}">${say("own.received.row", { moment: what, title: w.words(title) })}</a> <span class="quiet">${time(at, say("own.received.at", { time: w.when(at) }))}</span></li>`;
  });
  return panel(
    "received",
    say("own.received.title"),
    say("own.received.aside", { count: received.length }),
    received.length === 0
      ? html`<p class="panel-body sub">${say("own.received.none")}</p>`
      : html`<div class="panel-body"><ul class="stack">${rows}</ul></div>`,
  );
}

function leave(w: Writer, token: string): Html {
  const say = w.say("subscribe");
  const body = html`<div class="panel-body stack"><p>${say("own.leave.text")}</p>${deed(token, "leave", say("own.leave.button"), "button")}</div>`;
  return panel("leave", say("own.leave.title"), null, body);
}
