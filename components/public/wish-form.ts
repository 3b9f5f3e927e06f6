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

type Choice = { value: string; name: string };
/** The municipalities of today that one may ask for, under the region each is in; `whole` null for those in none. */
function placeGroups({ regions, municipalities }: PublicSnapshot): { whole: Choice | null; members: Choice[] }[] {
  const members = Map.groupBy(municipalities, ({ region }) => region);
  const within = (region: string | null) =>
    (members.get(region) ?? []).map(({ code, name }) => ({ value: `m:${code}`, name }));
  return [
    ...regions.map(({ code, name }) => ({ whole: { value: `r:${code}`, name }, members: within(code) })),
    { whole: null, members: within(null) },
  ].filter(({ members }) => members.length > 0);
}

/** The regions and municipalities of today that one may ask for. */
export const placeChoices = (snapshot: PublicSnapshot): string[] =>
  placeGroups(snapshot).flatMap(({ whole, members }) =>
    [...(whole ? [whole] : []), ...members].map(({ value }) => value),
  );

const FIELDS = ["address", "kinds", "services", "places", "minSeverity", "locale"] as const;
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
<fieldset><legend>${say("places")}</legend><p class="note">${say("placesHint")}</p>${wrong("places").text}<div class="places">${places(w, filled.places, wrong("places").attributes)}</div></fieldset>
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

/** A region opens on its municipalities, and is open where something of it is chosen. */
function places({ say, snapshot }: Writer, chosen: readonly string[], wrong: Html | null): Html[] {
  const text = say("subscribe");
  return placeGroups(snapshot).map(({ whole, members }, nth) => {
    const count = [...(whole ? [whole] : []), ...members].filter(({ value }) => chosen.includes(value)).length;
    const box = ({ value, name }: Choice, more: Html | null) =>
      check("places", value, name, chosen.includes(value), more);
    const first = nth === 0 ? wrong : null;
    const all = whole && box({ ...whole, name: text("form.wholeRegion", { name: whole.name }) }, first);
    const title = text("form.region", { name: whole?.name ?? text("form.noRegion"), count });
    return html`<details${open(count > 0 || first !== null)}><summary>${title}</summary><div class="checks">${all && html`<div class="whole">${all}</div>`}${members.map((one) => box(one, null))}</div></details>`;
  });
}

function severities({ say }: Writer, { minSeverity }: Filled): Html {
  const text = say("subscribe");
  const some = SEVERITIES.filter((severity) => severity !== "info").toReversed();
  return html`${option("", text("form.anySeverity"), minSeverity === null || minSeverity === "info")}${some.map((one) =>
    option(one, text(`form.severityOption.${one}`), one === minSeverity),
  )}`;
}
