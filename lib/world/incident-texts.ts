import type { CauseClass, Phase, Severity, Trouble, Words } from "../status/shapes.ts";
import { shareOf } from "./random.ts";
import type { Blocked, Outage } from "./timeline.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** An update: what it says, of when, and how much later it was said. Times are ms. */
export type Step = {
  at: number;
  saidAfter: number;
  phase: Phase;
  severity: Severity;
  trouble: Trouble;
  text: Words;
};
export type DemoIncident = {
  /** Within its year. */
  number: number;
  services: readonly string[];
  title: Words;
  severity: Severity;
  trouble: Trouble;
  causeClass: CauseClass;
  startedAt: number;
  detectedAt: number;
  /** It was first thought to have begun when it was detected; the report after it corrected that. */
  startCorrected?: true;
  /** When its last message was through. */
  overAt: number;
  /** None: nobody has confirmed or published anything. */
  steps: readonly Step[];
  followUp?: { cause: Words; measures: Words; at: number };
  /** Whether the operator shows that a municipality (by code) was hit. */
  shown: (municipality: string) => boolean;
  reports: readonly {
    source: string;
    service: string;
    trouble: Trouble;
    severity: Severity | null;
    startedAt: number;
    receivedAt: number;
    summary: string;
    /** It raised a suspicion of its own, of this title, that was merged into the incident. */
    merged?: Words;
  }[];
  /** Code and version of the runbook that was followed. */
  runbook?: string;
};

const minute = (ms: number): number => Math.floor(ms / MINUTE_MS) * MINUTE_MS;
const SAID = 3 * MINUTE_MS;

