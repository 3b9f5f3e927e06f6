import type { z } from "zod";
import type { Viewer } from "../../access/viewer.ts";
import { prisma } from "../../db/prisma.ts";
import { InvalidInputError, NotFoundError } from "../../errors.ts";
import { localeOf } from "../../i18n/locales.ts";
import { texts } from "../../i18n/texts.ts";
import { sendPlain } from "../../notices/channels/plain-mail.ts";
import { loseMailbox } from "../../notices/lost/tell.ts";
import { changeOwn } from "../commands.ts";
import { sentencesTo } from "../queries.ts";
import type { oneAddress } from "../schema.ts";
import { mailOf } from "./email.ts";
import { askOnce } from "./make.ts";
import { type Ways, waysOf } from "./ways.ts";

/**
 * A mail to a confirmed address that says that it is a trial, and what is sent there otherwise. Throws NotFoundError,
 * ConflictError `too_soon`, InvalidInputError `mail_not_set_up` or `mail_refused`. A mailbox that is said not to exist is lost.
 */
export async function sendTrial(
  viewer: Viewer,
  { id }: z.output<typeof oneAddress>,
  now: Date,
  ways: Ways = waysOf(),
): Promise<void> {
  const settings = mailOf(ways);
  let gone = false;
  const sending = changeOwn(viewer, "address_trial", now, async (tx) => {
    const { organisationId, organisationName: organisation } = viewer;
    const found = await tx.endpoint.findFirst({
      where: { id, organisationId, channel: "email", disabledAt: null, confirmedAt: { not: null }, forOwner: false },
    });
    if (!found) throw new NotFoundError("No such address");
    await askOnce(tx, id, now);
    const { label, address: to } = found;
    const locale = localeOf(found.locale);
    const say = texts(locale)("subscriptions");
    const asked = await sentencesTo(viewer, id, locale, now);
    const lines = asked.map(({ name, sentence }) => say("trial.one", { name, sentence }));
    const what = lines.length === 0 ? say("trial.none") : [say("trial.what"), ...lines].join("\n\n");
    const text = say("trial.mail", { label, organisation, what, link: `${settings.origin}/subscriptions` });
    const sent = await sendPlain(settings, { endpointId: id, to, subject: say("trial.subject", { label }), text });
    gone = sent.outcome === "never" && sent.disable === "hard_bounce";
    if (sent.outcome !== "sent") throw new InvalidInputError(undefined, "mail_refused");
    return { entity: `endpoint ${id}`, answer: undefined };
  });
  await sending.catch(async (error: unknown) => {
    // In a commit of its own: what is refused undoes the rest.
    if (gone) await prisma().$transaction((tx) => loseMailbox(tx, id, now, now));
    throw error;
  });
}
