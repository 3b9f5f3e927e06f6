"use server";
import { z } from "zod";
import { DESK, deskHref, dismissalEndsHref, incidentHref, mergeEndsHref } from "@/components/desk/address.ts";
import { ConflictError } from "@/lib/errors.ts";
import { answerForm } from "@/lib/http/form.ts";
import type { FormState } from "@/lib/http/form-state.ts";
import { parsed } from "@/lib/http/parse.ts";
import { decideBrake, holdNotices } from "@/lib/notices/sending/commands.ts";
import * as notices from "@/lib/notices/sending/schema.ts";
import * as incidents from "@/lib/status/incidents/commands.ts";
import * as schema from "@/lib/status/incidents/schema.ts";
import { takeHandReport } from "@/lib/status/reports/commands.ts";
import { handReport } from "@/lib/status/reports/schema.ts";

const desk = { permission: "status:operate", area: "desk" } as const;

/** A suspicion by hand, and on to it. */
export async function raise(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, desk, async ({ viewer, typed, now }) => {
    const input = parsed(schema.raise, {
      services: typed.all("services"),
      trouble: typed.text("trouble"),
      severity: typed.text("severity"),
      causeClass: typed.text("causeClass"),
      title: typed.text("title") ?? null,
      titleEn: typed.text("titleEn") ?? null,
      startedAt: typed.time("startedAt"),
    });
    return incidentHref((await incidents.raise(viewer, input, now)).number);
  });
}

/** Stops what of a conversation is not sent, lets it go, or gives up what is held. */
export async function hold(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, desk, async ({ viewer, typed, now }) => {
    const input = parsed(notices.hold, { thread: typed.text("thread"), hold: typed.text("hold") });
    await holdNotices(viewer, input, now);
    return deskHref(input.thread);
  });
}

/** Lets go what waits for the desk, or gives it up. */
export async function decide(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, desk, async ({ viewer, typed, now }) => {
    const { brakeId, decision } = { brakeId: typed.text("brakeId"), decision: typed.text("decision") };
    await decideBrake(viewer, parsed(notices.decideBrake, { brakeId, decision }), now);
    return deskHref(typed.text("thread") ?? "");
  });
}

/** A report by telephone or mail. */
export async function report(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, desk, async ({ viewer, typed, now }) => {
    const input = parsed(handReport, {
      organisationId: typed.number("organisationId"),
      serviceId: typed.number("serviceId"),
      incidentId: typed.text("incidentId") ?? null,
      trouble: typed.text("trouble"),
      severity: typed.text("severity") ?? null,
      causeClass: typed.text("causeClass"),
      startedAt: typed.time("startedAt"),
      endedAt: typed.time("endedAt"),
      summary: typed.text("summary") ?? null,
    });
    await takeHandReport(viewer, input, now);
    return DESK;
  });
}

export async function dismiss(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, desk, async ({ viewer, typed, now }) => {
    const fields = ["incidentId", "version", "reason", "shown", "recipients"];
    const input = parsed(schema.dismiss, Object.fromEntries(fields.map((name) => [name, typed.text(name)])));
    const seeFirst = dismissalEndsHref(String(input.incidentId), input.reason);
    return orShow(seeFirst, () => incidents.dismiss(viewer, input, now), DESK);
  });
}

/** As the forms name them: an incident and the version that was seen of it, and where it leads. */
const gathering = z.object({
  from: z.array(z.string().regex(/^\d+:\d+$/)),
  into: z.string().regex(/^\d+:\d+:\d{4}-\d{1,6}$/),
});

/** One or several under another, and on to that. */
export async function merge(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, desk, async ({ viewer, typed, now }) => {
    const { from, into } = parsed(gathering, { from: typed.all("from"), into: typed.text("into") });
    const [intoId, version, number = ""] = into.split(":");
    const each = from.map((one) => {
      const [incidentId, seen] = one.split(":");
      return { incidentId, version: seen };
    });
    const [shown, recipients] = [typed.text("shown"), typed.text("recipients")];
    const input = parsed(schema.merge, { intoId, version, from: each, shown, recipients });
    const fromIds = input.from.map(({ incidentId }) => String(incidentId));
    const seeFirst = mergeEndsHref(String(input.intoId), fromIds);
    return orShow(seeFirst, () => incidents.merge(viewer, input, now), incidentHref(number));
  });
}

/** Does it and goes on; where others would be told of it, nothing is done yet: on to the page that shows whom. */
async function orShow(seeFirst: string, deed: () => Promise<void>, next: string): Promise<string> {
  try {
    await deed();
    return next;
  } catch (error) {
    if (error instanceof ConflictError && error.code === "tells_others") return seeFirst;
    throw error;
  }
}