/** The large one, five weeks back: a distributor node stands still, and part of what was in it never comes out again. */
export function ydby({ from, to, drainMs }: Outage): DemoIncident {
  const [startedAt, overAt] = [minute(from), minute(to + drainMs)];
  const detectedAt = startedAt + 7 * MINUTE_MS;
  const down = { saidAfter: SAID, severity: "critical", trouble: "down" } as const;
  return {
    ...{ number: 41, services: ["fordeler-ydby"], severity: "critical", trouble: "down", causeClass: "release" },
    title: { da: "Fordelernode Ydby står stille", en: "Distributor node Ydby stands still" },
    ...{ startedAt, detectedAt, startCorrected: true, overAt, runbook: "fordeler-staar-stille 1" },
    shown: (municipality) => shareOf(`shown ${municipality}`) < 0.4,
    steps: [
      {
        ...{ at: detectedAt, ...down, saidAfter: 4 * MINUTE_MS, phase: "confirmed" },
        text: {
          da: "Fordelernode Ydby sender ingen beskeder videre. Kommuner, der modtager gennem Ydby, får ingen advis om sygehusophold. Vi leder efter årsagen.",
          en: "Distributor node Ydby passes no messages on. Municipalities that receive through Ydby get no hospital notifications. We are looking for the cause.",
        },
      },
      {
        ...{ at: startedAt + 65 * MINUTE_MS, ...down, phase: "confirmed" },
        text: {
          da: "Noden starter ikke efter nattens nye version. Vi ruller tilbage. Beskederne står i kø og sendes bagefter. Kommuner bør ringe til sygehuset om akutte borgere.",
          en: "The node does not start after last night's new version. We are rolling back. Messages are queued and will be sent afterwards. Municipalities should call the hospital about acute citizens.",
        },
      },
      {
        ...{ at: startedAt + 125 * MINUTE_MS, ...down, phase: "confirmed" },
        text: {
          da: "Tilbagerulningen tager længere tid end ventet, fordi køen skal kontrolleres først. Vi har fundet beskeder, der ikke ligger i køen, og undersøger, om de er tabt.",
          en: "Rolling back takes longer than expected because the queue must be checked first. We have found messages that are not in the queue and are looking into whether they are lost.",
        },
      },
      {
        ...{ at: startedAt + 185 * MINUTE_MS, ...down, phase: "confirmed" },
        text: {
          da: "Køen er kontrolleret. Tilbagerulningen er i gang.",
          en: "The queue has been checked. Rolling back is under way.",
        },
      },
      {
        ...{ at: startedAt + 244 * MINUTE_MS, ...down, phase: "confirmed" },
        text: {
          da: "Den gamle version er sat i drift og prøves af med enkelte beskeder.",
          en: "The old version has been put into operation and is being tried with single messages.",
        },
      },
      {
        ...{
          at: minute(to) - 40 * MINUTE_MS,
          saidAfter: SAID,
          phase: "monitoring",
          severity: "critical",
          trouble: "partial",
        },
        text: {
          da: "Noden modtager igen, og de første kommuner får beskeder. Vi holder øje, før vi åbner for resten.",
          en: "The node receives again, and the first municipalities get messages. We are watching before opening for the rest.",
        },
      },
      {
        ...{ at: minute(to), saidAfter: SAID, phase: "resolved", severity: "critical", trouble: "down" },
        text: {
          da: "Noden virker for alle. Køen slippes i den rækkefølge, beskederne kom. Hver kommune kan se, hvad den stadig mangler.",
          en: "The node works for everybody. The queue is let through in the order the messages came. Each municipality can see what it still lacks.",
        },
      },
      {
        ...{ at: minute(to) + 7 * DAY_MS + 3 * HOUR_MS, saidAfter: SAID },
        ...{ phase: "backlog_cleared", severity: "critical", trouble: "down" },
        text: {
          da: "Alle forsinkede beskeder har fået svar eller er erklæret tabt. De kommuner, der har tabte beskeder, har listen over dem.",
          en: "Every delayed message has been answered or declared lost. Municipalities with lost messages have the list of them.",
        },
      },
    ],
    followUp: {
      at: minute(to) + 13 * DAY_MS,
      cause: {
        da: "En ny version blev sat i drift i det ugentlige servicevindue uden at være prøvet med en fyldt kø. Da trafikken steg om formiddagen, løb noden tør for forbindelser og gik i stå. Beskeder, der var under behandling i det øjeblik, blev ikke lagt tilbage i køen.",
        en: "A new version was put into operation in the weekly maintenance window without having been tried with a full queue. When traffic rose in the morning, the node ran out of connections and stopped. Messages being handled at that moment were not put back in the queue.",
      },
      measures: {
        da: "Nye versioner prøves med en fyldt kø, før de sættes i drift. Noden lægger beskeder tilbage i køen, når den stopper. Drejebogen siger nu, hvem der aftaler rækkefølgen, og at listen over tabte beskeder sendes samme dag.",
        en: "New versions are tried with a full queue before they are put into operation. The node puts messages back in the queue when it stops. The runbook now says who agrees the order, and that the list of lost messages is sent the same day.",
      },
    },
    reports: [
      {
        ...{ source: "fordeler-ydby", service: "fordeler-ydby", trouble: "down", severity: "critical" },
        ...{ startedAt, receivedAt: detectedAt, summary: "Noden svarer ikke. Ingen beskeder sendes videre." },
      },
      {
        ...{ source: "sundhedsagent", service: "fordeler-ydby", trouble: "partial", severity: "major" },
        ...{ startedAt: startedAt + 2 * MINUTE_MS, receivedAt: startedAt + 19 * MINUTE_MS },
        summary: "Aflevering til Ydby fejler. Beskeder gemmes og prøves igen.",
        merged: { da: "Aflevering til Ydby fejler", en: "Handing over to Ydby fails" },
      },
    ],
  };
}

/** The small one: a mailbox that nobody empties over night. */
export function postbox({ from, to }: Blocked): DemoIncident {
  const startedAt = minute(from);
  const detectedAt = startedAt + 95 * MINUTE_MS;
  return {
    ...{ number: 44, services: ["postkasser"], severity: "minor", trouble: "degraded", causeClass: "certificate" },
    title: { da: "En postkasse tømmes ikke", en: "A mailbox is not emptied" },
    ...{ startedAt, detectedAt, overAt: minute(to) + 30 * MINUTE_MS },
    shown: () => false,
    steps: [
      {
        ...{ at: detectedAt, saidAfter: SAID, phase: "confirmed", severity: "minor", trouble: "degraded" },
        text: {
          da: "Én postkasse tømmes ikke. Kommunen og dens leverandør ved besked. Andre kommuner er ikke berørt.",
          en: "One mailbox is not being emptied. The municipality and its vendor have been told. No other municipality is affected.",
        },
      },
      {
        ...{ at: minute(to), saidAfter: 6 * MINUTE_MS, phase: "resolved", severity: "minor", trouble: "degraded" },
        text: {
          da: "Leverandøren har skiftet et udløbet certifikat, og postkassen tømmes igen.",
          en: "The vendor has changed an expired certificate, and the mailbox is being emptied again.",
        },
      },
      {
        ...{ at: minute(to) + 30 * MINUTE_MS, saidAfter: SAID },
        ...{ phase: "backlog_cleared", severity: "minor", trouble: "degraded" },
        text: {
          da: "Alle beskeder fra natten er hentet og besvaret.",
          en: "Every message of the night has been fetched and answered.",
        },
      },
    ],
    reports: [],
    runbook: "certifikat-udloebet 1",
  };
}

