import type { z } from "zod";
import type { Viewer } from "../../access/viewer.ts";
import { prisma } from "../../db/prisma.ts";
import type { Outgoing } from "../../notices/channel.ts";
import { webhookDriver } from "../../notices/channels/webhook.ts";
import { changeOwn } from "../commands.ts";
import type { newHook } from "../schema.ts";
import { make } from "./make.ts";
import { newSecret } from "./secret.ts";
import type { Ways } from "./ways.ts";

const TRIAL_MS = 10_000;

/** A webhook of the viewer's organisation; answers its secret, which is told this once. It is confirmed by a trial. */
export const addHook = (
  viewer: Viewer,
  { label, url }: z.output<typeof newHook>,
  now: Date,
): Promise<{ id: number; secret: string }> =>
  changeOwn(viewer, "address_add", now, async (tx) => {
    const secret = newSecret();
    const id = await make(tx, viewer, { channel: "webhook", label, address: url, locale: "da", secret }, now);
    return { entity: `endpoint ${id}`, answer: { id, secret } };
  });

type Hook = {
  id: number;
  address: string;
  secret: string | null;
  oldSecret: string | null;
  oldSecretUntil: Date | null;
  label: string;
  locale: string;
};
/** A message of type `test` with nothing in it, signed as the real ones are; it stands in the address's log, however it goes. */
export async function tryHook(hook: Hook, { origin, anywhere }: Ways, now: Date): Promise<boolean> {
  const driver = webhookDriver({ origin, anywhere, timeoutMs: TRIAL_MS });
  const key = `trial-${hook.id}-${now.getTime()}`;
  const { oldSecretUntil, oldSecret, ...rest } = hook;
  const secrets = { oldSecret: oldSecretUntil !== null && oldSecretUntil > now ? oldSecret : null };
  const trial: Outgoing = {
    ...{ dispatchId: key, thread: "test", openedBy: key, endpoint: { ...rest, ...secrets, channel: "webhook" } },
    ...{ signals: [], because: [], subscription: { id: 0, name: "" }, confirm: false, noticeId: 0, alsoTold: null },
    ...{ at: now.toISOString(), attempt: 1 },
  };
  const began = performance.now();
  const sent = await driver.send(trial, AbortSignal.timeout(TRIAL_MS));
  const ms = Math.round(performance.now() - began);
  await driver.close();
  // In a commit of its own: what is refused undoes the rest.
  await prisma().endpointTrial.create({
    data: {
      ...{ endpointId: hook.id, at: now, ms, status: sent.status ?? null },
      code: sent.outcome === "sent" ? "sent" : sent.code,
    },
  });
  return sent.outcome === "sent";
}
