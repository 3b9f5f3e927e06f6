import { Webhook } from "standardwebhooks";
import { z } from "zod";
import { prisma } from "../../db/prisma.ts";
import { ConflictError, UnauthenticatedError } from "../../errors.ts";

/** What became of a text message: `id` is the one it was handed in under. */
export const smsReport = z.strictObject({ id: z.guid(), state: z.enum(["delivered", "failed"]) });

/**
 * That a body comes from the gateway, by a Standard Webhooks signature under the key both sides have: compared in constant
 * time, and not older than five minutes. Throws UnauthenticatedError, also where no gateway is set up.
 */
export function verifySmsReport(body: string, headers: Headers, key: string | undefined): void {
  try {
    new Webhook(key ?? "", { format: "raw" }).verify(body, Object.fromEntries(headers), { jsonParse: false });
  } catch {
    throw new UnauthenticatedError("Not signed by the gateway", "invalid_signature");
  }
}

/**
 * Notes that a text message did not reach its telephone. That it did changes nothing: it was sent. A repeat changes nothing
 * either, and an id that is no dispatch's is answered as one that is. Throws ConflictError `not_sent_yet` for one that is
 * reported before we know ourselves that it was taken.
 */
export async function takeSmsReport({ id, state }: z.output<typeof smsReport>): Promise<void> {
  if (state === "delivered") return;
  const where = { id, endpoint: { channel: "sms" as const } };
  const data = { state: "failed" as const, why: "not_delivered" };
  const { count } = await prisma().dispatch.updateMany({ where: { ...where, state: "sent" }, data });
  if (count > 0) return;
  const early = await prisma().dispatch.count({ where: { ...where, state: "sending" } });
  if (early > 0) throw new ConflictError("The message is still on its way out", "not_sent_yet");
}