/** The late one, of this week: a VANS supplier's connection breaks in the morning; everything comes, an hour or three late. */
export function strandby({ from, to, drainMs }: Outage): DemoIncident {
  const [startedAt, overAt] = [minute(from), minute(to + drainMs)];
  const detectedAt = startedAt + 4 * MINUTE_MS;
  const down = { saidAfter: SAID, severity: "major", trouble: "down" } as const;
  return {
    ...{ number: 45, services: ["vans-strandby"], severity: "major", trouble: "down", causeClass: "connection" },
    title: { da: "Strandby VANS er afbrudt", en: "Strandby VANS is cut off" },
    ...{ startedAt, detectedAt, overAt, runbook: "vans-forbindelse 1" },
    shown: (municipality) => municipality === "0851" || shareOf(`shown ${municipality}`) < 0.5,
    steps: [
      {
        ...{ at: detectedAt, ...down, phase: "confirmed" },
        text: {
          da: "Strandby VANS sender ingen beskeder videre. Alle beskeder til kommuner hos Strandby VANS venter.",
          en: "Strandby VANS passes no messages on. All messages to municipalities with Strandby VANS are waiting.",
        },
      },
      {
        ...{ at: startedAt + 63 * MINUTE_MS, ...down, phase: "confirmed" },
        text: {
          da: "Forbindelsen mellem Strandbys to datacentre er afbrudt. Strandby arbejder på at flytte trafikken. Ingen beskeder er tabt.",
          en: "The connection between Strandby's two data centres is broken. Strandby is working on moving the traffic. No messages are lost.",
        },
      },
      {
        ...{ at: startedAt + 122 * MINUTE_MS, ...down, phase: "confirmed" },
        text: {
          da: "Trafikken flyttes nu, en kommune ad gangen.",
          en: "Traffic is now being moved, one municipality at a time.",
        },
      },
      {
        ...{
          at: minute(to) - 15 * MINUTE_MS,
          saidAfter: SAID,
          phase: "monitoring",
          severity: "major",
          trouble: "partial",
        },
        text: {
          da: "De fleste kommuner modtager igen. Vi holder øje med resten.",
          en: "Most municipalities receive again. We are watching the rest.",
        },
      },
      {
        ...{ at: minute(to), saidAfter: SAID, phase: "resolved", severity: "major", trouble: "down" },
        text: {
          da: "Strandby VANS virker for alle. De ventende beskeder sendes i den rækkefølge, de kom.",
          en: "Strandby VANS works for everybody. Waiting messages are sent in the order they came.",
        },
      },
      {
        ...{ at: overAt + 55 * MINUTE_MS, saidAfter: SAID },
        ...{ phase: "backlog_cleared", severity: "major", trouble: "down" },
        text: {
          da: "Alle forsinkede beskeder er leveret. Ingen er tabt.",
          en: "Every delayed message has been delivered. None is lost.",
        },
      },
    ],
    reports: [
      {
        ...{ source: "strandby-vans", service: "vans-strandby", trouble: "down", severity: "major" },
        ...{ startedAt, receivedAt: detectedAt, summary: "Forbindelsen mellem vores datacentre er afbrudt." },
      },
    ],
  };
}

/** What lies on the desk when somebody signs in: reported, and not looked at yet. */
export function suspicion(now: number): DemoIncident {
  const [startedAt, detectedAt] = [now - 22 * MINUTE_MS, now - 2 * MINUTE_MS];
  return {
    ...{ number: 46, services: ["fordeler-ydby"], severity: "minor", trouble: "degraded", causeClass: "capacity" },
    title: { da: "Køen vokser i Fordelernode Ydby", en: "The queue grows at Distributor node Ydby" },
    ...{ startedAt, detectedAt, overAt: now, steps: [], shown: () => false },
    reports: [
      {
        ...{ source: "fordeler-ydby", service: "fordeler-ydby", trouble: "degraded", severity: "minor", startedAt },
        receivedAt: detectedAt,
        summary: "Køen til postkasserne er dobbelt så lang som normalt på denne tid. Årsagen er ikke fundet.",
      },
    ],
  };
}
