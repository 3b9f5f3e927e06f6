import type { Finished, Given } from "../../lib/publication/page.ts";
import { followLinks } from "./follow-links.ts";
import { type Html, html } from "./html.ts";
import { page } from "./layout.ts";
import { crumbs, head, panel, type Writer, writer } from "./parts.ts";
import { type Filled, type FormProblem, problemBox, wishFields, wrongAt } from "./wish-form.ts";

export type { Filled } from "./wish-form.ts";

type Shown = {
  filled: Filled;
  problem: (FormProblem & { status: number }) | null;
  /** Whether mail is set up here. */
  mail: boolean;
};

/** The way in without an account: what one may be told of, and what needs no mail. */
export function subscribePage(given: Given, { filled, problem, mail }: Shown): Finished {
  const w = writer(given);
  const say = w.say("subscribe");
  const made = page(given, {
    title: say("title"),
    ...(problem ? { status: problem.status } : {}),
    main: html`${trail(w)}${head(say("title"), say("lead"))}${
      mail
        ? html`${problem && problemBox(w, problem, "title")}${form(w, filled, problem)}<div class="cols" data-cols="half">${kept(w)}${without(w)}</div>`
        : html`<div class="told"><h2>${say("noMail.title")}</h2><p>${say("noMail.text")}</p></div>${without(w)}`
    }`,
  });
  if (problem?.waitSeconds === undefined) return made;
  return { ...made, headers: { "retry-after": String(problem.waitSeconds) } };
}

/** What everybody is told who sent the form: the same whether or not the address subscribes already. */
export function sentPage(given: Given): Finished {
  const w = writer(given);
  const say = w.say("subscribe");
  return page(given, {
    title: say("sent.title"),
    main: html`${trail(w)}${head(say("sent.title"), say("sent.lead"))}<div class="stack"><p>${say("sent.text")}</p><p><a class="button" href="/">${say("sent.back")}</a></p></div>`,
  });
}

export const trail = (w: Writer): Html =>
  crumbs(w, [{ label: w.t("title"), href: "/" }, { label: w.say("subscribe")("title") }]);

function form(w: Writer, filled: Filled, problem: FormProblem | null): Html {
  const say = w.say("subscribe");
  const { attributes, text } = wrongAt(w, problem)("address", true);
  const address = html`<div class="field"><label for="address">${say("form.address")}</label>${text}<input type="email" id="address" name="address" autocomplete="email" maxlength="254" required value="${filled.address}"${attributes}><p class="note" id="address-hint">${say("form.addressHint")}</p></div>`;
  return panel(
    "wish",
    say("form.title"),
    say("form.aside"),
    html`<div class="panel-body"><form class="ask" action="/subscribe" method="post" novalidate>${address}${wishFields(w, filled, problem)}<button class="button button-go">${say("form.send")}</button></form></div>`,
  );
}

function kept(w: Writer): Html {
  const say = w.say("subscribe");
  const text = html`<div class="panel-body stack"><p>${say("private.text")}</p><p>${say("private.shared")}</p></div>`;
  return panel("kept", say("private.title"), null, text);
}

function without(w: Writer): Html {
  const say = w.say("subscribe");
  return panel(
    "other",
    say("other.title"),
    null,
    html`<div class="panel-body stack"><p>${say("other.lead")}</p><div class="btnrow">${followLinks(w, {})}</div><p class="note">${say("other.note")}</p></div>`,
  );
}
