import { LOCALES, type Locale } from "../../lib/i18n/locales.ts";
import type { PublicSnapshot } from "../../lib/publication/snapshot.ts";
import { SEVERITIES } from "../../lib/status/shapes.ts";
import { PUBLIC_KINDS, type Wish } from "../../lib/subscriptions/public/schema.ts";
import { Html, html } from "./html.ts";
import type { Writer } from "./parts.ts";

/** What stands in the fields: as is usual, as was typed, or as it is saved. */
export type Filled = Wish & { locale: Locale; address: string };
/** What was wrong with what was sent: a code of ours, and the field to blame. */
export type FormProblem = { code: string; field: string | null; waitSeconds?: number };

/** The regions and municipalities of today that one may ask for. */
export function placeChoices({ regions, municipalities }: PublicSnapshot): { value: string; name: string }[] {
  const inUse = new Set(municipalities.map(({ region }) => region));
  return [
    ...regions.filter(({ code }) => inUse.has(code)).map(({ code, name }) => ({ value: `r:${code}`, name })),
    ...municipalities.map(({ code, name }) => ({ value: `m:${code}`, name })),
  ];
}

const FIELDS = ["address", "kinds", "services", "place", "minSeverity", "locale"] as const;
const OWN_PROBLEMS = ["nothing_chosen", "invalid_format", "too_big", "busy", "away", "no_mail"];
const COMMON_PROBLEMS = ["invalid_value", "person_number", "changed_meanwhile"];

/** A problem in words. */
export function problemText(w: Writer, { code, waitSeconds = 0 }: FormProblem): string {
  if (OWN_PROBLEMS.includes(code))
    return w.say("subscribe")(`problem.${code}`, { minutes: Math.max(1, Math.ceil(waitSeconds / 60)) });
  const common = w.say("common");
  return COMMON_PROBLEMS.includes(code) ? common(`form.problem.${code}`) : common("form.problem.other", { code });
}

/** A problem above its form, with the field to blame; the page opens at it where no field is. */
export function problemBox(w: Writer, problem: FormProblem, what: "title" | "unsaved"): Html {
  const say = w.say("subscribe");
  const label = FIELDS.find((name) => name === problem.field);
  return html`<div class="told told--wrong" role="alert"${problem.field === null ? Html.trusted(' tabindex="-1" autofocus') : null}><p class="wrong">${label && `${say(`form.${label}`)}: `}${problemText(w, problem)}</p><p>${say(`problem.${what}`)}</p></div>`;
}

/** The fields of what one may be told of; `wrong` is written at the field to blame, and the page opens there. */
export function wishFields(w: Writer, filled: Filled, problem: FormProblem | null): Html {
  const say = (name: string, figures?: Record<string, number>) => w.say("subscribe")(`form.${name}`, figures);
  const wrong = wrongAt(w, problem);
  const kinds = PUBLIC_KINDS.map((kind, nth) =>
    check(
      "kinds",
      kind,
      say(`kind.${kind}`),
      filled.kinds.includes(kind),
      nth === 0 ? wrong("kinds").attributes : null,
    ),
  );
  const services = w.snapshot.services.map(({ code, name }, nth) =>
    check(
      "services",
      code,
      w.words(name),
      filled.services.includes(code),
      nth === 0 ? wrong("services").attributes : null,
    ),
  );
  return html`<fieldset><legend>${say("kinds")}</legend>${wrong("kinds").text}<div class="checks">${kinds}</div></fieldset>
${select(say, wrong, "place", "placeHint", places(w, filled.place))}
${select(say, wrong, "minSeverity", "severityHint", severities(w, filled))}
<details${open(filled.services.length > 0 || problem?.field === "services")}><summary>${say("servicesChosen", { count: filled.services.length })}</summary><fieldset><legend class="vh">${say("services")}</legend><p class="note">${say("servicesHint")}</p>${wrong("services").text}<div class="checks">${services}</div></fieldset></details>
${select(
  say,
  wrong,
  "locale",
  null,
  LOCALES.map((one) => option(one, say(`language.${one}`), one === filled.locale)),
)}`;
}

type Wrong = { attributes: Html | null; text: Html | null };

/** What stands at a field: its hint, where it has one, and that it is to blame and why. */
export const wrongAt =
  (w: Writer, problem: FormProblem | null) =>
  (name: string, hinted = false): Wrong => {
    const hint = hinted ? `${name}-hint` : null;
    if (problem?.field !== name)
      return { attributes: hint === null ? null : html` aria-describedby="${hint}"`, text: null };
    const described = [`${name}-wrong`, ...(hint === null ? [] : [hint])].join(" ");
    return {
      attributes: html` aria-invalid="true" aria-describedby="${described}" autofocus`,
      text: html`<p class="wrong" id="${name}-wrong">${problemText(w, problem)}</p>`,
    };
  };

const open = (yes: boolean): Html | null => (yes ? Html.trusted(" open") : null);
const option = (value: string, label: string, chosen: boolean): Html =>
  html`<option value="${value}"${chosen ? Html.trusted(" selected") : null}>${label}</option>`;
const check = (name: string, value: string, label: string, checked: boolean, more: Html | null): Html =>
  html`<label class="field-check"><input type="checkbox" name="${name}" value="${value}"${checked ? Html.trusted(" checked") : null}${more}><span>${label}</span></label>`;

function select(
  say: (name: string) => string,
  wrong: (name: string, hinted: boolean) => Wrong,
  name: string,
  hint: string | null,
  options: Html | Html[],
): Html {
  const { attributes, text } = wrong(name, hint !== null);
  return html`<div class="field"><label for="${name}">${say(name)}</label>${text}<select id="${name}" name="${name}"${attributes}>${options}</select>${
    hint === null ? null : html`<p class="note" id="${name}-hint">${say(hint)}</p>`
  }</div>`;
}

function places({ say, snapshot }: Writer, chosen: string | null): Html {
  const choices = placeChoices(snapshot);
  const options = (kind: string) =>
    choices
      .filter(({ value }) => value.startsWith(kind))
      .map(({ value, name }) => option(value, name, value === chosen));
  const text = say("subscribe");
  // Several places, or one that is no choice any more, are kept until another is chosen.
  const kept = chosen !== null && !choices.some(({ value }) => value === chosen);
  return html`${option("", text("form.everywhere"), chosen === null)}${kept && option("kept", text("form.kept"), true)}<optgroup label="${text("form.regions")}">${options("r:")}</optgroup><optgroup label="${text("form.municipalities")}">${options("m:")}</optgroup>`;
}

function severities({ say }: Writer, { minSeverity }: Filled): Html {
  const text = say("subscribe");
  const some = SEVERITIES.filter((severity) => severity !== "info").toReversed();
  return html`${option("", text("form.anySeverity"), minSeverity === null || minSeverity === "info")}${some.map((one) =>
    option(one, text(`form.severityOption.${one}`), one === minSeverity),
  )}`;
}
