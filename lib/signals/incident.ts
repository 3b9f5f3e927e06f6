import { recordSignal } from "../notices/outbox.ts";
import type { Heard, Reached } from "../notices/sending/rules.ts";
import type { Recipients } from "../notices/sending/shapes.ts";
import type { NewSignal } from "../notices/signal.ts";
import { threadOf } from "../notices/thread.ts";
import { recipientsOf } from "../notices/whom.ts";
import { type Ask, askingWithin } from "../status/ask.ts";
import type { StatusTx } from "../status/change.ts";
import type { Phase, Severity, Trouble, Words } from "../status/shapes.ts";
import type { Moment, SignalKind } from "../subscriptions/shapes.ts";
import { hitOf, lastMomentOf, mergedInto, servicesByIds, servicesOfIncident } from "./sql.ts";

const incidentThread = (number: string): string => threadOf("incident", number);

/** What an update is to those who are told: the opening is the first that anybody was told of. */
export function kindOf(phase: Phase, told: boolean): { kind: SignalKind; moment: Moment } {
  if (phase === "backlog_cleared") return { kind: "backlog_cleared", moment: "resolved" };
  if (phase === "resolved") return { kind: "incident", moment: "resolved" };
  return { kind: "incident", moment: told ? "updated" : "opened" };
}

/**
 * Tells of an update of an incident that has just been written, within the transaction that publishes it. `automatic`: no
 * person did. Answers how many addresses.
 */
export async function tellOfUpdate(
  tx: StatusTx,
  incidentId: number,
  nr: number,
  now: Date,
  automatic = false,
): Promise<Reached> {
  const incident = await tx.incident.findUniqueOrThrow({ where: { id: incidentId } });
  const update = await tx.incidentUpdate.findUniqueOrThrow({ where: { incidentId_nr: { incidentId, nr } } });
  const thread = incidentThread(incident.number);
  const told = await isTold(askingWithin(tx), thread);
  const text = { da: update.text, en: update.textEn };
  return tell(tx, incident, { ...kindOf(update.phase, told), nr, text, automatic }, now);
}

/** Whom a draft of an incident would be told to if it were published now. */
export async function recipientsOfDraft(
  ask: Ask,
  incident: { id: number; number: string },
  content: DraftSaid,
  now: Date,
): Promise<Recipients> {
  const { phase, severity, trouble } = content;
  const thread = incidentThread(incident.number);
  const also = await mergedInto(ask, incident.id);
  const signal: NewSignal = {
    ...{ ...kindOf(phase, await isTold(ask, thread)), thread, alsoOf: also.map(incidentThread) },
    ...{ incidentId: incident.id, updateNr: null, windowId: null, subscriptionId: null },
    ...{ severity, trouble, ...(await hitOf(ask, incident.id)) },
    services: await servicesByIds(ask, content.services),
    title: { da: content.title, en: content.titleEn },
    text: { da: content.text, en: content.textEn },
  };
  return recipientsOf([signal], now);
}
type DraftSaid = {
  phase: Phase;
  severity: Severity;
  trouble: Trouble;
  services: readonly number[];
  title: string;
  titleEn: string;
  text: string;
  textEn: string;
};

/** What was withdrawn was told to be over, so what comes back is an opening again. */
async function isTold(ask: Ask, thread: string): Promise<boolean> {
  const last = await lastMomentOf(ask, thread);
  return last !== null && last !== "resolved";
}

/** Tells of a suspicion that was raised, or a report that was taken up in it: the operator's own until it is confirmed. */
export async function tellOfSuspicion(tx: StatusTx, incidentId: number, text: Words, now: Date): Promise<void> {
  const incident = await tx.incident.findUniqueOrThrow({ where: { id: incidentId } });
  await tell(tx, incident, { kind: "suspicion", moment: "opened", nr: null, text }, now);
}

const WITHDRAWN = { kind: "incident", moment: "resolved", nr: null, heard: "only" } as const;
const UNSAID: Words = { da: "", en: "" };
/** Tells those who were told of an incident, and nobody else, that it has been taken back. Answers how many addresses. */
export async function tellOfWithdrawal(tx: StatusTx, incidentId: number, text: Words, now: Date): Promise<Reached> {
  const incident = await tx.incident.findUniqueOrThrow({ where: { id: incidentId } });
  return tell(tx, incident, { ...WITHDRAWN, text }, now);
}

/** Whom it would be told to if an incident were taken back now. */
export async function recipientsOfWithdrawal(ask: Ask, incident: Incident, now: Date): Promise<Recipients> {
  return recipientsOf([await signalOf(ask, incident, { ...WITHDRAWN, text: UNSAID })], now);
}

/**
 * Tells the operator that a suspicion is none, and those who follow what was merged into it that it has been taken back.
 * Answers those addresses, the operator's own apart.
 */
export async function tellOfDismissal(tx: StatusTx, incidentId: number, texts: Dismissed, now: Date): Promise<Heard> {
  const incident = await tx.incident.findUniqueOrThrow({ where: { id: incidentId } });
  await tell(tx, incident, { kind: "suspicion", moment: "resolved", nr: null, text: texts.suspicion }, now);
  const heard: Heard[number][] = [];
  for (const other of await tx.incident.findMany({ where: { mergedIntoId: incidentId }, orderBy: { id: "asc" } }))
    heard.push(...(await tellOfEnd(tx, other, texts.merged, now)));
  return heard;
}
type Dismissed = { suspicion: Words; merged: Words };

/**
 * Tells those who follow an incident that it is over, where they were told of it: before it is merged into one that is.
 * Answers those addresses.
 */
export async function tellOfEnd(tx: StatusTx, incident: Incident, text: Words, now: Date): Promise<Heard> {
  if (!(await isTold(askingWithin(tx), incidentThread(incident.number)))) return [];
  return (await tell(tx, incident, { ...WITHDRAWN, text }, now)).heard;
}

/** Whom it would be told to if these were over now, each to those who were told of it. */
export async function recipientsOfEnds(ask: Ask, incidents: readonly Incident[], now: Date): Promise<Recipients> {
  const signals: NewSignal[] = [];
  for (const incident of incidents)
    if (await isTold(ask, incidentThread(incident.number)))
      signals.push(await signalOf(ask, incident, { ...WITHDRAWN, text: UNSAID }));
  return recipientsOf(signals, now);
}

type Told = { kind: SignalKind; moment: Moment; nr: number | null; text: Words; heard?: "only"; automatic?: boolean };
type Incident = Pick<
  Awaited<ReturnType<StatusTx["incident"]["findUniqueOrThrow"]>>,
  "id" | "number" | "severity" | "trouble" | "title" | "titleEn"
>;

async function tell(tx: StatusTx, incident: Incident, told: Told, now: Date) {
  return recordSignal(tx, await signalOf(askingWithin(tx), incident, told), now);
}

/** What is said of an incident, with what is known by now of how grave it is and whom it hits. */
export async function signalOf(ask: Ask, incident: Incident, { nr, ...said }: Told): Promise<NewSignal> {
  const also = await mergedInto(ask, incident.id);
  return {
    ...{ ...said, thread: incidentThread(incident.number), alsoOf: also.map(incidentThread) },
    ...{ incidentId: incident.id, updateNr: nr, windowId: null, subscriptionId: null },
    ...{ severity: incident.severity, trouble: incident.trouble, ...(await hitOf(ask, incident.id)) },
    services: await servicesOfIncident(ask, incident.id),
    title: { da: incident.title, en: incident.titleEn },
  };
}
