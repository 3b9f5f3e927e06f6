import { formatter } from "../../i18n/format.ts";
import type { Locale } from "../../i18n/locales.ts";
import { danishDay } from "../../time/danish.ts";
import type { Phase, Words } from "../shapes.ts";

/**
 * Ready sentences for updates, by phase: what is wrong, the cause, what to do, when we speak again. Placeholders: {service},
 * {state} as a word within a sentence, {started} and {at} and {next} as Danish clock times. A sentence about {next} falls
 * away where no next update is promised.
 */
export type Template = { code: string; phase: Phase; name: Words; da: readonly string[]; en: readonly string[] };

const NEXT = { da: "Næste melding senest {next}.", en: "Next update by {next}." };
const template = (code: string, phase: Phase, name: Words, da: string[], en: string[]): Template => ({
  ...{ code, phase, name },
  da: [...da, NEXT.da],
  en: [...en, NEXT.en],
});

export const TEMPLATES: readonly Template[] = [
  template(
    "suspected_signs",
    "suspected",
    { da: "Tegn på fejl, vi undersøger", en: "Signs of trouble, we are looking into it" },
    ["Vi ser tegn på fejl i {service} siden {started}.", "Beskeder kan komme for sent.", "Vi undersøger årsagen."],
    [
      "We see signs of trouble in {service} since {started}.",
      "Messages may arrive late.",
      "We are looking into the cause.",
    ],
  ),
  template(
    "suspected_reported",
    "suspected",
    { da: "Meldt af andre, ikke bekræftet", en: "Reported by others, not confirmed" },
    [
      "Vi har fået melding om fejl i {service} siden {started}.",
      "Fejlen er ikke bekræftet.",
      "I skal ikke gøre noget nu.",
    ],
    [
      "Trouble in {service} since {started} has been reported to us.",
      "It is not confirmed.",
      "You need take no action now.",
    ],
  ),
  template(
    "confirmed_delayed",
    "confirmed",
    { da: "Beskeder kommer for sent", en: "Messages arrive late" },
    [
      "{service} er {state} siden {started}.",
      "Beskeder kommer frem, men for sent.",
      "Vi leder efter årsagen.",
      "I skal ikke sende beskeder igen.",
    ],
    [
      "{service}: {state} since {started}.",
      "Messages arrive, but late.",
      "We are looking for the cause.",
      "Please do not send messages again.",
    ],
  ),
  template(
    "confirmed_waiting",
    "confirmed",
    { da: "Beskeder når ikke frem", en: "Messages do not arrive" },
    [
      "{service} er {state} siden {started}.",
      "Beskeder når ikke frem, men venter i kø.",
      "Ring til afdelingen om det, der ikke kan vente.",
    ],
    [
      "{service}: {state} since {started}.",
      "Messages do not arrive; they wait in a queue.",
      "Call the ward about what cannot wait.",
    ],
  ),
  template(
    "confirmed_cause_found",
    "confirmed",
    { da: "Årsagen er fundet", en: "The cause is found" },
    ["Vi har fundet årsagen til fejlen i {service} og er ved at rette den.", "Beskeder kommer stadig for sent."],
    ["We have found the cause of the trouble in {service} and are fixing it.", "Messages still arrive late."],
  ),
  template(
    "confirmed_unchanged",
    "confirmed",
    { da: "Uændret", en: "No change" },
    ["{service} er stadig {state}.", "Vi arbejder videre på at rette fejlen."],
    ["{service}: still {state}.", "We keep working on it."],
  ),
  template(
    "confirmed_again",
    "confirmed",
    { da: "Fejlen er kommet igen", en: "The trouble is back" },
    ["Fejlen i {service} er kommet igen {at}.", "Beskeder kommer for sent.", "Vi undersøger årsagen."],
    ["The trouble in {service} came back at {at}.", "Messages arrive late.", "We are looking into the cause."],
  ),
  template(
    "monitoring_queue_falls",
    "monitoring",
    { da: "Kø falder, vi overvåger", en: "The queue is shrinking, we are watching" },
    ["Fejlen i {service} er rettet {at}.", "Køen falder.", "I skal ikke gøre noget."],
    ["The trouble in {service} was fixed at {at}.", "The queue is shrinking.", "You need take no action."],
  ),
  template(
    "monitoring_fix_in_place",
    "monitoring",
    { da: "Rettelse er sat i værk", en: "A fix is in place" },
    ["Vi har rettet fejlen i {service} og holder øje med, om den er væk."],
    ["We have fixed the trouble in {service} and are watching whether it stays away."],
  ),
  template(
    "resolved_queue_left",
    "resolved",
    { da: "Løst, der er kø endnu", en: "Resolved, messages still queue" },
    [
      "{service} virker igen siden {at}.",
      "Der kan stadig stå beskeder i kø.",
      "Vi skriver igen, når efterslæbet er afviklet.",
    ],
    [
      "{service} has worked again since {at}.",
      "Messages may still queue.",
      "We will write again when the backlog is cleared.",
    ],
  ),
  template(
    "resolved_nothing_left",
    "resolved",
    { da: "Løst, intet i kø", en: "Resolved, nothing queues" },
    ["{service} virker igen siden {at}.", "Der står ingen beskeder i kø.", "I skal ikke gøre noget."],
    ["{service} has worked again since {at}.", "No messages queue.", "You need take no action."],
  ),
  template(
    "backlog_cleared",
    "backlog_cleared",
    { da: "Efterslæbet er afviklet", en: "The backlog is cleared" },
    [
      "Efterslæbet efter fejlen i {service} er afviklet {at}.",
      "Alle forsinkede beskeder har fået svar eller er erklæret tabt.",
      "Tabte beskeder står på jeres liste.",
    ],
    [
      "The backlog after the trouble in {service} was cleared at {at}.",
      "Every late message has been answered or declared lost.",
      "Lost messages are on your list.",
    ],
  ),
];

export const templatesFor = (phase: Phase): Template[] => TEMPLATES.filter((template) => template.phase === phase);

/** What a template is filled with: names and state words by language, instants as ISO 8601. */
export type Figures = {
  service: Words;
  state: Words;
  startedAt: string;
  at: string;
  nextUpdateAt: string | null;
};

/** A template's text in both languages. */
export function filled(template: Template, figures: Figures): Words {
  return { da: textIn("da", template.da, figures), en: textIn("en", template.en, figures) };
}

function textIn(locale: Locale, sentences: readonly string[], figures: Figures): string {
  const { time, dateInWords } = formatter(locale);
  const clock = (instant: string) => {
    const wall = locale === "da" ? `kl. ${time(instant)}` : time(instant);
    if (danishDay(Date.parse(instant)) === danishDay(Date.parse(figures.at))) return wall;
    const day = dateInWords(instant, figures.at);
    return locale === "da" ? `den ${day} ${wall}` : `${wall} on ${day}`;
  };
  const values: Record<string, string> = {
    service: figures.service[locale],
    state: figures.state[locale],
    started: clock(figures.startedAt),
    at: clock(figures.at),
    ...(figures.nextUpdateAt === null ? {} : { next: clock(figures.nextUpdateAt) }),
  };
  return sentences
    .filter((sentence) => figures.nextUpdateAt !== null || !sentence.includes("{next}"))
    .map((sentence) => sentence.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ""))
    .join(" ");
}
