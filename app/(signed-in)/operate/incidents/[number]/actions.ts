"use server";
import { checkHref, incidentHref } from "@/components/desk/address.ts";
import { InvalidInputError } from "@/lib/errors.ts";
import { type Answering, answerForm } from "@/lib/http/form.ts";
import type { FormState } from "@/lib/http/form-state.ts";
import { parsed } from "@/lib/http/parse.ts";
import * as incidents from "@/lib/status/incidents/commands.ts";
import * as schema from "@/lib/status/incidents/schema.ts";
import * as runbooks from "@/lib/status/runbooks/commands.ts";
import * as runbook from "@/lib/status/runbooks/schema.ts";
import { draftOf, impactsOf, numberOf } from "../../from-form.ts";
import { fromTemplate } from "./from-template.ts";

const onDesk = { permission: "status:operate", area: "desk" } as const;

/** Answers a form on an incident's page, and shows the page again. */
const onIncident = (before: FormState, form: FormData, work: (given: Answering) => Promise<void>) =>
  answerForm(before, form, onDesk, async (given) => {
    await work(given);
    return incidentHref(numberOf(given.typed));
  });

const named = (typed: Answering["typed"], ...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, typed.text(name)]));

/** Step 1: keeps the draft and what was changed of who is hit; or fills both texts from a template, and keeps nothing. */
export async function write(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, onDesk, async ({ viewer, typed, now }) => {
    const intent = typed.text("intent");
    if (intent === "template") return fromTemplate(viewer, typed, now);
    const [draft, impacts, number] = [draftOf(typed), impactsOf(typed), numberOf(typed)];
    await incidents.saveDraft(viewer, draft, now);
    if (impacts.adjust) await incidents.adjustImpacts(viewer, impacts.adjust, now);
    for (const show of impacts.show) await incidents.showImpacts(viewer, show, now);
    if (intent === "propose") await incidents.proposeImpacts(viewer, { incidentId: draft.incidentId }, now);
    return intent === "check" ? checkHref(number) : incidentHref(number);
  });
}

/** Step 2: makes the draft public, asks a colleague to, does so for a colleague, or gives the colleague's back. */
export async function publish(before: FormState, form: FormData): Promise<FormState> {
  return onIncident(before, form, async ({ viewer, typed, now }) => {
    const input = named(typed, "incidentId", "writerId", "seal", "shown", "recipients");
    const { writerId, ...own } = input;
    const { incidentId } = own;
    const intent = typed.text("intent");
    if (intent === "publish") await incidents.publish(viewer, parsed(schema.publish, own), now);
    else if (intent === "approve") await incidents.approve(viewer, parsed(schema.approve, input), now);
    else if (intent === "submit") await incidents.submitDraft(viewer, parsed(schema.submitDraft, { incidentId }), now);
    else if (intent === "return")
      await incidents.returnDraft(viewer, parsed(schema.returnDraft, { incidentId, writerId }), now);
    else throw new InvalidInputError("intent", "invalid_value");
  });
}

export async function discard(before: FormState, form: FormData): Promise<FormState> {
  return onIncident(before, form, ({ viewer, typed, now }) =>
    incidents.discardDraft(viewer, parsed(schema.discardDraft, named(typed, "incidentId")), now),
  );
}

export async function correctUpdate(before: FormState, form: FormData): Promise<FormState> {
  return onIncident(before, form, ({ viewer, typed, now }) => {
    const said = named(typed, "incidentId", "version", "nr", "text", "textEn");
    const input = parsed(schema.correctUpdate, { ...said, statedAt: typed.time("statedAt") });
    return incidents.correctUpdate(viewer, input, now);
  });
}

export async function correctIncident(before: FormState, form: FormData): Promise<FormState> {
  return onIncident(before, form, ({ viewer, typed, now }) => {
    const said = named(typed, "incidentId", "version", "severity", "causeClass", "title", "titleEn");
    const input = parsed(schema.correctIncident, { ...said, startedAt: typed.time("startedAt") });
    return incidents.correctIncident(viewer, input, now);
  });
}

export async function withdraw(before: FormState, form: FormData): Promise<FormState> {
  return onIncident(before, form, ({ viewer, typed, now }) =>
    incidents.withdraw(
      viewer,
      parsed(schema.withdraw, named(typed, "incidentId", "version", "shown", "recipients")),
      now,
    ),
  );
}

export async function followUp(before: FormState, form: FormData): Promise<FormState> {
  return onIncident(before, form, ({ viewer, typed, now }) => {
    const said = named(typed, "incidentId", "version", "cause", "causeEn", "measures", "measuresEn");
    return incidents.writeFollowUp(viewer, parsed(schema.followUp, said), now);
  });
}

/** Chosen reports out of the incident. */
export async function split(before: FormState, form: FormData): Promise<FormState> {
  return onIncident(before, form, async ({ viewer, typed, now }) => {
    const said = { ...named(typed, "incidentId", "version", "to"), reportIds: typed.all("reportIds") };
    await incidents.split(viewer, parsed(schema.split, said), now);
  });
}

export async function beginRunbook(before: FormState, form: FormData): Promise<FormState> {
  return onIncident(before, form, async ({ viewer, typed, now }) => {
    const input = parsed(runbook.beginRunbook, named(typed, "incidentId", "runbookId"));
    await runbooks.beginRunbook(viewer, input, now);
  });
}

/** The button pressed says which step, and whether it is done or taken back. */
export async function tick(before: FormState, form: FormData): Promise<FormState> {
  return onIncident(before, form, ({ viewer, typed, now }) => {
    const [step, done] = (typed.text("tick") ?? "").split(":");
    return runbooks.tickStep(viewer, parsed(runbook.tickStep, { useId: typed.text("useId"), step, done }), now);
  });
}
