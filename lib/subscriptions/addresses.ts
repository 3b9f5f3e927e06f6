import { randomBytes } from "node:crypto";
import type { z } from "zod";
import type { Viewer } from "../access/viewer.ts";
import { env } from "../env.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "../errors.ts";
import { localeOf } from "../i18n/locales.ts";
import { texts } from "../i18n/texts.ts";
import type { Outgoing } from "../notices/channel.ts";
import { type MailSettings, mailSettings, sendPlain } from "../notices/channels/email.ts";
import { webhookDriver } from "../notices/channels/webhook.ts";
import { linkToken } from "../notices/links.ts";
import type { StatusTx } from "../status/change.ts";
import { changeOwn } from "./commands.ts";
import type { newAddress, newHook, oneAddress } from "./schema.ts";
import type { Channel } from "./shapes.ts";

const TRIAL_MS = 10_000;

/** How an address is reached to be confirmed: by mail where that is set up, by webhook (`anywhere`: also inside). */
export type Ways = { mail: MailSettings | null; origin: string; anywhere: boolean };
function waysOf(): Ways {
  const { PUBLIC_URL, PORT, WEBHOOK_PRIVATE } = env();
  const origin = PUBLIC_URL ?? `http://127.0.0.1:${PORT}`;
  return { mail: mailSettings(), origin, anywhere: WEBHOOK_PRIVATE === "on" };
}

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

/** A webhook of the viewer's organisation; answers its secret, which is told this once. It is confirmed by a trial. */
export const addHook = (
  viewer: Viewer,
  { label, url }: z.output<typeof newHook>,
  now: Date,
): Promise<{ id: number; secret: string }> =>
  changeOwn(viewer, "address_add", now, async (tx) => {
    const secret = `whsec_${randomBytes(32).toString("base64")}`;
    const id = await make(tx, viewer, { channel: "webhook", label, address: url, locale: "da", secret }, now);
    return { entity: `endpoint ${id}`, answer: { id, secret } };
  });

/** Sends the link again, or a trial to a webhook, which confirms it. Throws InvalidInputError where it is not accepted. */
export const confirmAgain = (
  viewer: Viewer,
  { id }: z.output<typeof oneAddress>,
  now: Date,
  ways: Ways = waysOf(),
): Promise<void> =>
  changeOwn(viewer, "address_confirm", now, async (tx) => {
    const endpoint = await tx.endpoint.findFirst({
      where: { id, organisationId: viewer.organisationId, disabledAt: null },
    });
    if (!endpoint) throw new NotFoundError("No such address");
    if (endpoint.channel === "webhook") {
      if (!(await tryHook(endpoint, ways, now))) throw new InvalidInputError(undefined, "hook_refused");
      await tx.endpoint.updateMany({ where: { id, confirmedAt: null }, data: { confirmedAt: now } });
    } else if (endpoint.confirmedAt === null) await sendLink(mailOf(ways), viewer, endpoint);
    return { entity: `endpoint ${id}`, answer: undefined };
  });

/** Nothing more is sent there; what still waits for it is not sent either. */
export const disableAddress = (viewer: Viewer, { id }: z.output<typeof oneAddress>, now: Date): Promise<void> =>
  changeOwn(viewer, "address_disable", now, async (tx) => {
    const { count } = await tx.endpoint.updateMany({
      where: { id, organisationId: viewer.organisationId, disabledAt: null },
      data: { disabledAt: now, disabledWhy: "by_owner" },
    });
    if (count === 0) throw new NotFoundError("No such address");
    await tx.dispatch.updateMany({
      where: { endpointId: id, state: "waiting" },
      data: { state: "suppressed", why: "by_owner" },
    });
    return { entity: `endpoint ${id}`, answer: undefined };
  });

type New = { channel: Channel; label: string; address: string; locale: string; secret: string | null };
async function make(tx: StatusTx, { organisationId, personId }: Viewer, one: New, now: Date): Promise<number> {
  const { channel, address } = one;
  const there = await tx.endpoint.count({
    where: { organisationId, channel, disabledAt: null, address: { equals: address, mode: "insensitive" } },
  });
  if (there > 0) throw new ConflictError("The address is there already", "already_there");
  const data = { ...one, organisationId, createdById: personId, createdAt: now };
  return (await tx.endpoint.create({ data, select: { id: true } })).id;
}

function mailOf({ mail }: Ways): MailSettings {
  if (mail === null) throw new InvalidInputError("address", "mail_not_set_up");
  return mail;
}

type Asked = { id: number; label: string; address: string; locale: string };
async function sendLink(settings: MailSettings, viewer: Viewer, { id, label, address, locale }: Asked): Promise<void> {
  const say = texts(localeOf(locale))("subscriptions");
  const link = `${settings.origin}/notices/${linkToken({ deed: "address", endpointId: id })}`;
  const text = say("confirm.mail", { organisation: viewer.organisationName, label, link });
  const sent = await sendPlain(settings, { to: address, subject: say("confirm.subject"), text });
  if (sent.outcome !== "sent") throw new InvalidInputError("address", "mail_refused");
}

type Hook = { id: number; address: string; secret: string | null; label: string; locale: string };
/** A message of type `test` with nothing in it, signed as the real ones are. */
async function tryHook(hook: Hook, { origin, anywhere }: Ways, now: Date): Promise<boolean> {
  const driver = webhookDriver({ origin, anywhere, timeoutMs: TRIAL_MS });
  const key = `trial-${hook.id}-${now.getTime()}`;
  const trial: Outgoing = {
    ...{ dispatchId: key, thread: "test", openedBy: key, endpoint: { ...hook, channel: "webhook" } },
    ...{ signals: [], because: [], subscription: { id: 0, name: "" }, confirm: false, noticeId: 0, alsoTold: null },
    ...{ at: now.toISOString(), attempt: 1 },
  };
  const { outcome } = await driver.send(trial, AbortSignal.timeout(TRIAL_MS));
  await driver.close();
  return outcome === "sent";
}
