"use server";
import { refresh } from "next/cache";
import { headers } from "next/headers";
import { answerForm } from "@/lib/http/form.ts";
import type { FormState } from "@/lib/http/form-state.ts";
import { ownOrigin } from "@/lib/http/origin.ts";
import { parsed } from "@/lib/http/parse.ts";
import * as commands from "@/lib/subscriptions/addresses/commands.ts";
import { addAddress } from "@/lib/subscriptions/addresses/email.ts";
import * as feeds from "@/lib/subscriptions/addresses/feed.ts";
import * as mending from "@/lib/subscriptions/addresses/mend.ts";
import { addDevice } from "@/lib/subscriptions/addresses/push.ts";
import { deviceFrom, newDevice, newNumber } from "@/lib/subscriptions/addresses/schema.ts";
import { addNumber } from "@/lib/subscriptions/addresses/sms.ts";
import * as trial from "@/lib/subscriptions/addresses/trial.ts";
import { addHook } from "@/lib/subscriptions/addresses/webhook.ts";
import * as schema from "@/lib/subscriptions/schema.ts";

const OWN = { permission: "subscriptions:write", area: "subscriptions" } as const;
const LIST = "/subscriptions";

export async function addEmail(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, OWN, async ({ viewer, typed, now }) => {
    const [label, address, locale] = ["label", "address", "locale"].map((name) => typed.text(name));
    await addAddress(viewer, parsed(schema.newAddress, { label, address, locale }), now);
    return LIST;
  });
}

/** Stays on the page: the secret is told this once. */
export async function addWebhook(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, OWN, async ({ viewer, typed, now }) => {
    const input = parsed(schema.newHook, { label: typed.text("label"), url: typed.text("url") });
    const { secret } = await addHook(viewer, input, now);
    refresh();
    return { label: "", url: "", secret };
  });
}

/** Stays on the page: the address is told this once. */
export async function addFeed(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, OWN, async ({ viewer, typed, now }) => {
    const [label, channel, locale] = ["label", "channel", "locale"].map((name) => typed.text(name));
    const { path } = await feeds.addFeed(viewer, parsed(schema.newFeed, { label, channel, locale }), now);
    refresh();
    return { label: "", address: await wholeOf(path) };
  });
}

/** As above, in place of the address that was. */
export async function renewFeed(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, OWN, async ({ viewer, typed, now }) => {
    const { path } = await feeds.renewFeed(viewer, parsed(schema.oneAddress, { id: typed.text("id") }), now);
    refresh();
    return { address: await wholeOf(path) };
  });
}

const wholeOf = async (path: string) => `${ownOrigin({ headers: await headers() })}${path}`;

export async function addPush(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, OWN, async ({ viewer, typed, now }) => {
    const [label, locale] = ["label", "locale"].map((name) => typed.text(name));
    const device = deviceFrom(typed.text("subscription") ?? "");
    await addDevice(viewer, parsed(newDevice, { label, locale, ...device }), now);
    return LIST;
  });
}

export async function addSms(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, OWN, async ({ viewer, typed, now }) => {
    const [label, number, locale] = ["label", "number", "locale"].map((name) => typed.text(name));
    await addNumber(viewer, parsed(newNumber, { label, number, locale }), now);
    return LIST;
  });
}

export async function confirmAddress(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, OWN, async ({ viewer, typed, now }) => {
    await commands.confirmAgain(viewer, parsed(schema.oneAddress, { id: typed.text("id") }), now);
    return LIST;
  });
}

export async function disableAddress(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, OWN, async ({ viewer, typed, now }) => {
    await commands.disableAddress(viewer, parsed(schema.oneAddress, { id: typed.text("id") }), now);
    return LIST;
  });
}

export async function sendTrial(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, OWN, async ({ viewer, typed, now }) => {
    await trial.sendTrial(viewer, parsed(schema.oneAddress, { id: typed.text("id") }), now);
    return LIST;
  });
}

export async function mendAddress(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, OWN, async ({ viewer, typed, now }) => {
    const input = { id: typed.text("id"), address: typed.text("address") };
    await mending.mendAddress(viewer, parsed(schema.mendedAddress, input), now);
    return LIST;
  });
}

export async function putBack(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, OWN, async ({ viewer, typed, now }) => {
    const input = { id: typed.text("id"), subscription: typed.text("subscription") };
    await mending.putBack(viewer, parsed(schema.leftAddress, input), now);
    return LIST;
  });
}

export async function leaveLost(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, OWN, async ({ viewer, typed, now }) => {
    const input = { id: typed.text("id"), signal: typed.text("signal") };
    await mending.leaveLost(viewer, parsed(schema.lostAddress, input), now);
    return LIST;
  });
}
