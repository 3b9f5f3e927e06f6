import type { z } from "zod";
import type { Viewer } from "../../access/viewer.ts";
import { InvalidInputError } from "../../errors.ts";
import { localeOf } from "../../i18n/locales.ts";
import { texts } from "../../i18n/texts.ts";
import type { MailSettings } from "../../notices/channels/mail-settings.ts";
import { sendPlain } from "../../notices/channels/plain-mail.ts";
import { linkToken } from "../../notices/links.ts";
import { changeOwn } from "../commands.ts";
import type { newAddress } from "../schema.ts";
import { make } from "./make.ts";
import { type Ways, waysOf } from "./ways.ts";

/**
 * An e-mail address of the viewer's organisation, and to it a link that confirms it: nothing else is sent there until then.
 * Throws ConflictError `already_there`, InvalidInputError on `address` where no mail can be sent or the server refuses it.
 */
export const addAddress = (
  viewer: Viewer,
  input: z.output<typeof newAddress>,
  now: Date,
  ways: Ways = waysOf(),
): Promise<{ id: number }> =>
  changeOwn(viewer, "address_add", now, async (tx) => {
    const settings = mailOf(ways);
    const { label, address, locale } = input;
    const id = await make(tx, viewer, { channel: "email", label, address, locale, secret: null }, now);
    await sendLink(settings, viewer, { id, label, address, locale });
    return { entity: `endpoint ${id}`, answer: { id } };
  });

/** How mail is sent. Throws InvalidInputError on `address` where none is set up. */
export function mailOf({ mail }: Ways): MailSettings {
  if (mail === null) throw new InvalidInputError("address", "mail_not_set_up");
  return mail;
}

type Asked = { id: number; label: string; address: string; locale: string };
/** Sends the link that confirms an address to it. Throws InvalidInputError where the server refuses it. */
export async function sendLink(
  settings: MailSettings,
  viewer: Viewer,
  { id, label, address, locale }: Asked,
): Promise<void> {
  const say = texts(localeOf(locale))("subscriptions");
  const link = `${settings.origin}/notices/${linkToken({ deed: "address", endpointId: id })}`;
  const text = say("confirm.mail", { organisation: viewer.organisationName, label, link });
  const sent = await sendPlain(settings, { endpointId: id, to: address, subject: say("confirm.subject"), text });
  if (sent.outcome !== "sent") throw new InvalidInputError("address", "mail_refused");
}
