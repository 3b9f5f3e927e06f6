"use server";
import { answerForm } from "@/lib/http/form.ts";
import type { FormState } from "@/lib/http/form-state.ts";
import { parsed } from "@/lib/http/parse.ts";
import { setBrake, setBrakeMinutes } from "@/lib/notices/sending/commands.ts";
import * as notices from "@/lib/notices/sending/schema.ts";
import * as incidents from "@/lib/status/incidents/commands.ts";
import * as schema from "@/lib/status/incidents/schema.ts";

const desk = { permission: "status:operate", area: "desk" } as const;
const SETTINGS = "/operate/settings";

/** Whether every update needs a second person. */
export async function approval(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, desk, async ({ viewer, typed, now }) => {
    await incidents.setApproval(viewer, parsed(schema.setApproval, { value: typed.text("value") }), now);
    return SETTINGS;
  });
}

/** From how many addresses on their number must be typed. */
export async function brake(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, desk, async ({ viewer, typed, now }) => {
    await setBrake(viewer, parsed(notices.setBrake, { brake: typed.text("brake") }), now);
    return SETTINGS;
  });
}

/** How many minutes what goes out by itself to many waits for the desk. */
export async function minutes(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, desk, async ({ viewer, typed, now }) => {
    await setBrakeMinutes(viewer, parsed(notices.setBrakeMinutes, { minutes: typed.text("minutes") }), now);
    return SETTINGS;
  });
}

/** Whether the national line is public. */
export async function publicLine(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, desk, async ({ viewer, typed, now }) => {
    await incidents.setPublicLine(viewer, parsed(schema.setPublicLine, { value: typed.text("value") }), now);
    return SETTINGS;
  });
}
