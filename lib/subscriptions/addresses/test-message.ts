import type { Outgoing, Sent } from "../../notices/channels/channel.ts";
import { pushDriver } from "../../notices/channels/push.ts";
import { webhookDriver } from "../../notices/channels/webhook.ts";
import type { StatusTx } from "../../status/change.ts";
import type { Ways } from "./ways.ts";

type Tried = {
  id: number;
  channel: "webhook" | "push";
  address: string;
  secret: string | null;
  oldSecret: string | null;
  oldSecretUntil: Date | null;
  label: string;
  locale: string;
};

/** A message of type `test` with nothing in it, sent as the real ones are; it stands in the address's log, however it goes. */
export async function sendTest(
  db: Pick<StatusTx, "endpointTrial">,
  { oldSecret, oldSecretUntil, ...endpoint }: Tried,
  { trial }: Ways,
  now: Date,
): Promise<Sent> {
  const driver = endpoint.channel === "webhook" ? webhookDriver(trial) : pushDriver(trial);
  const key = `trial-${endpoint.id}-${now.getTime()}`;
  const old = oldSecretUntil !== null && oldSecretUntil > now ? oldSecret : null;
  const outgoing: Outgoing = {
    ...{ dispatchId: key, thread: "test", openedBy: key, endpoint: { ...endpoint, oldSecret: old } },
    ...{ signals: [], reasons: [], confirm: null, alsoTold: null },
    ...{ at: now.toISOString(), attempt: 1 },
  };
  const began = performance.now();
  const sent = await driver.send(outgoing, AbortSignal.timeout(trial.timeoutMs));
  const ms = Math.round(performance.now() - began);
  await driver.close();
  const code = sent.outcome === "sent" ? "sent" : sent.code;
  await db.endpointTrial.create({ data: { endpointId: endpoint.id, at: now, ms, status: sent.status ?? null, code } });
  return sent;
}
