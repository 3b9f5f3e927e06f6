import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { Viewer } from "../../access/viewer.ts";
import { InvalidInputError } from "../../errors.ts";
import { localeOf } from "../../i18n/locales.ts";
import { texts } from "../../i18n/texts.ts";
import { type SmsSettings, sendSms } from "../../notices/channels/sms.ts";
import { fitted } from "../../notices/channels/sms-text.ts";
import { linkToken } from "../../notices/links.ts";
import { changeOwn } from "../commands.ts";
import { make } from "./make.ts";
import type { newNumber } from "./schema.ts";
import { type Ways, waysOf } from "./ways.ts";

/**
 * A telephone of the viewer's organisation, and to it a link that confirms it: nothing else is sent there until then. Throws
 * ConflictError `already_there`, InvalidInputError on `number` where no text message can be sent or the gateway refuses it.
 */
export const addNumber = (
  viewer: Viewer,
  { label, number, locale }: z.output<typeof newNumber>,
  now: Date,
  ways: Ways = waysOf(),
): Promise<{ id: number }> =>
  changeOwn(viewer, "address_add", now, async (tx) => {
    const settings = gatewayOf(ways);
    const id = await make(tx, viewer, { channel: "sms", label, address: number, locale, secret: null }, now);
    await sendSmsLink(settings, viewer, { id, label, address: number, locale });
    return { entity: `endpoint ${id}`, answer: { id } };
  });

/** How text messages are sent. Throws InvalidInputError on `number` where no gateway is set up. */
export function gatewayOf({ sms }: Ways): SmsSettings {
  if (sms === null) throw new InvalidInputError("number", "sms_not_set_up");
  return sms;
}

type Asked = { id: number; label: string; address: string; locale: string };
/** Sends the link that confirms a number to it. Throws InvalidInputError where the gateway refuses it. */
export async function sendSmsLink(
  settings: SmsSettings,
  viewer: Viewer,
  { id, label, address, locale }: Asked,
): Promise<void> {
  const say = texts(localeOf(locale))("notices");
  const link = `${settings.origin}/notices/${linkToken({ deed: "address", endpointId: id })}`;
  const ask = say("sms.ask", { organisation: viewer.organisationName, label });
  const text = fitted(ask, `${say("sms.confirmAddress")} ${link}`);
  const message = { id: randomUUID(), to: address, text };
  const sent = await sendSms(settings, message, AbortSignal.timeout(settings.timeoutMs));
  if (sent.outcome === "sent") return;
  throw new InvalidInputError("number", sent.code === "no_such_number" ? sent.code : "sms_refused");
}
