"use server";
import { refresh } from "next/cache";
import { addressHref } from "@/components/deliveries/address.ts";
import { answerForm, type Typed } from "@/lib/http/form.ts";
import type { FormState } from "@/lib/http/form-state.ts";
import { parsed } from "@/lib/http/parse.ts";
import * as deliveries from "@/lib/notices/deliveries/commands.ts";
import * as asked from "@/lib/notices/deliveries/schema.ts";
import { confirmAgain } from "@/lib/subscriptions/addresses/commands.ts";
import * as secrets from "@/lib/subscriptions/addresses/secret.ts";
import { oneAddress } from "@/lib/subscriptions/schema.ts";

const OWN = { permission: "subscriptions:write", area: "deliveries" } as const;
const one = (typed: Typed) => parsed(oneAddress, { id: typed.text("id") });

/** Sends one delivery again, or those that were chosen. */
export async function replay(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, OWN, async ({ viewer, typed, now }) => {
    const single = typed.text("one");
    const dispatches = single === undefined ? typed.all("chosen") : [single];
    const input = parsed(asked.replayChosen, { id: typed.text("id"), dispatches });
    return addressHref(input.id, await deliveries.replay(viewer, input, now));
  });
}

/** Sends all again that failed since a time, as many as were shown. */
export async function replayFailed(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, OWN, async ({ viewer, typed, now }) => {
    const [id, since, count] = ["id", "since", "count"].map((name) => typed.text(name));
    const input = parsed(asked.replayFailed, { id, since, count });
    return addressHref(input.id, await deliveries.replayAllFailed(viewer, input, now));
  });
}

/** Sends a trial, and shows on the page how it went. */
export async function trial(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, OWN, async ({ viewer, typed, now }) => {
    const input = one(typed);
    try {
      await confirmAgain(viewer, input, now);
    } finally {
      // It stands in the log, also where it failed.
      refresh();
    }
    return addressHref(input.id);
  });
}

/** Stays on the page: the new secret is told this once. */
export async function renew(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, OWN, async ({ viewer, typed, now }) => {
    const { secret } = await secrets.renewSecret(viewer, one(typed), now);
    refresh();
    return { secret };
  });
}

export async function drop(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, OWN, async ({ viewer, typed, now }) => {
    const input = one(typed);
    await secrets.dropOldSecret(viewer, input, now);
    return addressHref(input.id);
  });
}
