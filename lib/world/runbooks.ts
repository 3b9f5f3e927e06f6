import { prisma } from "../db/prisma.ts";
import type { Station } from "../ledger/states.ts";
import type { CauseClass } from "../status/shapes.ts";

type Words = { da: string; en: string };
type DemoRunbook = {
  code: string;
  causeClass?: CauseClass;
  station?: Station;
  title: Words;
  /** Each version's steps, the oldest first. */
  versions: readonly (readonly Words[])[];
};

const FIND: Words = {
  da: "Se på linjen, hvilket led køen begynder i, og siden hvornår",
  en: "See on the line at which station the queue begins, and since when",
};
const TELL: Words = {
  da: "Offentliggør første melding inden 5 minutter, også uden årsag",
  en: "Publish the first notice within 5 minutes, also without a cause",
};
const CALL: Words = { da: "Ring til leddets vagttelefon", en: "Call the station's duty phone" };
const HIT: Words = {
  da: "Gå forslaget til berørte installationer igennem, og ret det",
  en: "Go through the proposed impact per installation, and adjust it",
};
const EMPTY: Words = {
  da: "Følg efterslæbet til nul, før driftsforstyrrelsen lukkes",
  en: "Follow the backlog to zero before the incident is closed",
};

const DAY_MS = 24 * 3_600_000;
const RUNBOOKS: readonly DemoRunbook[] = [
  {
    code: "fordeler-staar-stille",
    station: "distributor",
    title: { da: "En fordelernode står stille", en: "A distributor node stands still" },
    versions: [
      [FIND, TELL, CALL, EMPTY],
      [
        ...[FIND, TELL, CALL, HIT],
        {
          da: "Aftal, i hvilken rækkefølge køen slippes: akutte advis først",
          en: "Agree in which order the queue is let through: acute notifications first",
        },
        EMPTY,
        {
          da: "Send listen over tabte beskeder til de kommuner, der er ramt",
          en: "Send the list of lost messages to the municipalities that are hit",
        },
      ],
    ],
  },
  {
    ...{ code: "vans-forbindelse", causeClass: "connection", station: "vans" },
    title: { da: "Forbindelsen til en VANS-leverandør er afbrudt", en: "The connection to a VANS supplier is broken" },
    versions: [
      [
        ...[FIND, TELL, CALL, HIT],
        {
          da: "Spørg regionerne, om deres afsendere sender igen af sig selv",
          en: "Ask the regions whether their senders send again by themselves",
        },
        EMPTY,
      ],
    ],
  },
  {
    ...{ code: "certifikat-udloebet", causeClass: "certificate" },
    title: { da: "Et certifikat er udløbet eller afvist", en: "A certificate has expired or is refused" },
    versions: [
      [
        { da: "Find certifikatets ejer og udløb", en: "Find the certificate's owner and expiry" },
        TELL,
        {
          da: "Bestil et nyt, og aftal skiftet med begge ender",
          en: "Order a new one, and agree the change with both ends",
        },
        { da: "Prøv forbindelsen med en enkelt besked", en: "Try the connection with a single message" },
        EMPTY,
      ],
    ],
  },
];

export type DemoVersion = { id: number; steps: number };

/**
 * The demo's runbooks, each version by `code version`; a second one was written two weeks after the outage that showed what
 * the first one lacked.
 */
export async function makeRunbooks(lesson: Date): Promise<ReadonlyMap<string, DemoVersion>> {
  const made = new Map<string, DemoVersion>();
  for (const { code, causeClass, station, title, versions } of RUNBOOKS) {
    const runbook = await prisma().runbook.create({
      data: { code, causeClass: causeClass ?? null, station: station ?? null },
      select: { id: true },
    });
    for (const [n, steps] of versions.entries()) {
      const at = new Date(lesson.getTime() + (n === 0 ? -60 : 14) * DAY_MS);
      const { id } = await prisma().runbookVersion.create({
        data: {
          ...{ runbookId: runbook.id, version: n + 1, title: title.da, titleEn: title.en, steps: [...steps], at },
        },
        select: { id: true },
      });
      made.set(`${code} ${n + 1}`, { id, steps: steps.length });
    }
  }
  return made;
}
