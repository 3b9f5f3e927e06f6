import { formatter } from "../../lib/i18n/format.ts";
import type { Locale } from "../../lib/i18n/locales.ts";
import { type Say, texts } from "../../lib/i18n/texts.ts";
import type { Given } from "../../lib/publication/page.ts";
import type { PublicSnapshot } from "../../lib/publication/snapshot.ts";
import type { ServiceState, Severity, Words } from "../../lib/status/shapes.ts";
import type { GlyphName } from "../ui/signs.ts";
import { escaped, Html, html } from "./html.ts";

/** What every part of a public page is written with: texts and numbers in the reader's language, and the time it is written. */
export function writer({
  snapshot,
  stale,
  now: clock,
  reader: { locale },
  signedIn = null,
}: Pick<Given, "snapshot" | "stale" | "now" | "reader"> & Partial<Pick<Given, "signedIn">>) {
  const say = texts(locale);
  // An old page speaks of the moment it knows, and says at its top how old that is.
  const now = stale ? Date.parse(snapshot.asOf) : clock;
  const at = new Date(now);
  const listed = new Intl.ListFormat(locale, { type: "conjunction" });
  const format = formatter(locale);
  const names = namesOf(snapshot, locale);
  return {
    ...{ locale, format, now, snapshot, say, signedIn: signedIn !== null, t: say("status"), states: say("states") },
    /** A text with tags; what is filled in stays text. */
    marked: (name: string, figures: Record<string, string | number> = {}) => marked(say("status"), name, figures),
    words: (words: Words) => words[locale],
    service: (code: string) => names.get(code) ?? code,
    services: (codes: readonly string[]) => listed.format(codes.map((code) => names.get(code) ?? code)),
    /** `07:42` today, `23. nov. 07:42` otherwise. */
    when: (instant: string | number) => format.sinceTime(new Date(instant), at),
    day: (instant: string | number) => format.date(new Date(instant), at),
    dayTime: (instant: string | number) => format.dateTime(new Date(instant), at),
    /** `26. nov. 05:00–06:00`, with both days where there are two. */
    span: (from: string | number, to: string | number) => {
      const [begins, ends] = [new Date(from), new Date(to)];
      const first = format.dateTime(begins, at);
      return format.date(begins, at) === format.date(ends, at)
        ? `${first}–${format.time(ends)}`
        : say("status")("span", { from: first, to: format.dateTime(ends, at) });
    },
  };
}
export type Writer = ReturnType<typeof writer>;

const named = new WeakMap<PublicSnapshot, Map<Locale, Map<string, string>>>();
function namesOf(snapshot: PublicSnapshot, locale: Locale): Map<string, string> {
  const known = named.get(snapshot) ?? new Map<Locale, Map<string, string>>();
  named.set(snapshot, known);
  const names = known.get(locale) ?? new Map(snapshot.services.map(({ code, name }) => [code, name[locale]]));
  known.set(locale, names);
  return names;
}

function marked(say: Say, name: string, figures: Record<string, string | number>): Html {
  const safe = Object.entries(figures).map(([key, value]) => [key, typeof value === "string" ? escaped(value) : value]);
  return Html.trusted(say.markup(name, { ...Object.fromEntries(safe), b: (inner: string) => `<b>${inner}</b>` }));
}

/** A sign without a word is decoration: the word stands beside it. */
export const glyph = (name: GlyphName): Html =>
  html`<svg class="glyph" aria-hidden="true"><use href="#${name}"/></svg>`;

/** A service state: its shape, its word (or another in its place), then its colour. */
export const stateMark = ({ states }: Writer, state: ServiceState, word?: string): Html =>
  html`<span class="state" data-service="${state}">${glyph(`sv-${state}`)}${word ?? states(`service.${state}.label`)}</span>`;

export const severityMark = ({ states }: Writer, severity: Severity): Html =>
  html`<span class="state" data-severity="${severity}">${glyph(`sev-${severity}`)}${states(`severity.${severity}.label`)}</span>`;

/** The page's name, the answer in one sentence, and what else stands below them. */
export const head = (title: string, lead: Html | string, more: Html | null = null): Html =>
  html`<div class="head"><div><h1>${title}</h1><p class="head-lead">${lead}</p>${more}</div></div>`;

/** Where the page lies: addresses with their names; the page itself, where it is named, has no address. */
export const crumbs = ({ say }: Writer, trail: readonly { label: string; href?: string }[]): Html =>
  html`<nav class="head-crumbs" aria-label="${say("common")("crumbs")}"><ol>${trail.map(({ label, href }) =>
    href === undefined
      ? html`<li><span aria-current="page">${label}</span></li>`
      : html`<li><a href="${href}">${label}</a></li>`,
  )}</ol></nav>`;

/** A titled region of a page; `aside` stands at the right of the title. */
export const panel = (id: string, title: string, aside: Html | string | null, body: Html): Html =>
  html`<section class="panel" aria-labelledby="${id}"><div class="panel-head"><h2 id="${id}">${title}</h2>${
    aside === null ? null : html`<div class="panel-aside">${aside}</div>`
  }</div>${body}</section>`;

/** A time that programs can read too. */
export const time = (instant: string | number, text: string): Html =>
  html`<time datetime="${new Date(instant).toISOString()}">${text}</time>`;

/** Texts of operators keep their line breaks. */
export const paragraphs = (text: string): Html => html`${text.split(/\n+/).map((line) => html`<p>${line}</p>`)}`;
